/** What stock counts have of their own: the sheet that is counted on, and reviewed line by line. */

import { rowsOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { lotCellSelect } from "../../shared/cells.tsx";
import { differing } from "./sheet.ts";

export const stockCountFeature: RecordFeature = {
  layout: () => import("./StockCountLayout.tsx"),
  select: `lines { id lot { ${lotCellSelect} item { id serialTracked } } }`,
  // Whoever reviews says something of each difference; what, is theirs to say.
  begins: (row, action) => {
    const open = differing(rowsOf(row.lines)).map((line) => ({ line }));
    return action === "approve" ? { reasons: open } : action === "recount" ? { lines: open } : undefined;
  },
};
