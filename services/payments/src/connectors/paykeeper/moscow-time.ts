// PayKeeper writes Moscow time without an offset; Moscow has been UTC+3 all year since 2014.
const offsetMs = 3 * 3_600_000;

const shifted = (at: Date): string => new Date(at.getTime() + offsetMs).toISOString();

/** "2026-05-05 14:55:10" in Moscow. */
export const moscowDateTime = (at: Date): string => shifted(at).slice(0, 19).replace('T', ' ');
/** "2026-05-05" in Moscow. */
export const moscowDate = (at: Date): string => shifted(at).slice(0, 10);

/** The moment of "YYYY-MM-DD HH:MM:SS", or of the day's beginning when there is no time; null for anything else. */
export const fromMoscow = (text: string | undefined): Date | null => {
  const [, date, time = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/.exec(text ?? '') ?? [];
  const at = new Date(`${date}T${time}+03:00`);
  return Number.isNaN(at.getTime()) ? null : at;
};
