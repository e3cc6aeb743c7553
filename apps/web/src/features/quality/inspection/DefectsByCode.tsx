/** What failed, by defect code with its class, and how much of each class there is. */
import { registry } from "@lotline/schema";
import { useWords } from "../../../kit/lang.tsx";
import { Table } from "../../../kit/record/Table.tsx";
import { RefCell } from "../../shared/cells.tsx";
import { summaryOf } from "./codes.ts";
import type { InspectionRow } from "./inspection-row.ts";
import type { Recording } from "./useRecording.ts";

const severities = registry.DefectCode.fields.severity.of.values;
type Severity = keyof typeof severities;

export function DefectsByCode({ row, recording }: { row: InspectionRow; recording: Recording }) {
  const { t, say } = useWords("inspect");
  const { codes, without, bySeverity } = summaryOf(row.characteristics, recording.readings.typed, row.defectCodes);
  if (codes.length === 0 && without === 0) return null;
  const classes = (["critical", "major", "minor"] as const).map((one) => `${say(severities[one])} ${bySeverity[one] ?? 0}`);
  const bare = without > 0 ? [t("grid.codesWithout", { n: without })] : [];
  return (
    <Table
      title={t("grid.codes")}
      note={[...classes, ...bare].join(" · ")}
      rows={codes}
      rowKey={({ code }) => code.number}
      empty={t("grid.codesNone")}
      columns={[
        { key: "code", head: say(registry.DefectCode.label), cell: ({ code }) => <RefCell to="DefectCode" value={code} /> },
        {
          key: "severity",
          head: say(registry.DefectCode.fields.severity.label),
          cell: ({ code }) => say(severities[code.severity as Severity]),
        },
        { key: "defects", head: t("grid.codesCount"), right: true, cell: ({ defects }) => defects },
      ]}
    />
  );
}
