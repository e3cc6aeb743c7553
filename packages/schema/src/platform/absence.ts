import { date, defineRecord, ref, text } from "../kit/index.ts";

/** The days on which somebody is away: shown beside the name, and told where only that person could do what waits. */
export const absence = defineRecord({
  name: "Absence",
  area: "platform",
  number: "AB-{yy}-{seq:3}",
  label: { en: "Absence", zh: "离岗" },
  plural: { en: "Absences", zh: "离岗" },
  fields: {
    person: ref({ en: "Person", zh: "人员" }, "Person", { fixed: true }),
    validFrom: date({ en: "From", zh: "起始日期" }),
    validTo: date({ en: "Last day", zh: "截止日期" }),
    note: text({ en: "Note", zh: "说明" }, { optional: true, max: 200 }),
  },
  states: { planned: { en: "Planned", zh: "已登记" }, cancelled: { en: "Cancelled", zh: "已取消" } },
  initial: "planned",
  actions: {
    cancel: { label: { en: "Cancel", zh: "取消" }, from: ["planned"], to: "cancelled", permit: "absence.plan", reason: true },
  },
  read: "absence.read",
  create: { permit: "absence.plan" },
  edit: { permit: "absence.plan", in: ["planned"] },
  list: {
    columns: ["number", "person", "validFrom", "validTo", "note", "state"],
    sort: "-validFrom",
    sorts: ["validFrom"],
    search: ["number"],
  },
  retention: "permanent",
});
