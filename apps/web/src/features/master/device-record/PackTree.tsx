/** How the device is packed, drawn from the sales unit outwards: each level with its DI, its content and its base units. */
import { type PackLevel, packTree } from "@lotline/schema/device-record";
import { type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import kit from "../../../kit/record/record.module.css";
import css from "./device.module.css";
import { deviceWords } from "./words.ts";

export function PackTree({ row }: { row: Row }) {
  const { say } = useWords();
  const di = textOf(row.primaryDi);
  const rows = rowsOf(row.packages).map((line) => ({
    level: textOf(line.level),
    di: textOf(line.di),
    quantity: Number(line.quantity),
    containedDi: textOf(line.containedDi),
  }));
  const { levels } = packTree(di, rows);
  return (
    <section aria-label={say(deviceWords.tree)}>
      <div className={kit.groupHead}>
        <h2>{say(deviceWords.tree)}</h2>
        <span>{levels.length + 1}</span>
      </div>
      <ul className={css.tree}>
        <li>
          <Node name={say(deviceWords.salesUnit)} di={di} units={1} />
          <Packages of={di} levels={levels} />
        </li>
      </ul>
      {levels.length === 0 && <p className={css.hint}>{say(deviceWords.noPackages)}</p>}
    </section>
  );
}

function Packages({ of, levels }: { of: string; levels: readonly PackLevel[] }) {
  const around = levels.filter(({ containedDi }) => containedDi === of);
  if (around.length === 0) return null;
  return (
    <ul>
      {around.map((level) => (
        <li key={level.di}>
          <Node name={level.level} di={level.di} units={level.baseUnits} content={`${level.quantity} × ${level.containedDi}`} />
          <Packages of={level.di} levels={levels} />
        </li>
      ))}
    </ul>
  );
}

function Node({ name, di, units, content }: { name: string; di: string; units: number; content?: string }) {
  const { say } = useWords();
  return (
    <div className={css.node}>
      <strong>{name}</strong>
      <Code>{di}</Code>
      {content && <span className={css.content}>{content}</span>}
      <span className={css.units}>
        = {units.toLocaleString("en")}
        {say(units === 1 ? deviceWords.unit : deviceWords.units)}
      </span>
    </div>
  );
}
