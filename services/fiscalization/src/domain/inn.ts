const weights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

const digitOf = (inn: string, weights: readonly number[]): number => (weights.reduce((total, weight, at) => total + weight * Number(inn[at]), 0) % 11) % 10;

/** True for 10 digits (company) or 12 (person) whose check digits are right. */
export const isInn = (inn: string): boolean => {
  if (/^\d{10}$/.test(inn)) return digitOf(inn, weights10) === Number(inn[9]);
  return /^\d{12}$/.test(inn) && digitOf(inn, weights11) === Number(inn[10]) && digitOf(inn, weights12) === Number(inn[11]);
};
