/** Exactly this view as a file: its rows, columns, order and groups; what is asked stands in the file too. */

import type { RecordName } from "@lotline/schema";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { type Failure, isFailure } from "../failure.ts";
import { useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { Menu } from "../Popup.tsx";
import { FailureText } from "../states.tsx";
import type { Exported, Format } from "./export-view.ts";
import css from "./query.module.css";

interface Props extends Exported {
  name: RecordName;
  /** How many rows match, undefined while it is not known or more than are counted. */
  total: number | undefined;
}

const formats: readonly Format[] = ["xlsx", "csv"];

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
      const { download } = await import("./export-view.ts");
      const { fileName, rows } = await download(name, props, zone, format, lang);
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
      <Menu
        position="bottom-end"
        width={260}
        target={
          <Button look="quiet" icon={IconDownload} busy={busy}>
            {t("export.menu")}
          </Button>
        }
      >
        {({ Item, Label }) => (
          <>
            <Label>{total === undefined ? t("export.all") : t("export.rows", { n: total.toLocaleString("en") })}</Label>
            {formats.map((format) => (
              <Item key={format} disabled={total === 0} onClick={() => void run(format)}>
                {t(`export.${format}`)}
              </Item>
            ))}
          </>
        )}
      </Menu>
    </>
  );
}
