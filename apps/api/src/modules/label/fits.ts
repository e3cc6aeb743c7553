/** Whether a template fits the item whose label it is: it carries what the item carries, nothing else (REQ-TRC-06, REQ-TRC-07). */
import { because, type Reason, storageRange } from "@lotline/schema";
import { carriers } from "./draw/symbol.ts";
import type { Template } from "./draw/types.ts";
import { engineAgency, type Ground } from "./ground.ts";
import { identifiers, prints } from "./template/check.ts";

/** Why there is no code for this label. */
export function packReasons({ item, label, packs }: Pick<Ground, "item" | "label" | "packs">): Reason[] {
  const [pack, ...others] = packs;
  if (!pack)
    return [
      because(
        "NO_DI",
        `The device record in force of ${item.number} has no DI for the packaging level of ${label.number}.`,
        `${item.number} 现行器械档案中没有 ${label.number} 所属包装层级的产品标识。`,
        "Item",
        item.number,
      ),
    ];
  if (others.length > 0)
    return [
      because(
        "DI_NOT_CLEAR",
        `${item.number} has several packages at this level (${packs.map(({ di }) => di).join(", ")}); ${label.number} must name one.`,
        `${item.number} 在该层级有多个包装（${packs.map(({ di }) => di).join("、")}），${label.number} 须指明其一。`,
        "ItemLabel",
        label.number,
      ),
    ];
  return engineAgency(pack)
    ? []
    : [
        because(
          "AGENCY_NOT_WRITTEN",
          `Codes of ${pack.agency} cannot be written by rule: their grammar is not public.`,
          `${pack.agency} 编码规则未公开，无法按规则生成。`,
          "Item",
          item.number,
        ),
      ];
}

/** One thing that an item asks of its label, or that it must not have. */
interface Demand {
  readonly code: string;
  readonly isBroken: (ground: Ground, template: Template) => boolean;
  readonly en: string;
  readonly zh: string;
}

const isTracked = ({ item }: Ground): boolean => item.serialTracked === true;
const hasShelfLife = ({ revision }: Ground): boolean => (revision?.shelfLifeMonths ?? 0) > 0;
const agencyOf = ({ packs }: Ground) => (packs.length === 1 && packs[0] ? engineAgency(packs[0]) : null);

const hasForeignSymbol = ({ parts }: Template, agency: string | null): boolean =>
  parts.some(({ kind, symbol }) => kind === "symbol" && symbol && carriers[symbol].agency !== agency);

function hidesTemperature({ revision }: Ground, template: Template): boolean {
  const range = revision && storageRange(revision);
  const isShown = template.parts.some(({ kind, graphic }) => kind === "graphic" && graphic === "temperature");
  return !!range && (range.min ?? range.max) !== null && !isShown && !prints(template, "storage");
}

const demands: readonly Demand[] = [
  {
    code: "WRONG_AGENCY",
    isBroken: (ground, template) => agencyOf(ground) !== null && hasForeignSymbol(template, agencyOf(ground)),
    en: "a symbol is not one of the agency whose code the item has.",
    zh: "条码类型不属于该物料的发码机构。",
  },
  {
    code: "SERIAL_NOT_CARRIED",
    isBroken: (ground, template) => isTracked(ground) && !template.carriesSerial,
    en: "it is tracked by serial number, and the label does not carry it (21).",
    zh: "按序列号管理，但标签不含序列号（21）。",
  },
  {
    code: "NO_SERIAL",
    isBroken: (ground, template) => !isTracked(ground) && template.carriesSerial,
    en: "it has no serial numbers, and the label carries one (21).",
    zh: "不按序列号管理，但标签含序列号（21）。",
  },
  {
    code: "LOT_NOT_CARRIED",
    isBroken: (ground, template) => !isTracked(ground) && !template.carriesLot,
    en: "it is tracked by lot, and the label does not carry it (10).",
    zh: "按批管理，但标签不含批号（10）。",
  },
  {
    code: "EXPIRY_NOT_CARRIED",
    isBroken: (ground, template) => hasShelfLife(ground) && !template.carriesExpiresOn,
    en: "it has a shelf life, and the label does not carry its expiry (17).",
    zh: "有有效期要求，但标签不含有效期（17）。",
  },
  {
    code: "NO_SHELF_LIFE",
    isBroken: (ground, template) => ground.revision !== null && !hasShelfLife(ground) && template.carriesExpiresOn,
    en: "it has no shelf life, and the label carries an expiry (17).",
    zh: "无有效期要求，但标签含有效期（17）。",
  },
  {
    code: "STORAGE_NOT_PRINTED",
    isBroken: ({ revision }, template) => !!revision?.storage && !prints(template, "storage"),
    en: "its revision has a storage text, and the label does not print it.",
    zh: "物料版本有储存条件，但标签未印。",
  },
  {
    code: "TEMPERATURE_NOT_SHOWN",
    isBroken: hidesTemperature,
    en: "it has limits of temperature, and the label shows neither them nor a storage text.",
    zh: "有温度限制，但标签既未印温度限制也未印储存条件。",
  },
];

/** Why this template cannot be the label of this item. */
export function fitReasons(ground: Ground, template: Template): Reason[] {
  const { number } = ground.item;
  return [
    ...demands
      .filter(({ isBroken }) => isBroken(ground, template))
      .map(({ code, en, zh }) => because(code, `${number}: ${en}`, `${number}：${zh}`, "Item", number)),
    ...registeredReasons(ground, template),
  ];
}

/** The label carries what the databases were told that it carries, no less and no more (udi.md §5). */
function registeredReasons({ item: { number }, pi }: Ground, template: Template): Reason[] {
  if (!pi) return [];
  return identifiers.flatMap(({ flag, ai, en, zh }) => {
    const told = pi[flag];
    if (told === null || (told === "yes") === template[flag]) return [];
    const [said, does] = told === "yes" ? ["carry", "does not"] : ["not carry", "does"];
    return [
      because(
        "DIFFERS_FROM_RECORD",
        `${number}: by its device record labels ${said} ${en} (${ai}); this one ${does}.`,
        `${number}：按器械档案标签${told === "yes" ? "应含" : "不含"}${zh}（${ai}），与本模板不符。`,
        "Item",
        number,
      ),
    ];
  });
}
