// Moscow has been UTC+3 all year since 2014, so a fixed offset is exact.
const offsetMs = 3 * 60 * 60 * 1000;
const lastSecondOfDay = '23:59:59';

const shifted = (ms: number): string => new Date(ms + offsetMs).toISOString();

/** "2026-05-05 14:55:10" in Moscow for a moment in milliseconds since 1970. */
export const moscowDateTime = (ms: number): string => shifted(ms).slice(0, 19).replace('T', ' ');

/** "2026-05-05" in Moscow. */
export const moscowDate = (ms: number): string => shifted(ms).slice(0, 10);

/** "20260505145510997": the 17 digits of which PayKeeper makes an invoice id. */
export const moscowDigits = (ms: number): string => shifted(ms).replace(/\D/g, '').slice(0, 17);

/** Milliseconds of "YYYY-MM-DD" (taken as the end of that day) or "YYYY-MM-DD HH:MM:SS"; undefined when it is neither. */
export const fromMoscow = (text: string): number | undefined => {
  const [, date, time = lastSecondOfDay] = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(text) ?? [];
  const ms = Date.parse(`${date}T${time}+03:00`);
  return Number.isNaN(ms) ? undefined : ms;
};
