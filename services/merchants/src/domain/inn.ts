/** Weights of each check digit by the length of the number (order of the tax service ММВ-7-6/435@). */
const checks: Readonly<Record<number, readonly (readonly number[])[]>> = {
  10: [[2, 4, 10, 3, 5, 9, 4, 6, 8]],
  12: [
    [7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
    [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
  ],
};

const checkDigit = (digits: readonly number[], weights: readonly number[]): number =>
  (weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11) % 10;

/** True for an INN of a company (10 digits) or a person (12) whose check digits are right. All zeros pass the sum but name nobody. */
export const isInn = (text: string): boolean => {
  const weightSets = /^\d+$/.test(text) && !/^0+$/.test(text) ? checks[text.length] : undefined;
  const digits = [...text].map(Number);
  return weightSets?.every((weights) => digits[weights.length] === checkDigit(digits, weights)) ?? false;
};

/** An entrepreneur's INN has 12 digits, a company's 10: only an entrepreneur may work by patent. */
export const isPersonsInn = (text: string): boolean => isInn(text) && text.length === 12;
