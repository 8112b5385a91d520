/** Kopecks of decimal roubles ("899.00", "899.5", "899"); undefined when the text is no such amount. */
export const toKopecks = (roubles: string): number | undefined => {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(roubles) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
};

/** "899.00" for 89900 kopecks. */
export const toRoubles = (kopecks: number): string => {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
