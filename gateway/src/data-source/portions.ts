type Variables = Readonly<Record<string, unknown>>;
export type SubgraphError = Readonly<{ message: string; path?: readonly (string | number)[]; extensions?: Readonly<Record<string, unknown>> }>;
export type SubgraphAnswer = { data?: Record<string, unknown> | null; errors?: SubgraphError[]; extensions?: Record<string, unknown> };

/** Subgraphs take at most so many entity references at once. */
const portionSize = 100;

/** The variables of one fetch, cut into portions of at most 100 entity references. Fetches without references stay whole. */
export const portionsOf = (variables: Variables): Variables[] => {
  const { representations } = variables;
  if (!Array.isArray(representations) || representations.length <= portionSize) return [variables];
  const starts = Array.from({ length: Math.ceil(representations.length / portionSize) }, (_, index) => index * portionSize);
  return starts.map((start) => ({ ...variables, representations: representations.slice(start, start + portionSize) as unknown[] }));
};

const entitiesOf = ({ data }: SubgraphAnswer, size: number): unknown[] => {
  const entities = data?.['_entities'];
  return Array.isArray(entities) ? entities : Array.from({ length: size }, () => null);
};

const shifted = (error: SubgraphError, by: number): SubgraphError => {
  const [root, index, ...rest] = error.path ?? [];
  return root === '_entities' && typeof index === 'number' ? { ...error, path: [root, index + by, ...rest] } : error;
};

/** The answers of the portions as the one answer that the whole fetch would have had, error paths included. */
export const joined = (answers: readonly SubgraphAnswer[], portions: readonly Variables[]): SubgraphAnswer => {
  const [only, ...others] = answers;
  if (only && others.length === 0) return only;
  const sizes = portions.map(({ representations }) => (representations as unknown[]).length);
  const errors = answers.flatMap((answer, index) => (answer.errors ?? []).map((error) => shifted(error, index * portionSize)));
  const entities = answers.flatMap((answer, index) => entitiesOf(answer, sizes[index] ?? 0));
  return { data: { _entities: entities }, ...(errors.length > 0 ? { errors } : {}) };
};
