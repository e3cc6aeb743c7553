/** Where a quantity is, as one strip with its legend; what is unaccounted for is red at any width. */
import { Link } from "@tanstack/react-router";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { shareOf } from "./amounts.ts";
import { foldSmall, layOut, type Segment } from "./segments.ts";
import css from "./strip.module.css";
import { partsOf, type Totals } from "./totals.ts";

interface Props {
  segments: readonly Segment[];
  unit: string | undefined;
  /** Labels are codes. */
  coded?: boolean;
}

const most = 10;

export function Strip({ segments, unit, coded = false }: Props) {
  const { t } = useWords();
  const shown = foldSmall(segments, most, (n) => t("strip.others", { n }));
  return (
    <div className={css.strip}>
      <svg className={css.bar} width="100%" height={8} aria-hidden preserveAspectRatio="none" viewBox="0 0 100 8">
        {layOut(shown).map((segment) => (
          <rect
            key={segment.key}
            className={css.segment}
            data-kind={segment.kind}
            x={segment.start}
            y={0}
            width={Math.max(0.15, segment.width - 0.15)}
            height={8}
          />
        ))}
      </svg>
      <ul className={css.legend}>
        {shown.map((segment) => (
          <li key={segment.key} data-kind={segment.kind}>
            <span className={css.swatch} data-kind={segment.kind} aria-hidden />
            <span className={css.name}>
              {segment.to ? <Link to={segment.to}>{coded ? <Code>{segment.label}</Code> : segment.label}</Link> : segment.label}
            </span>
            <b className={css.figure}>
              <Quantity value={segment.quantity} unit={unit} />
            </b>
            {segment.note && <span className={css.note}>{segment.note}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The parts of a balance by what became of them. */
export function BalanceStrip({ totals, unit }: { totals: Totals; unit: string | undefined }) {
  const { t } = useWords();
  return (
    <Strip
      unit={unit}
      segments={partsOf(totals).map(({ key, quantity }) => ({ key, kind: key, label: t(`strip.${key}`), quantity }))}
    />
  );
}

/** Whether it adds up, in words. */
export function BalanceVerdict({ totals, unit = "" }: { totals: Totals; unit: string | undefined }) {
  const { t } = useWords();
  const off = partsOf(totals).find(({ key }) => key === "unaccounted");
  return off ? (
    <span className={css.off}>
      <StatusGlyph name="triangleAlert" tone="no" size={13} />{" "}
      {t("strip.unbalanced", { n: off.quantity, unit, share: shareOf(off.quantity, totals.made) })}
    </span>
  ) : (
    <span className={css.verdict}>
      <StatusGlyph name="tick" tone="ok" size={13} /> {t("strip.balanced")}
    </span>
  );
}
