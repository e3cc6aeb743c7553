/** Whether a device may be shipped as far as its UDI data are published, by dated rules of each market (REQ-TRC-09). Pure. */
import type { Label } from "../kit/label.ts";
import { label } from "../kit/label.ts";
import type { UdiApplicability, UdiPublication } from "../platform/index.ts";
import { deviceMarket, publication } from "./device-record.ts";

export type PublicationStatus = keyof typeof publication.values;

export interface PublicationQuestion {
  readonly market: keyof typeof deviceMarket.values;
  /** Class of the home country; null for what is no device. */
  readonly deviceClass: "I" | "II" | "III" | null;
  /** The list that the device is on: in China `first`, `third` or `ivd`, in the EU `before`; null for none. */
  readonly list: string | null;
  /** Day of manufacture; where the market counts the day of sale, that. */
  readonly madeOn: string;
  /** Null where there is no device record at all. */
  readonly status: PublicationStatus | null;
}

/** The rules in force, by their keys. */
export interface PublicationRules {
  readonly applicability: ReadonlyMap<string, UdiApplicability>;
  readonly publication: ReadonlyMap<string, UdiPublication>;
}

export interface PublicationVerdict {
  readonly outcome: "ok" | "warn" | "block";
  readonly reasons: readonly { readonly code: string; readonly text: Label }[];
}

const verdict = (outcome: PublicationVerdict["outcome"], code: string, en: string, zh: string): PublicationVerdict => ({
  outcome,
  reasons: [{ code, text: label(en, zh) }],
});

/** The rule that decides about a device: one that names its list goes before one that names none. */
function ruleFor(
  { market, deviceClass, list }: PublicationQuestion,
  rules: PublicationRules,
): [string, UdiApplicability] | undefined {
  const about = [...rules.applicability].filter(([, rule]) => rule.market === market && rule.classes.includes(deviceClass ?? ""));
  const named = about.filter(([, rule]) => rule.list !== null && rule.list === list);
  const open = about.filter(([, rule]) => rule.list === null);
  // Of several the earliest asks first.
  return (named.length > 0 ? named : open).sort(([, a], [, b]) => (a.madeFrom < b.madeFrom ? -1 : 1))[0];
}

/** May it be shipped to this market, as far as its UDI data go? With the reason, also where the answer is yes. */
export function publicationCheck(asked: PublicationQuestion, rules: PublicationRules): PublicationVerdict {
  const market = deviceMarket.values[asked.market];
  if (asked.deviceClass === null) return verdict("ok", "NOT_A_DEVICE", "It is no medical device.", "不属于医疗器械。");
  const found = ruleFor(asked, rules);
  if (!found)
    return verdict("ok", "UDI_NO_RULE", `No rule asks for a UDI in ${market.en}.`, `${market.zh}：没有要求 UDI 的规则。`);
  const [key, rule] = found;
  if (asked.madeOn < rule.madeFrom)
    return verdict(
      "ok",
      "UDI_NOT_YET",
      `${market.en}: a published UDI is asked from ${rule.madeFrom} on (${key}${rule.draft ? ", draft" : ""}).`,
      `${market.zh}：自 ${rule.madeFrom} 起要求已发布的 UDI（${key}${rule.draft ? "，征求意见稿" : ""}）。`,
    );
  if (asked.status === "published") return verdict("ok", "UDI_PUBLISHED", `${market.en}: published.`, `${market.zh}：已发布。`);
  const words = publication.values[asked.status ?? "draft"];
  const policy = rules.publication.get(asked.market);
  // Without a policy nothing is let through unseen.
  const outcome = policy ? policy[asked.status ?? "draft"] : "block";
  return verdict(
    rule.draft && outcome === "block" ? "warn" : outcome,
    "UDI_NOT_PUBLISHED",
    `${market.en}: the data of the DI are “${words.en.toLowerCase()}”; made from ${rule.madeFrom} on they must be published (${key}${rule.draft ? ", draft" : ""}).`,
    `${market.zh}：产品标识数据状态为“${words.zh}”；${rule.madeFrom} 起生产的须已发布（${key}${rule.draft ? "，征求意见稿" : ""}）。`,
  );
}
