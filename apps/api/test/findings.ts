/** What a reviewer is shown as exceptions of a record, asked as at the screen. */
import type { Label } from "@lotline/schema";
import { ask, type Company } from "./company.ts";

/** A finding without what every finding of its rule has. */
export interface Found {
  readonly code: string;
  readonly title: Label;
  readonly weight: string;
  readonly detail: Label | null;
  readonly facts: readonly {
    readonly label: Label;
    readonly value: Label;
    readonly ok: boolean | null;
    readonly record: string | null;
    readonly number: string | null;
    readonly scale: { readonly value: string; readonly lower: string | null; readonly upper: string | null } | null;
  }[];
}

/** The exceptions of a record that waits for somebody, in their order, as this person is shown them. */
export async function findingsOf(company: Company, login: string, record: string, { id }: { id: string }): Promise<Found[]> {
  const { found } = (await ask(
    company,
    login,
    `{ found: reviewCase(record: "${record}", id: "${id}") { findings { code title { en zh } weight detail { en zh }
       facts { label { en zh } value { en zh } ok record number scale { value lower upper } } } } }`,
  )) as { found: { findings: Found[] } };
  return found.findings;
}

/** The exceptions that one rule lists. */
export const foundBy = async (code: string, ...of: Parameters<typeof findingsOf>): Promise<Found[]> =>
  (await findingsOf(...of)).filter((one) => one.code === code);

/** A fact in one line: its label and value in both languages, its mark, where it leads. */
export const factLines = ({ facts }: Found): string[] =>
  facts.map(({ label, value, ok, record, number, scale }) =>
    [
      `${label.en} ${value.en}`,
      `${label.zh} ${value.zh}`,
      ...(ok === null ? [] : [ok ? "ok" : "not ok"]),
      ...(record ? [`${record} ${number}`] : []),
      ...(scale ? [`${scale.lower ?? ""} < ${scale.value} < ${scale.upper ?? ""}`] : []),
    ].join(" · "),
  );

/** Both languages of a title, for one line of a test. */
export const said = ({ title, weight }: Found): [en: string, zh: string, weight: string] => [title.en, title.zh, weight];
