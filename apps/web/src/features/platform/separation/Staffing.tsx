/** Which rules the people in work cannot meet, and what stands for them meanwhile (compliance.md §C). */
import { useQuery } from "@apollo/client/react";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { type Finding, staffingQuery } from "./data.ts";
import css from "./report.module.css";

export function Staffing() {
  const { t, say } = useWords();
  const { data, error } = useQuery(staffingQuery, { fetchPolicy: "network-only" });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const unmet = data.minimumStaffing.filter(({ level }) => level !== "single").length;
  const columns: TableColumn<Finding>[] = [
    {
      key: "level",
      head: t("sod.level"),
      cell: ({ level }) => (
        <span className={css.person}>
          <StatusGlyph name={level === "single" ? "triangle" : "triangleAlert"} tone={level === "single" ? "ink3" : "no"} />
          {t(`sod.level.${level}`)}
        </span>
      ),
    },
    { key: "rule", head: t("sod.rule"), cell: ({ rule, citation }) => citation || rule || t("sod.record") },
    { key: "what", head: t("sod.what"), cell: ({ text }) => say(text) },
    { key: "control", head: t("sod.control"), cell: ({ compensation }) => (compensation ? say(compensation) : t("word.empty")) },
  ];
  return (
    <Table
      title={t("sod.staffing")}
      note={unmet > 0 ? t("sod.unmet", { n: unmet }) : t("sod.staffed")}
      columns={columns}
      rows={data.minimumStaffing}
      rowKey={({ rule, text }) => `${rule} ${text.en}`}
      empty={t("sod.staffed")}
    />
  );
}
