/** What terminals have of their own: the page at which a device is bound, and when somebody was there last. */
import { labelOf, type Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";

function Seen({ row }: { row: Row }) {
  const { t, say } = useWords();
  const seen = labelOf(row.lastSeen);
  return (
    <>
      {seen ? say(seen) : t("word.empty")}
      {row.here === true && (
        <>
          {" "}
          <StatusGlyph name="circleTick" tone="ok" /> {t("terminal.here")}
        </>
      )}
    </>
  );
}

export const terminalFeature: RecordFeature = {
  layout: () => import("./TerminalLayout.tsx"),
  select: "here lastSeen { en zh }",
  listSelect: "here lastSeen { en zh }",
  columns: [{ id: "lastSeen", width: 260, cell: Seen }],
};
