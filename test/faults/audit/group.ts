/** Rows by a key of theirs. */
export const groupBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
};

export const sumOf = <T>(rows: readonly T[], amountOf: (row: T) => number): number => rows.reduce((sum, row) => sum + amountOf(row), 0);
export const rouble = (kopecks: number): string => (kopecks / 100).toFixed(2);
