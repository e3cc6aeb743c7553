/** Readings in whose place a later one stands: nothing that was read disappears. */
import { useZone } from "../../../kit/clock.tsx";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, OldNew } from "../../../kit/mark/Text.tsx";
import kit from "../../../kit/record/record.module.css";
import css from "./inspection.module.css";
import { type Characteristic, currentReadings } from "./inspection-row.ts";

export function ReplacedReadings({ characteristics }: { characteristics: readonly Characteristic[] }) {
  const { t, say, lang } = useWords("inspect");
  const zone = useZone();
  const replaced = characteristics.flatMap((characteristic) => {
    const current = currentReadings(characteristic);
    return characteristic.readings
      .filter((reading) => reading.replaced)
      .map((reading) => ({ characteristic, reading, now: current.get(reading.sample) }));
  });
  if (replaced.length === 0) return null;
  return (
    <section className={kit.related} aria-label={t("insp.history")}>
      <div className={kit.groupHead}>
        <h2>{t("insp.history")}</h2>
        <span>{replaced.length}</span>
      </div>
      <ul>
        {replaced.map(({ characteristic, reading, now }) => (
          <li key={reading.id} className={css.replaced}>
            <span>
              {t("insp.cell", { name: lang === "zh" ? characteristic.nameZh : characteristic.nameEn, n: reading.sample })}
            </span>
            <OldNew before={reading.value} after={now?.value ?? "–"} />
            <span className={kit.small}>
              {say(reading.by)} <Code>{formatInstant(reading.at, zone)}</Code>
              {" → "}
              {now && say(now.by)} <Code>{now && formatInstant(now.at, zone)}</Code>
              {" · "}
              {t(reading.corrected ? "grid.correction" : "grid.firstRound")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
