/** Whether a template fits the item whose label it is: it carries what the item carries, nothing else (REQ-TRC-06, REQ-TRC-07). */
import { because, type Reason, storageRange } from "@lotline/schema";
import { carriers } from "./draw/symbol.ts";
import type { Template } from "./draw/types.ts";
import { engineAgency, type Ground } from "./ground.ts";
import { prints } from "./template/check.ts";

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

/** Why this template cannot be the label of this item. */
export function fitReasons(ground: Ground, template: Template): Reason[] {
  const { item, revision, packs } = ground;
  const say = (code: string, en: string, zh: string) =>
    because(code, `${item.number}: ${en}`, `${item.number}：${zh}`, "Item", item.number);
  const agency = packs.length === 1 && packs[0] ? engineAgency(packs[0]) : null;
  const foreign = template.parts.some(({ kind, symbol }) => kind === "symbol" && symbol && carriers[symbol].agency !== agency);
  const isTracked = item.serialTracked === true;
  const range = revision && storageRange(revision);
  const showsRange = template.parts.some(({ kind, graphic }) => kind === "graphic" && graphic === "temperature");
  return [
    ...(agency && foreign
      ? [
          say(
            "WRONG_AGENCY",
            `a symbol is not one of ${agency}, whose code the item has.`,
            `条码类型不属于该物料的发码机构 ${agency}。`,
          ),
        ]
      : []),
    ...(isTracked && !template.carriesSerial
      ? [
          say(
            "SERIAL_NOT_CARRIED",
            "it is tracked by serial number, and the label does not carry it (21).",
            "按序列号管理，但标签不含序列号（21）。",
          ),
        ]
      : []),
    ...(!isTracked && template.carriesSerial
      ? [say("NO_SERIAL", "it has no serial numbers, and the label carries one (21).", "不按序列号管理，但标签含序列号（21）。")]
      : []),
    ...(!isTracked && !template.carriesLot
      ? [
          say(
            "LOT_NOT_CARRIED",
            "it is tracked by lot, and the label does not carry it (10).",
            "按批管理，但标签不含批号（10）。",
          ),
        ]
      : []),
    ...(revision?.shelfLifeMonths && !template.carriesExpiresOn
      ? [
          say(
            "EXPIRY_NOT_CARRIED",
            "it has a shelf life, and the label does not carry its expiry (17).",
            "有有效期要求，但标签不含有效期（17）。",
          ),
        ]
      : []),
    ...(revision && !revision.shelfLifeMonths && template.carriesExpiresOn
      ? [
          say(
            "NO_SHELF_LIFE",
            "it has no shelf life, and the label carries an expiry (17).",
            "无有效期要求，但标签含有效期（17）。",
          ),
        ]
      : []),
    ...(revision?.storage && !prints(template, "storage")
      ? [
          say(
            "STORAGE_NOT_PRINTED",
            "its revision has a storage text, and the label does not print it.",
            "物料版本有储存条件，但标签未印。",
          ),
        ]
      : []),
    ...(range && (range.min ?? range.max) !== null && !showsRange && !prints(template, "storage")
      ? [
          say(
            "TEMPERATURE_NOT_SHOWN",
            "it has limits of temperature, and the label shows neither them nor a storage text.",
            "有温度限制，但标签既未印温度限制也未印储存条件。",
          ),
        ]
      : []),
  ];
}
