/** Why an input is refused: the field as the client named it, and in plain words the rule and the way out. */
export type Problem = Readonly<{ field: string; message: string }>;

/** One rule, as data. `holds` sees the whole input; `field` says which part of it the client must change. */
export type Rule<T> = Readonly<{ field: string; message: string; holds: (input: T) => boolean }>;

/** The first broken rule in the order of the list, so that the same input always gets the same answer. */
export const firstProblem = <T>(rules: readonly Rule<T>[], input: T): Problem | null => {
  const broken = rules.find((rule) => !rule.holds(input));
  return broken ? { field: broken.field, message: broken.message } : null;
};

/** Puts rules about a part to work on the whole; a part that is absent breaks no rule. */
export const within = <T, P>(field: string, part: (input: T) => P | null | undefined, rules: readonly Rule<P>[]): Rule<T>[] =>
  rules.map((rule) => ({
    field: `${field}.${rule.field}`,
    message: rule.message,
    holds: (input) => {
      const value = part(input);
      return value === null || value === undefined || rule.holds(value);
    },
  }));
