/** A view as a file: what the server is asked for, and the file it sends, kept where the browser keeps files. */
import { type AnyRecord, type Language, type ListView, type RecordName, writeSort } from "@lotline/schema";
import { filterOf } from "../data/filter.ts";
import { failureOfAnswer } from "../failure.ts";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState } from "./grid-columns.ts";

/** The part of a list that becomes a file. */
export interface Exported {
  readonly record: AnyRecord;
  readonly view: ListView;
  readonly columns: readonly Column[];
  readonly arrangement: ColumnState;
}

export type Format = "xlsx" | "csv";
// As long as the server may take for the largest export.
const limitMs = 120_000;

/** What the server is asked for: the columns as they stand. */
export function exportBody(
  { record, view, columns, arrangement }: Exported,
  zone: string,
  format: Format,
  lang: Language,
): object {
  const ids = arrange(
    columns.map(({ id }) => id),
    arrangement,
  ).filter((id) => !arrangement.hidden.includes(id));
  return {
    filter: filterOf(record, view, zone),
    search: view.text || undefined,
    sort: view.sort.length > 0 ? writeSort(view.sort).split(",") : undefined,
    groups: view.group,
    columns: ids,
    format,
    lang,
  };
}

async function fetched(name: RecordName, body: object): Promise<{ file: Blob; fileName: string; rows: string }> {
  const response = await fetch(`/exports/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
    signal: AbortSignal.timeout(limitMs),
  });
  if (!response.ok) throw failureOfAnswer(await response.json().catch(() => undefined), response.status);
  const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return {
    file: await response.blob(),
    fileName: told ? decodeURIComponent(told) : name,
    rows: response.headers.get("X-Rows") ?? "",
  };
}

/** Keeps a file where the browser keeps files. */
export function saveFile(file: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  // The browser has the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Makes the file of a view and keeps it. @throws the failure that the server answers */
export async function download(
  name: RecordName,
  exported: Exported,
  zone: string,
  format: Format,
  lang: Language,
): Promise<{ readonly fileName: string; readonly rows: string }> {
  const { file, fileName, rows } = await fetched(name, exportBody(exported, zone, format, lang));
  saveFile(file, fileName);
  return { fileName, rows };
}
