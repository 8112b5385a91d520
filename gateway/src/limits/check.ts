import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Limits } from './limits';
import type { Variables } from './list-size';
import { weigh, type Weight } from './measure';

type Rule = Readonly<{ code: string; broken: (weight: Weight, limits: Limits) => boolean; message: (limits: Limits) => string }>;

const isBadPageSize = (size: unknown, first: number): boolean => typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > first;

const rules: readonly Rule[] = [
  { code: 'QUERY_TOO_DEEP', broken: ({ depth }, limits) => depth > limits.depth, message: ({ depth }) => `The operation is nested deeper than ${depth} levels.` },
  { code: 'TOO_MANY_ALIASES', broken: ({ aliases }, limits) => aliases > limits.aliases, message: ({ aliases }) => `The operation has more than ${aliases} aliases, fragments counted each time they are used.` },
  { code: 'TOO_MANY_DIRECTIVES', broken: ({ directives }, limits) => directives > limits.directives, message: ({ directives }) => `The operation has more than ${directives} directives.` },
  { code: 'BAD_PAGE', broken: ({ pageSizes }, { first }) => pageSizes.some(({ size }) => isBadPageSize(size, first)), message: ({ first }) => `"first" and "last" are between 1 and ${first}; ask for the next page with "after".` },
  { code: 'QUERY_TOO_COSTLY', broken: ({ cost }, limits) => cost > limits.cost, message: () => 'The operation asks for too much at once: take shorter pages or fewer nested lists.' },
];

export type Checked = Readonly<{ schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode; variables: Variables }>;

/** The first limit that a valid operation breaks, as a 400, or null. To be asked before anything is executed. */
export const brokenLimit = (checked: Checked, limits: Limits): GraphQLError | null => {
  const weight = weigh(checked);
  const rule = rules.find(({ broken }) => broken(weight, limits));
  return rule ? new GraphQLError(rule.message(limits), { extensions: { code: rule.code, http: { status: 400 } } }) : null;
};
