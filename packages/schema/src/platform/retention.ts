/** How long records must be kept by law: the table of compliance.md §A.20 as data, approved and cited like every rule. */
import { enumeration } from "../kit/field.ts";
import type { Label } from "../kit/label.ts";

/** Classes of records by how long they are kept; record files name those that have records. */
export const retentionClass = enumeration("RetentionClass", {
  device: { en: "Manufacturing records", zh: "生产记录" },
  "quality-record": { en: "Quality records", zh: "质量记录" },
  distribution: { en: "Distribution records", zh: "经营记录" },
  permanent: { en: "Kept permanently", zh: "永久保存" },
  "adverse-event": { en: "Adverse events", zh: "不良事件记录" },
  recall: { en: "Recalls", zh: "召回记录" },
  "technical-file": { en: "Technical documentation", zh: "技术文档" },
  "privacy-assessment": { en: "Assessments of the protection of personal data", zh: "个人信息保护影响评估" },
});

/** From when the years count. What is not known of a record yet keeps it. */
export const retentionMoments = {
  made: { en: "the record", zh: "记录形成" },
  release: { en: "release", zh: "放行" },
  expiry: { en: "expiry", zh: "有效期届满" },
  registrationLapse: { en: "lapse of the registration", zh: "注册证失效" },
  lastPlaced: { en: "the last device placed on the market", zh: "最后一台投放市场" },
} as const satisfies { readonly [moment: string]: Label };

export type RetentionMoment = keyof typeof retentionMoments;

/** Content of the rule `retention-minimum`: one line of the table. */
export interface RetentionMinimum {
  /** The class that a record file names, e.g. "distribution". */
  readonly class: string;
  readonly from: RetentionMoment;
  /** Full years; null is for good. */
  readonly years: number | null;
  /** Only for records about implants, or about products without an expiry date. */
  readonly when?: "implant" | "noExpiry";
}

/** Content of the rule `retention`: what the firm itself keeps from the day a record is made; null is for good. */
export interface RetentionYears {
  readonly years: number | null;
}

interface Shipped extends RetentionMinimum {
  readonly key: string;
  readonly clause: string;
}

/** As shipped. Classes that no record file names yet wait for theirs. */
export const legalMinima: readonly Shipped[] = [
  { key: "device.release", class: "device", from: "release", years: 2, clause: "ISO 13485 4.2.5; CN-GMP 45(4)" },
  { key: "quality-record.release", class: "quality-record", from: "release", years: 2, clause: "ISO 13485 4.2.5; CN-GMP 45(4)" },
  { key: "distribution.expiry", class: "distribution", from: "expiry", years: 2, clause: "CN-DIST 32, 38" },
  { key: "distribution.noExpiry", class: "distribution", from: "made", years: 5, when: "noExpiry", clause: "CN-DIST 32, 38" },
  { key: "distribution.implant", class: "distribution", from: "made", years: null, when: "implant", clause: "CN-DIST 38" },
  { key: "adverse-event.expiry", class: "adverse-event", from: "expiry", years: 2, clause: "CN-AE" },
  { key: "adverse-event.noExpiry", class: "adverse-event", from: "made", years: 5, when: "noExpiry", clause: "CN-AE" },
  { key: "adverse-event.implant", class: "adverse-event", from: "made", years: null, when: "implant", clause: "CN-AE" },
  { key: "recall.lapse", class: "recall", from: "registrationLapse", years: 5, clause: "CN-RECALL" },
  { key: "technical-file.placed", class: "technical-file", from: "lastPlaced", years: 10, clause: "MDR-EU 10(8)" },
  {
    key: "technical-file.implant",
    class: "technical-file",
    from: "lastPlaced",
    years: 15,
    when: "implant",
    clause: "MDR-EU 10(8)",
  },
  { key: "privacy-assessment.made", class: "privacy-assessment", from: "made", years: 3, clause: "PIPL 56" },
];

/** A line of the table in words: "2 years from expiry". */
export const minimumWords = ({ from, years, when }: RetentionMinimum): Label => {
  const moment = retentionMoments[from];
  const only =
    when === "implant"
      ? { en: "Implants: ", zh: "植入物：" }
      : when === "noExpiry"
        ? { en: "Without expiry date: ", zh: "无有效期的：" }
        : { en: "", zh: "" };
  return years === null
    ? { en: `${only.en}kept permanently`, zh: `${only.zh}永久保存` }
    : { en: `${only.en}${years} years from ${moment.en}`, zh: `${only.zh}自${moment.zh}起 ${years} 年` };
};
