/** In the place of the readings of a skipped lot: the rule that skipped it, and the draw as anybody can make it again. */
import type { Row } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import kit from "../../../kit/record/record.module.css";
import { RefCell } from "../../shared/cells.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import { drawOf } from "./skip-draw.ts";

export function SkippedLot({ row }: { row: Row }) {
  const { t } = useWords("sampling");
  const draw = drawOf(row.skipDraw);
  return (
    <div className={kit.groups}>
      <Group title={t("smp.skipped")} note={t("smp.skippedNote")}>
        <Line label={t("smp.skipRule")}>
          <RefCell to="Rule" value={row.skipRule} nameless />
          {draw && ` · ${t("smp.skipTerms", { of: draw.oneOf, lots: draw.lots })}`}
        </Line>
        {draw && (
          <>
            <Line label={t("smp.skipDraw")}>{t("smp.skipDrawn", { ...draw, of: draw.oneOf })}</Line>
            <Line label={t("smp.skipSeed")}>
              <Code>{draw.seed}</Code>
            </Line>
            <Line label={t("smp.skipPair")}>
              <RefCell
                to="SamplingState"
                value={{ id: draw.pair, number: draw.pair, title: { en: draw.pair, zh: draw.pair } }}
                nameless
              />
            </Line>
          </>
        )}
      </Group>
    </div>
  );
}
