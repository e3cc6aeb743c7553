/** What the characteristics are measured with: one choice for each type, kept until it is changed; what may not be used says why. */
import { registry } from "@lotline/schema";
import { useState } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { useSession } from "../../../kit/session.tsx";
import css from "./inspection.module.css";
import type { InspectionRow, Instrument } from "./inspection-row.ts";

const labels: Readonly<Record<string, { en: string; zh: string }>> = registry.Equipment.fields.type.of.values;

export interface Chosen {
  /** The types that the plan measures with, in its order. */
  readonly types: readonly string[];
  readonly ofType: (type: string) => Instrument | undefined;
  /** Of a characteristic: the one chosen for its column, else that of its type. */
  readonly of: (position: number) => Instrument | undefined;
  readonly choose: (type: string, id: string) => void;
  /** For the readings that follow in one column. */
  readonly chooseColumn: (position: number, id: string) => void;
}

const keyOf = (personId: string, type: string) => `lotline.instrument.${personId}.${type}`;

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** The instrument of each type: the one this person took last, else the only one that may be used. */
export function useInstruments(row: InspectionRow): Chosen {
  const { personId } = useSession().session;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [columns, setColumns] = useState<Readonly<Record<number, string>>>({});
  const types = [...new Set(row.characteristics.flatMap(({ instrument }) => instrument ?? []))];
  const usable = (type: string) => row.instruments.filter((one) => one.type === type && one.reasons.length === 0);
  const ofType = (type: string) => {
    const among = usable(type);
    const wanted = chosen[type] ?? kept(keyOf(personId, type));
    return among.find(({ id }) => id === wanted) ?? (among.length === 1 ? among[0] : undefined);
  };
  const choose = (type: string, id: string) => {
    // Chosen for all of its type, it takes the place of what single columns had.
    setColumns({});
    setChosen((before) => ({ ...before, [type]: id }));
    try {
      localStorage.setItem(keyOf(personId, type), id);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  const of = (position: number) => {
    const type = row.characteristics.find((one) => one.position === position)?.instrument;
    if (!type) return undefined;
    return usable(type).find(({ id }) => id === columns[position]) ?? ofType(type);
  };
  const chooseColumn = (position: number, id: string) => setColumns((before) => ({ ...before, [position]: id }));
  return { types, ofType, of, choose, chooseColumn };
}

export function Instruments({ row, chosen }: { row: InspectionRow; chosen: Chosen }) {
  const { t, say } = useWords("inspect");
  if (chosen.types.length === 0) return null;
  return (
    <div className={css.instruments}>
      {chosen.types.map((type) => {
        const known = row.instruments.filter((one) => one.type === type);
        const name = labels[type] ? say(labels[type]) : type;
        return (
          <div key={type} role="radiogroup" aria-label={`${t("grid.instruments")}: ${name}`} className={css.instrumentType}>
            <span className={css.typeName}>{name}</span>
            {known.length === 0 && <span className={css.problem}>{t("grid.noneKnown")}</span>}
            {known.map((one) => (
              <Choice key={one.id} instrument={one} type={type} chosen={chosen} />
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Choice({ instrument, type, chosen }: { instrument: Instrument; type: string; chosen: Chosen }) {
  const { t, say } = useWords("inspect");
  const { id, number, dueOn, reasons } = instrument;
  const isTaken = chosen.ofType(type)?.id === id;
  if (reasons.length > 0)
    return (
      <span role="radio" aria-checked={false} aria-disabled className={css.barred} title={say(instrument.title)}>
        <StatusGlyph name="squareSlash" tone="no" size={12} />
        <Code>{number}</Code>
        <span className={css.why}>
          {reasons.map(({ text }) => say(text).replace(`${number}: `, "").replace(`${number}：`, "")).join(" ")}
        </span>
      </span>
    );
  return (
    <label className={css.instrument} data-taken={isTaken || undefined} title={say(instrument.title)}>
      <input type="radio" name={`instrument-${type}`} checked={isTaken} onChange={() => chosen.choose(type, id)} />
      <Code>{number}</Code>
      {dueOn && <span className={css.due}>{t("grid.dueTo", { date: dueOn })}</span>}
    </label>
  );
}
