import { choice, defineRecord, enumeration, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

/** Who sees a row of a table that has this column; row-level security in the database decides by it. */
export const audience = enumeration("Audience", {
  private: { en: "Only me", zh: "仅自己" },
  role: { en: "One role", zh: "某一角色" },
  everyone: { en: "Everyone", zh: "所有人" },
});

const shownTo = { en: "Shown to", zh: "可见范围" };
const sharedAudience = enumeration("SharedAudience", { role: audience.values.role, everyone: audience.values.everyone });

/**
 * A view of a list under a name: the text that the address holds. Private when it is saved; a holder of the permit shows it to
 * a role or to everyone, and QA may lock it, so that a controlled view stays as it was agreed.
 */
export const savedView = defineRecord({
  name: "SavedView",
  area: "platform",
  number: "V-{seq:5}",
  label: { en: "Saved view", zh: "已存视图" },
  plural: { en: "Saved views", zh: "已存视图" },
  title: ["nameEn", "nameZh"],
  fields: {
    recordType: text({ en: "List", zh: "列表" }, { max: 60, fixed: true }),
    nameEn: text({ en: "Name (English)", zh: "名称（英文）" }, { max: 60 }),
    nameZh: text({ en: "Name (Chinese)", zh: "名称（中文）" }, { max: 60 }),
    // The record's own view is the empty address.
    address: text({ en: "View", zh: "视图" }, { max: 4000, optional: true }),
    audience: choice(shownTo, audience, { system: true }),
    audienceRole: choice({ en: "Role", zh: "角色" }, role, { system: true, optional: true }),
    shippedAs: text({ en: "Shipped as", zh: "随产品提供" }, { max: 60, system: true, fixed: true, optional: true, unique: true }),
  },
  states: {
    open: { en: "In use", zh: "使用中" },
    locked: { en: "Locked", zh: "已锁定" },
    voided: { en: "Voided", zh: "已作废" },
  },
  initial: "open",
  actions: {
    share: {
      label: { en: "Share", zh: "共享" },
      from: ["open"],
      permit: "view.share",
      input: {
        fields: {
          audience: choice({ en: "Show to", zh: "共享给" }, sharedAudience),
          role: choice({ en: "Role", zh: "角色" }, role, { optional: true }),
        },
      },
    },
    keepPrivate: { label: { en: "Make private", zh: "取消共享" }, from: ["open"], permit: "view.share" },
    lock: { label: { en: "Lock", zh: "锁定" }, from: ["open"], to: "locked", permit: "view.lock" },
    unlock: { label: { en: "Unlock", zh: "解锁" }, from: ["locked"], to: "open", permit: "view.lock", reason: true },
    void: { label: { en: "Delete", zh: "删除" }, from: ["open"], to: "voided", permit: "view.save" },
  },
  read: "view.read",
  create: { permit: "view.save" },
  edit: { permit: "view.save", in: ["open"] },
  list: {
    columns: ["number", "recordType", "nameEn", "nameZh", "audience", "audienceRole", "createdAt", "state"],
    sort: "number",
    search: ["nameEn", "nameZh"],
  },
  retention: "permanent",
});

/** The view that a list opens with: a person's own choice, or that for a role. No view means the record's own. */
export const defaultView = defineRecord({
  name: "DefaultView",
  area: "platform",
  number: "DV-{seq:5}",
  label: { en: "Default view", zh: "默认视图" },
  plural: { en: "Default views", zh: "默认视图" },
  fields: {
    recordType: text({ en: "List", zh: "列表" }, { max: 60, fixed: true }),
    view: ref({ en: "View", zh: "视图" }, "SavedView", { optional: true }),
    audience: choice(shownTo, audience, { fixed: true }),
    audienceRole: choice({ en: "Role", zh: "角色" }, role, { fixed: true, optional: true }),
    // One for each list and person, role or everyone.
    slot: text({ en: "Place", zh: "位置" }, { max: 120, system: true, fixed: true, unique: true }),
  },
  read: "view.read",
  create: { permit: "view.save" },
  edit: { permit: "view.save" },
  list: {
    columns: ["number", "recordType", "view", "audience", "audienceRole", "createdAt"],
    sort: "number",
    search: ["recordType"],
  },
  retention: "permanent",
});
