/** What rules have of their own: what the product decides by them, in words beside the name of the rule. */
import type { Label } from "@lotline/schema";
import { type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";

const meanings: Readonly<Record<string, Label>> = {
  "accountability-statement": { en: "What a signer accepts before the first signature", zh: "首次签名前须确认的责任声明" },
  attribute: { en: "A field of the firm's own", zh: "企业自定义字段" },
  "receipt-tolerance": { en: "How much more than ordered may arrive", zh: "允许超订购量收货的幅度" },
  retention: { en: "How long records are kept", zh: "记录保存年限" },
  "role-permit": { en: "Which roles may do it", zh: "哪些角色可以操作" },
  separation: { en: "Two duties that one person may not have on one record", zh: "同一记录上不得由一人兼任的两项职责" },
};

function Meaning({ row }: { row: Row }) {
  const { say } = useWords();
  const meaning = meanings[textOf(row.ruleName)];
  return meaning ? say(meaning) : null;
}

export const ruleFeature: RecordFeature = {
  subtitle: Meaning,
  columns: [{ id: "meaning", label: { en: "What it says", zh: "含义" }, width: 300, cell: Meaning }],
};
