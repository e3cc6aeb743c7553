/** Days and moments as texts; apart from validation, so that a page which only compares days does not load it. */

/** True for a day that exists, between 1900 and 2199. */
export const isDate = (value: string): boolean => {
  const match = /^(1[9]|2[01])\d\d-(\d\d)-(\d\d)$/.exec(value);
  if (!match) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
};

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** The moment a text names, with its zone, between 1900 and 2199; null when there is none: JavaScript alone would take 30 February for 2 March. */
export const readInstant = (value: string): Date | null => {
  if (!instantPattern.test(value) || !isDate(value.slice(0, 10))) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
};
