/** What the product decides by a rule, in words. */
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { type Row, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";

export default function Meaning({ row }: { row: Row }) {
  const { say } = useWords();
  const meaning = ruleMeanings[textOf(row.ruleName)];
  return meaning ? say(meaning) : null;
}
