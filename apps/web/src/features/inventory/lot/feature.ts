/** What lots have of their own: page, hold tags, and two columns of the list. */
import type { RecordFeature } from "../../../kit/feature.tsx";
import { LotSubtitle, OnHand, WhyBlocked } from "./cells.tsx";
import { holdsOf, lotListSelect, lotSelect, whyOf } from "./lot-row.ts";

export const lotFeature: RecordFeature = {
  layout: () => import("./LotLayout.tsx"),
  select: lotSelect,
  listSelect: lotListSelect,
  holds: holdsOf,
  why: whyOf,
  peek: [{ id: "balance", label: { en: "Balance", zh: "平衡" }, view: () => import("./LotBalance.tsx") }],
  subtitle: LotSubtitle,
  columns: [
    { id: "blocked", width: 280, cell: WhyBlocked },
    { id: "onHand", width: 120, cell: OnHand },
  ],
};
