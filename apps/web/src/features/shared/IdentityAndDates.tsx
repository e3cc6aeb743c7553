/** What a record is of and when: the two groups of fields that close an own page. */
import { useWords } from "../../kit/lang.tsx";
import { FieldList } from "../../kit/record/FieldList.tsx";
import kit from "../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../kit/record/types.ts";
import css from "./shared.module.css";

interface Props extends Pick<RecordLayoutProps, "name" | "row"> {
  identity: readonly string[];
  dates: readonly string[];
}

export function IdentityAndDates({ name, row, identity, dates }: Props) {
  const { t } = useWords();
  return (
    <div className={`${kit.groups} ${css.fields}`}>
      <FieldList name={name} row={row} title={t("record.identity")} names={identity} />
      <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
    </div>
  );
}
