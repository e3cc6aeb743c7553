/** Exactly this view as a file: its rows, columns, order and groups; what is asked stands in the file too. */

import { type AnyRecord, columnField, type Language, type ListView, type RecordName, writeSort } from "@lotline/schema";
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { filterOf } from "../data/filter.ts";
import { type Failure, failureOfAnswer } from "../failure.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { FailureText } from "../states.tsx";
import type { Column } from "./columns.ts";
import { arrange, type ColumnState } from "./grid-columns.ts";
import css from "./query.module.css";

interface Props {
  name: RecordName;
  record: AnyRecord;
  view: ListView;
  columns: readonly Column[];
  arrangement: ColumnState;
  /** How many rows match, undefined while it is not known or more than are counted. */
  total: number | undefined;
}

type Format = "xlsx" | "csv";
const formats: readonly Format[] = ["xlsx", "csv"];
// As long as the server may take for the largest export.
const limitMs = 120_000;

/** What the server is asked for: the columns as they stand, those that the record has itself. */
export function exportBody(
  { record, view, columns, arrangement }: Pick<Props, "record" | "view" | "columns" | "arrangement">,
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
    columns: ids.filter((id) => columnField(record, id) !== undefined && !Object.hasOwn(record.list.flags ?? {}, id)),
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

function save(file: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  // The browser has the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const isFailure = (error: unknown): error is Failure => typeof error === "object" && error !== null && "kind" in error;

export function ExportMenu(props: Props) {
  const { name, total } = props;
  const { t, lang } = useWords();
  const zone = useZone();
  const tell = useTell();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = async (format: Format) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { file, fileName, rows } = await fetched(name, exportBody(props, zone, format, lang));
      save(file, fileName);
      tell(t("export.done", { file: fileName, n: Number(rows).toLocaleString("en") }));
    } catch (error) {
      setFailure(isFailure(error) ? error : { kind: "unreachable", message: String(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure && (
        <span role="alert" className={css.failed}>
          <FailureText failure={failure} />
        </span>
      )}
      <span role="status" className={css.asked}>
        {busy && t("export.busy")}
      </span>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button look="quiet" icon={IconDownload} busy={busy}>
            {t("export.menu")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{total === undefined ? t("export.all") : t("export.rows", { n: total.toLocaleString("en") })}</Menu.Label>
          {formats.map((format) => (
            <Menu.Item key={format} disabled={total === 0} onClick={() => void run(format)}>
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
