/** The page of a retest: what is tested again, by number and name, and why. */
import { labelOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";

const identity = ["inspection", "characteristic", "sample", "why", "site", "createdBy"];
const dates = ["createdAt", "retainUntil"];

export default function RetestLayout({ name, row }: RecordLayoutProps) {
  const { t, say } = useWords();
  const called = labelOf(row.characteristicName);
  // The number stands before it already.
  const named = called && say(called).replace(/^\d+ /, "");
  return (
    <div className={kit.groups}>
      <FieldList name={name} row={row} title={t("record.identity")} names={identity} beside={{ characteristic: named }} />
      <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
    </div>
  );
}
