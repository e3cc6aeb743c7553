/** What device records have of their own: the page, the form by groups, and how much is missing for each market in the list. */
import type { Label } from "@lotline/schema";
import type { Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { RefCell } from "../../shared/cells.tsx";

const complete: Label = { en: "complete", zh: "完整" };

const Subtitle = ({ row }: { row: Row }) => <RefCell to="Item" value={row.item} />;

/** What is missing for a market; `standings` of the row are read by the list and the page. */
function missingIn(row: Row, market: string): number | undefined {
  const standings: unknown = row.standings;
  if (!Array.isArray(standings)) return undefined;
  const found: unknown = standings.find((one) => Object(one).market === market);
  const missing: unknown = Object(found).missing;
  return Array.isArray(missing) ? missing.length : undefined;
}

const cellOf = (market: string) =>
  function MissingCell({ row }: { row: Row }) {
    const { say } = useWords();
    const n = missingIn(row, market);
    if (n === undefined) return null;
    return say(n === 0 ? complete : { en: `${n} missing`, zh: `缺 ${n} 项` });
  };

export const deviceRecordFeature: RecordFeature = {
  layout: () => import("./DeviceLayout.tsx"),
  form: () => import("./DeviceForm.tsx"),
  select: "standings { market status outcome missing { field name label { en zh } } reasons { en zh } } touched { field by }",
  listSelect: "standings { market missing { field } }",
  subtitle: Subtitle,
  columns: [
    { id: "missingCn", width: 110, cell: cellOf("CN") },
    { id: "missingUs", width: 110, cell: cellOf("US") },
    { id: "missingEu", width: 110, cell: cellOf("EU") },
  ],
};
