/** A piece of SQL with its parameters, so that pieces can be put together in any order. */
export interface Sql {
  readonly text: string;
  readonly params: readonly unknown[];
}

/** Text with pieces in it: sql`a = ${piece} and b = ${value}`; what is no piece is a parameter. */
export function sql(texts: TemplateStringsArray, ...given: readonly unknown[]): Sql {
  let text = texts[0] ?? "";
  const params: unknown[] = [];
  for (const [index, value] of given.entries()) {
    if (isSql(value)) {
      text += value.text;
      params.push(...value.params);
    } else {
      text += "?";
      params.push(value);
    }
    text += texts[index + 1] ?? "";
  }
  return { text, params };
}

const isSql = (value: unknown): value is Sql =>
  typeof value === "object" && value !== null && "text" in value && "params" in value;

/** Names of tables and columns, and words of the house; never what a person has given. */
export const raw = (text: string): Sql => ({ text, params: [] });

export const joined = (pieces: readonly Sql[], between: string): Sql => ({
  text: pieces.map(({ text }) => text).join(between),
  params: pieces.flatMap(({ params }) => params),
});
