/** What is pasted, checked before it stands in the cells: nothing is guessed, nothing is lost. */
import { useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { Dialog } from "../../../kit/Dialog.tsx";
import { useWords } from "../../../kit/lang.tsx";
import paste from "../../../kit/paste/paste.module.css";
import type { Characteristic, OfferedDefect } from "./inspection-row.ts";
import { asTyped, mostPastedRows, readPasted, type Unreadable } from "./paste-readings.ts";
import type { Place } from "./sheet.ts";
import { cellsIn, type Typed } from "./typed.ts";

const shown = 50;

interface Props {
  characteristics: readonly Characteristic[];
  codes: readonly OfferedDefect[];
  at: Place;
  text: string;
  onTake: (texts: Typed) => void;
  onClose: () => void;
}

export default function PasteCheck({ characteristics, codes, at, text, onTake, onClose }: Props) {
  const { t } = useWords("inspect");
  const [comma, setComma] = useState(false);
  const block = readPasted(characteristics, at, text, comma, t, codes);
  const good = cellsIn(block.good);
  const refusal =
    block.rows === 0
      ? t("grid.pasteNothing")
      : block.rows > mostPastedRows
        ? t("grid.pasteTooMany", { n: block.rows.toLocaleString("en"), most: mostPastedRows.toLocaleString("en") })
        : undefined;
  const title = t("grid.pasteTitle");
  return (
    <Dialog name={title} onClose={onClose} size={720}>
      <div className={paste.dialog}>
        <h2>{title}</h2>
        {refusal === undefined ? (
          <>
            <p className={paste.counts}>
              {t("grid.pasteSum", {
                rows: block.rows,
                columns: block.columns,
                good,
                wrong: block.wrong.length,
                outside: block.outside,
              })}
            </p>
            {block.notes.length > 0 && (
              <ul className={paste.notes}>
                {block.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            )}
            {block.hasComma && (
              <label>
                <input type="checkbox" checked={comma} onChange={(event) => setComma(event.currentTarget.checked)} />{" "}
                {t("grid.pasteComma")}
              </label>
            )}
            <Wrong wrong={block.wrong} />
          </>
        ) : (
          <p role="alert">{refusal}</p>
        )}
        <div className={paste.buttons}>
          <Button onClick={onClose} look="outline">
            {t("do.cancel")}
          </Button>
          {refusal === undefined && block.wrong.length > 0 && (
            <Button look="outline" onClick={() => onTake({ ...block.good, ...asTyped(block.wrong) })}>
              {t("grid.pasteTakeAll")}
            </Button>
          )}
          {refusal === undefined && (
            <Button look="primary" data-autofocus disabled={good === 0} onClick={() => onTake(block.good)}>
              {t("grid.pasteTake", { n: good })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Each unreadable cell with its place and its reason. */
function Wrong({ wrong }: { wrong: readonly Unreadable[] }) {
  const { t, lang } = useWords("inspect");
  if (wrong.length === 0) return null;
  return (
    <div className={paste.scroll}>
      <table className={paste.table}>
        <tbody>
          {wrong.slice(0, shown).map(({ characteristic, sample, text, why }) => (
            <tr key={`${characteristic.position} ${sample}`}>
              <th scope="row">
                {t("grid.pasteWhere", { name: lang === "zh" ? characteristic.nameZh : characteristic.nameEn, n: sample })}
              </th>
              <td>{text}</td>
              <td>
                <span className={paste.why}>{why}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {wrong.length > shown && <p className={paste.more}>{t("grid.pasteMore", { n: wrong.length - shown })}</p>}
    </div>
  );
}
