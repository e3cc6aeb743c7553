/** Where the printed labels went, with the difference as it is typed; 0 is what closing asks for. */
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import field from "../../kit/field/field.module.css";
import { formatDecimal } from "../../kit/format.ts";
import { useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Progress } from "../../kit/record/DialogParts.tsx";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useAct } from "../../kit/record/useAct.ts";
import { FailureText } from "../../kit/states.tsx";
import { type CountName, countNames, differenceOf, labelsOf } from "./count.ts";
import css from "./label.module.css";

export function CountPanel({ row, again }: { readonly row: LoadedRecord; readonly again: () => void }) {
  const { t, say } = useWords("label");
  const id = useId();
  const tell = useTell();
  const act = useAct("LabelJob", row, "reconcile");
  const [typed, setTyped] = useState<Partial<Record<CountName, string>>>({});
  const textFor = (name: CountName): string => typed[name] ?? (row[name] === null ? "" : String(row[name] ?? ""));
  const values = Object.fromEntries(countNames.map((name) => [name, textFor(name)])) as Record<CountName, string>;
  const difference = differenceOf(Number(row.printed ?? 0), values);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (act.busy || difference === undefined) return;
    const input = Object.fromEntries(countNames.map((name) => [name, Number(values[name].trim() || "0")]));
    if (!(await act.send({ input }))) return;
    tell(t("lbl.counted"));
    setTyped({});
    again();
  };
  return (
    <form className={css.panel} onSubmit={submit} noValidate aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{t("lbl.count")}</h2>
        <span>{t("lbl.countNote")}</span>
      </div>
      <div className={css.boxes}>
        <div className={css.difference}>
          {t("lbl.printedTotal")}
          <b>{formatDecimal(String(Number(row.printed ?? 0)))}</b>
        </div>
        {countNames.map((name) => (
          <div key={name} className={css.number}>
            <label htmlFor={`${id}-${name}`} className={field.label}>
              {say(labelsOf[name])}
            </label>
            <div className={field.box}>
              <input
                id={`${id}-${name}`}
                className={field.input}
                data-right
                inputMode="numeric"
                autoComplete="off"
                maxLength={7}
                value={values[name]}
                onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
              />
            </div>
          </div>
        ))}
        <div className={css.difference} role="status">
          {t("lbl.difference")}
          <b className={difference === 0 ? undefined : css.no}>
            {difference === undefined ? t("word.empty") : formatDecimal(String(difference))}
          </b>
        </div>
        <Button type="submit" busy={act.busy} disabled={difference === undefined}>
          {act.unknown ? t("do.check") : t("lbl.saveCount")}
        </Button>
      </div>
      <p className={css.hint}>
        <Verdict difference={difference} />
      </p>
      {act.failure && <FailureText failure={act.failure} />}
      <Progress act={act} label={t("lbl.count")} />
    </form>
  );
}

function Verdict({ difference }: { difference: number | undefined }) {
  const { t } = useWords("label");
  if (difference === undefined) return null;
  if (difference === 0)
    return (
      <>
        <StatusGlyph name="tick" tone="ok" size={13} /> {t("lbl.even")}
      </>
    );
  const n = formatDecimal(String(Math.abs(difference)));
  return (
    <span className={css.no}>
      <StatusGlyph name="cross" tone="no" size={13} /> {t(difference > 0 ? "lbl.missing" : "lbl.tooMany", { n })}
    </span>
  );
}
