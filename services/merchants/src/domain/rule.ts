/** Why an input is refused: the field as the client named it, and in plain words the rule and the way out. */
export type Problem = Readonly<{ field: string; message: string }>;

/** One rule, as data. `holds` sees the whole input; `field` says which part of it the client must change, where that hangs on the input by a function of it. */
export type Rule<T> = Readonly<{ field: string | ((input: T) => string); message: string; holds: (input: T) => boolean }>;

const fieldOf = <T>({ field }: Rule<T>, input: T): string => (typeof field === 'string' ? field : field(input));

/** The first broken rule in the order of the list, so that the same input always gets the same answer. */
export const firstProblem = <T>(rules: readonly Rule<T>[], input: T): Problem | null => {
  const broken = rules.find((rule) => !rule.holds(input));
  return broken ? { field: fieldOf(broken, input), message: broken.message } : null;
};

/** Puts rules about a part to work on the whole; a part that is absent breaks no rule. */
export const within = <T, P>(field: string, part: (input: T) => P | null | undefined, rules: readonly Rule<P>[]): Rule<T>[] =>
  rules.map((rule) => ({
    field: (input) => `${field}.${fieldOf(rule, part(input) as P)}`,
    message: rule.message,
    holds: (input) => {
      const value = part(input);
      return value === null || value === undefined || rule.holds(value);
    },
  }));

const placeIn = (list: string, index: number, field: string): string => (field === '' ? `${list}[${index}]` : `${list}[${index}].${field}`);

/** Puts rules about one to work on each of a list, and names the first that breaks one. A rule with an empty field is about the whole of it. */
export const inEach = <T, P>(list: string, parts: (input: T) => readonly P[], rules: readonly Rule<P>[]): Rule<T>[] =>
  rules.map((rule) => ({
    field: (input) => {
      const index = parts(input).findIndex((part) => !rule.holds(part));
      return placeIn(list, index, fieldOf(rule, parts(input)[index] as P));
    },
    message: rule.message,
    holds: (input) => parts(input).every(rule.holds),
  }));
