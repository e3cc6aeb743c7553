/** Whether a text can be the key of a row; others are no record, and PostgreSQL would not read them as numbers. */
export const isKey = (text: string): boolean => /^[1-9]\d{0,17}$/.test(text);
