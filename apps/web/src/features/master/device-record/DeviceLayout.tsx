/** The page of a device record: databases, packaging tree, its fields in groups, and a file read back. */
import { registry } from "@lotline/schema";
import { type DeviceField, deviceFieldLabel } from "@lotline/schema/device-record";
import { useNavigate } from "@tanstack/react-router";
import { Button, ButtonLink } from "../../../kit/Button.tsx";
import { begunWith } from "../../../kit/form/begun.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { editPath, newPath } from "../../../kit/path.ts";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { LineTable } from "../../../kit/record/LineTables.tsx";
import kit from "../../../kit/record/record.module.css";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import css from "./device.module.css";
import { deviceGroups } from "./groups.ts";
import { MarketPanel } from "./MarketPanel.tsx";
import { PackTree } from "./PackTree.tsx";
import { ReadBack } from "./ReadBack.tsx";
import { touchedIn } from "./standing.ts";
import { nextVersion } from "./version.ts";
import { deviceWords } from "./words.ts";

const versionDates = ["effectiveFrom", "effectiveTo", "createdBy", "createdAt", "retainUntil"];

export default function DeviceLayout({ name, row, act }: RecordLayoutProps) {
  const { say, t } = useWords();
  const sets = deviceGroups.flatMap((group) => group.sets ?? []).filter((set) => set !== "packages");
  return (
    <div className={css.page}>
      <Question row={row} />
      <MarketPanel row={row} act={act} />
      <PackTree row={row} />
      <NewVersion row={row} />
      <div className={kit.groups}>
        {deviceGroups.map(({ key, title, fields }) => (
          <FieldList key={key} name={name} row={row} title={say(title)} names={fields} />
        ))}
        <FieldList name={name} row={row} title={t("record.dates")} names={versionDates} />
      </div>
      {[...sets, "submissions"].map((set) => (
        <LineTable key={set} name={name} row={row} set={set} />
      ))}
      <ReadBack row={row} />
    </div>
  );
}

/** The question of the DI: which changes ask it, by whom; it stands until the version is approved. */
function Question({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const may = useMay();
  const touched = touchedIn(row);
  if (touched.length === 0) return null;
  const answered = typeof row.newDi === "string";
  return (
    <section className={css.question} aria-label={say(deviceWords.touched)}>
      <h2>
        <StatusGlyph name={answered ? "circleTick" : "triangleAlert"} tone={answered ? "ok" : "no"} /> {say(deviceWords.touched)}
      </h2>
      <ul>
        {touched.map(({ field, by }) => (
          <li key={field}>
            {say(deviceFieldLabel(field as DeviceField))} ({say(deviceWords.askedBy)} {by.join(", ")})
          </li>
        ))}
      </ul>
      <p className={css.hint}>{say(deviceWords.touchedHint)}</p>
      {!answered && may(registry.DeviceRecord.edit?.permit) && (
        <ButtonLink to={editPath("DeviceRecord", row.number)}>{say(deviceWords.answer)}</ButtonLink>
      )}
    </section>
  );
}

function NewVersion({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  if (row.state !== "approved" || !may(registry.DeviceRecord.create?.permit)) return null;
  return (
    <div>
      <Button onClick={() => void navigate({ to: newPath("DeviceRecord"), state: begunWith(nextVersion(row)) })}>
        {say(deviceWords.newVersion)}
      </Button>
    </div>
  );
}
