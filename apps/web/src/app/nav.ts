/** Navigation by job, at most seven entries; an entry is shown once it has a page. */
import { type Label, type RecordName, registry } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import {
  IconBuildingFactory2,
  IconChartDots,
  IconCheckbox,
  IconDatabase,
  IconGitFork,
  type IconHome,
  IconShieldCheck,
} from "@tabler/icons-react";
import { type AreaKey, featurePages } from "../features/index.ts";
import { listPath } from "../kit/path.ts";
import { useMay } from "../kit/session.tsx";

export interface NavPage {
  readonly to: `/${string}`;
  readonly label: Label;
  /** What a person's roles must include to see it. */
  readonly permit: string | undefined;
}

export interface NavArea {
  readonly key: AreaKey;
  readonly word: PlainWord;
  readonly icon: typeof IconHome;
  readonly pages: readonly NavPage[];
  /** The pages follow each other like stations of the road. */
  readonly line?: boolean;
}

const records = (...names: RecordName[]): NavPage[] =>
  names.map((record) => ({ permit: registry[record].read, to: listPath(record), label: registry[record].plural }));

const pagesOf = (area: AreaKey): NavPage[] =>
  featurePages.filter((page) => page.area === area).map(({ to, label, permit }) => ({ to, label, permit }));

const all: readonly NavArea[] = [
  { key: "review", word: "nav.review", icon: IconCheckbox, pages: pagesOf("review") },
  {
    key: "operate",
    word: "nav.operate",
    icon: IconBuildingFactory2,
    line: true,
    pages: [
      ...pagesOf("operate"),
      ...records("PurchaseOrder", "Receipt", "Inspection", "Lot", "WorkOrder", "SalesOrder", "Shipment"),
    ],
  },
  {
    key: "quality",
    word: "nav.quality",
    icon: IconShieldCheck,
    pages: [...pagesOf("quality"), ...records("Nonconformity", "Hold")],
  },
  { key: "trace", word: "nav.trace", icon: IconGitFork, pages: pagesOf("trace") },
  {
    key: "data",
    word: "nav.data",
    icon: IconDatabase,
    pages: [
      ...pagesOf("data"),
      ...records(
        "Item",
        "ItemRevision",
        "Bom",
        "InspectionPlan",
        "Supplier",
        "SupplierItem",
        "Licence",
        "Customer",
        "Location",
        "Unit",
        "Site",
      ),
      ...records("Person", "RoleGrant", "Rule"),
    ],
  },
  { key: "insight", word: "nav.insight", icon: IconChartDots, pages: pagesOf("insight") },
];

/** The entries of the rail besides Home: areas with a page that the person may read. */
export function useNavAreas(): readonly NavArea[] {
  const may = useMay();
  return all
    .map((area) => ({ ...area, pages: area.pages.filter(({ permit }) => permit === undefined || may(permit)) }))
    .filter((area) => area.pages.length > 0);
}

/** Where an address belongs. */
export function placeOf(areas: readonly NavArea[], path: string): { area?: NavArea; page?: NavPage } {
  for (const area of areas) {
    const page = area.pages.find(({ to }) => path === to || path.startsWith(`${to}/`));
    if (page) return { area, page };
  }
  return {};
}
