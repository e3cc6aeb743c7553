/** What stock counts have of their own: the sheet that is counted on, and reviewed. */
import type { RecordFeature } from "../../../kit/feature.tsx";
import { lotCellSelect } from "../../shared/cells.tsx";

export const stockCountFeature: RecordFeature = {
  layout: () => import("./StockCountLayout.tsx"),
  select: `lines { id lot { ${lotCellSelect} item { id serialTracked } } }`,
};
