import { choice, code, defineRecord, ref, text } from "../kit/index.ts";
import { locationType } from "../master/index.ts";

/** The box in which serial numbers of a serial-tracked item are named, wherever its stock moves. */
export const serialsField = text(
  { en: "Serial numbers", zh: "序列号" },
  {
    optional: true,
    max: 20_000,
    multiline: true,
    help: {
      en: "Of serial-tracked items only: a range such as MB2606-001…070, or a list.",
      zh: "仅用于按序列号管理的物料：区间（如 MB2606-001…070）或清单。",
    },
  },
);

/** One unit of a serial-tracked item. Its number is unique within its item and never changes; where it is follows from movements. */
export const serial = defineRecord({
  name: "Serial",
  area: "inventory",
  // Item and serial number together: FG-IP20:IP26070033.
  number: "effect",
  label: { en: "Serial number", zh: "序列号" },
  plural: { en: "Serial numbers", zh: "序列号" },
  title: ["serialNumber"],
  site: true,
  fields: {
    serialNumber: code({ en: "Serial number", zh: "序列号" }, { system: true, fixed: true }),
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, fixed: true }),
    // The lot it came with; where that is split, the part it went with.
    lot: ref({ en: "Lot", zh: "批" }, "Lot", { system: true }),
    whereabouts: choice({ en: "Where it is", zh: "所在" }, locationType, { system: true, unsigned: true }),
    location: ref({ en: "Location", zh: "库位" }, "Location", { system: true, unsigned: true }),
    customer: ref({ en: "Customer", zh: "客户" }, "Customer", { system: true, optional: true, unsigned: true }),
  },
  read: "lot.read",
  list: {
    columns: ["number", "lot", "whereabouts", "location", "customer", "createdAt"],
    sort: "-createdAt",
    sorts: ["lot"],
    search: ["serialNumber", "number"],
  },
  retention: "device",
});
