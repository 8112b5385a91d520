export type SubgraphError = Readonly<{ message?: string; path?: readonly (string | number)[]; extensions?: Readonly<Record<string, unknown>> }>;
export type SubgraphAnswer = Readonly<{ data?: Record<string, unknown> | null; errors?: readonly SubgraphError[] }>;

/** Subgraphs take at most so many entity references at once. */
const portionSize = 100;

/** Entity references in portions of at most 100. */
export const portionsOf = <T>(references: readonly T[]): (readonly T[])[] => {
  if (references.length <= portionSize) return [references];
  return Array.from({ length: Math.ceil(references.length / portionSize) }, (_, index) => references.slice(index * portionSize, (index + 1) * portionSize));
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
export const joined = (answers: readonly SubgraphAnswer[], portions: readonly (readonly unknown[])[]): SubgraphAnswer => {
  const [only, ...others] = answers;
  if (only && others.length === 0) return only;
  const errors = answers.flatMap((answer, index) => (answer.errors ?? []).map((error) => shifted(error, index * portionSize)));
  const entities = answers.flatMap((answer, index) => entitiesOf(answer, portions[index]?.length ?? 0));
  return { data: { _entities: entities }, ...(errors.length > 0 ? { errors } : {}) };
};
