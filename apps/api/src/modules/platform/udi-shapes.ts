import { deviceMarket, registry } from "@lotline/schema";
import { isObject } from "./rule-checks.ts";

const { deviceClass } = registry.Item.fields;
const { fields } = registry.DeviceRecord;
const outcomes: readonly unknown[] = ["ok", "warn", "block"];

const isDay = (value: unknown): boolean =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
const isMarket = (value: unknown): boolean => typeof value === "string" && Object.hasOwn(deviceMarket.values, value);
const isClass = (value: unknown): boolean => typeof value === "string" && Object.hasOwn(deviceClass.of.values, value);

/** Lists of devices that rules may name: those of a record, IVDs, and what the EU market had before. */
const lists: readonly unknown[] = [...Object.keys(fields.udiList.of.values), "ivd", "before", null];

const markets = Object.keys(deviceMarket.values);

/** The rules about publishing UDI data and about new DIs, and what their contents must look like. */
export const udiShapes = {
  "udi-applicability": {
    fits: (content: unknown) =>
      isObject(content) &&
      isMarket(content.market) &&
      Array.isArray(content.classes) &&
      content.classes.length > 0 &&
      content.classes.every(isClass) &&
      lists.includes(content.list) &&
      isDay(content.madeFrom) &&
      typeof content.draft === "boolean",
    shape:
      '{"market": "CN", "classes": ["III"], "list": null, "madeFrom": "2022-06-01", "draft": false}; list: null, "first", "third", "ivd" or "before"',
  },
  "udi-publication": {
    fits: (content: unknown) =>
      isObject(content) && ["draft", "submitted", "changed"].every((status) => outcomes.includes(content[status])),
    shape: '{"draft": "block", "submitted": "warn", "changed": "block"}, each ok, warn or block',
    keys: {
      known: markets,
      code: "market",
      text: {
        en: `The key of this rule is a market: ${markets.join(", ")}.`,
        zh: `该规则的键为市场：${markets.join("、")}。`,
      },
    },
  },
  "di-trigger": {
    fits: (content: unknown) =>
      isObject(content) &&
      Array.isArray(content.fields) &&
      content.fields.length > 0 &&
      content.fields.every((name) => typeof name === "string" && Object.hasOwn(fields, name)),
    shape: '{"fields": ["modelSpec", "unitsOfUse"]}, fields of a device record',
    keys: {
      known: markets,
      code: "market",
      text: {
        en: `The key of this rule is who asks: ${markets.join(", ")}.`,
        zh: `该规则的键为提出要求的一方：${markets.join("、")}。`,
      },
    },
  },
} as const;
