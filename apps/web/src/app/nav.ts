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
  IconSettings,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useMemo } from "react";
import type { Place } from "../desk/types.ts";
import { type AreaKey, featurePages } from "../features/index.ts";
import { useWords } from "../kit/lang.tsx";
import { listPath } from "../kit/path.ts";
import { useSession } from "../kit/session.tsx";

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
  /** Its first page, reached from the person's menu, leads to the others: it stands in no rail and shows no second level. */
  readonly hub?: boolean;
}

const records = (...names: RecordName[]): NavPage[] =>
  names.map((record) => ({ permit: registry[record].read, to: listPath(record), label: registry[record].plural }));

const pagesOf = (area: AreaKey): NavPage[] =>
  featurePages.filter((page) => page.area === area).map(({ to, label, permit }) => ({ to, label, permit }));

/** Every area with its pages. */
export const navAreas: readonly NavArea[] = [
  {
    key: "review",
    word: "nav.review",
    icon: IconCheckbox,
    pages: [...pagesOf("review"), ...records("Delegation", "Absence")],
  },
  {
    key: "operate",
    word: "nav.operate",
    icon: IconBuildingFactory2,
    line: true,
    pages: [
      ...pagesOf("operate"),
      ...records(
        "Requisition",
        "PurchaseOrder",
        "ExpectedDelivery",
        "Receipt",
        "Inspection",
        "Lot",
        "WorkOrder",
        "LabelJob",
        "SalesOrder",
        "Shipment",
      ),
    ],
  },
  {
    key: "quality",
    word: "nav.quality",
    icon: IconShieldCheck,
    pages: [
      ...records("Nonconformity", "Deviation", "Retest", "Hold", "SamplingState", "Qualification", "Skill"),
      ...pagesOf("quality"),
      ...records("LegalHold", "RetentionDecision", "InspectionCopy"),
    ],
  },
  {
    key: "trace",
    word: "nav.trace",
    icon: IconGitFork,
    pages: [...pagesOf("trace"), ...records("Serial", "StockCount", "OpeningStock", "RetainedSample")],
  },
  {
    key: "data",
    word: "nav.data",
    icon: IconDatabase,
    pages: [
      ...records(
        "Item",
        "ItemRevision",
        "Bom",
        "DeviceRecord",
        "InspectionPlan",
        "ItemLabel",
        "LabelTemplate",
        "Equipment",
        "DefectCode",
        "Supplier",
        "SupplierItem",
        "Licence",
        "Customer",
        "Location",
        "Unit",
        "UnitConversion",
        "MasterChange",
      ),
      ...pagesOf("data"),
    ],
  },
  { key: "insight", word: "nav.insight", icon: IconChartDots, pages: pagesOf("insight") },
  {
    key: "admin",
    word: "admin.title",
    icon: IconSettings,
    hub: true,
    pages: [
      ...pagesOf("admin"),
      ...records("Person", "RoleGrant", "IdentityLink", "AccessReview", "EmergencyAccess", "InspectorAccess", "Terminal", "Rule"),
      ...records("Site", "SystemAlert", "MaintenanceRun", "MailMessage", "SigningKey"),
      { to: "/sessions", label: { en: "Sessions and failed sign-ins", zh: "会话与登录失败" }, permit: "session.end" },
    ],
  },
];

/** The letter after G that goes to a page; a test finds two of the same. */
export const goLetters: Readonly<Record<string, string>> = {
  "/": "h",
  "/review": "q",
  "/todo": "y",
  "/purchase-order": "p",
  "/receipt": "r",
  "/inspection": "i",
  "/lot": "l",
  "/work-order": "w",
  "/sales-order": "s",
  "/shipment": "d",
  "/nonconformity": "n",
  "/deviation": "v",
  "/hold": "b",
  "/trace": "t",
  "/item": "m",
  "/supplier": "u",
  "/customer": "c",
  "/location": "o",
  "/person": "e",
};

/** Every page that the person may open, for the palette and for the keys that lead there. */
export function usePlaces(): readonly Place[] {
  const { t, lang } = useWords();
  const areas = useNavAreas();
  return useMemo(() => {
    const other = lang === "zh" ? "en" : "zh";
    const own = (to: `/${string}`, word: PlainWord): Place => ({
      to,
      label: t(word),
      also: [],
      area: t("app.name"),
      ...goOf(to),
    });
    const pages = areas.flatMap(({ word, pages: of }) =>
      of.map(({ to, label }): Place => ({ to, label: label[lang], also: [label[other]], area: t(word), ...goOf(to) })),
    );
    return [own("/", "nav.home"), ...pages, own("/help", "nav.help")];
  }, [areas, t, lang]);
}

const goOf = (to: string) => (goLetters[to] ? { go: goLetters[to] } : {});

/** The areas with a page that the person may read; all but a hub stand in the rail, besides Home. */
export function useNavAreas(): readonly NavArea[] {
  const { permits } = useSession().session;
  return useMemo(
    () =>
      navAreas
        .map((area) => ({ ...area, pages: area.pages.filter(({ permit }) => permit === undefined || permits.has(permit)) }))
        .filter((area) => area.pages.length > 0),
    [permits],
  );
}

/** Where an address belongs: to the page whose own address is the longest beginning of it. */
export function placeOf(areas: readonly NavArea[], path: string): { area?: NavArea; page?: NavPage } {
  const places = areas.flatMap((area) => area.pages.map((page) => ({ area, page })));
  const within = places.filter(({ page: { to } }) => path === to || path.startsWith(`${to}/`));
  return within.sort((a, b) => b.page.to.length - a.page.to.length)[0] ?? {};
}
