/** A file of a database, read and held against the record: every field in which they differ, or that they do not. */
import { useNavigate } from "@tanstack/react-router";
import { useId } from "react";
import { Button } from "../../../kit/Button.tsx";
import { begunWith } from "../../../kit/form/begun.ts";
import { useWords } from "../../../kit/lang.tsx";
import { newPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { DatabaseFile, FileIssues } from "./DatabaseFile.tsx";
import css from "./device.module.css";
import { type ReadBack as Back, useReadBack } from "./files.ts";
import { nextVersion } from "./version.ts";
import { deviceWords } from "./words.ts";

export function ReadBack({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const id = useId();
  const { busy, back, failure, read } = useReadBack(row.number);
  return (
    <section aria-labelledby={id}>
      <div className={kit.groupHead}>
        <h2 id={id}>{say(deviceWords.readBack)}</h2>
      </div>
      <p className={css.hint}>{say(deviceWords.readBackHint)}</p>
      <DatabaseFile busy={busy} onFile={(file, format) => void read(file, format)} />
      <div role="status">{back && <Result back={back} row={row} />}</div>
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
    </section>
  );
}

function Result({ back, row }: { back: Back; row: LoadedRecord }) {
  const { say } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const { issues, differences, values } = back;
  // What the form knows; the rest of the file has no box.
  const begin = () => ({ ...nextVersion(row), ...(JSON.parse(values) as Readonly<Record<string, unknown>>) });
  return (
    <>
      <FileIssues issues={issues} />
      {issues.length === 0 && differences.length === 0 && <p>{say(deviceWords.same)}</p>}
      {differences.length > 0 && (
        <Table
          title={say(deviceWords.different)}
          columns={[
            { key: "field", head: say(deviceWords.field), cell: ({ label }) => say(label) },
            { key: "ours", head: say(deviceWords.ours), cell: ({ ours }) => say(ours) },
            { key: "theirs", head: say(deviceWords.theirs), cell: ({ theirs }) => say(theirs) },
          ]}
          rows={differences}
          rowKey={({ field }) => field}
          empty=""
        />
      )}
      {differences.length > 0 && may("deviceRecord.change") && (
        <Button onClick={() => void navigate({ to: newPath("DeviceRecord"), state: begunWith(begin()) })}>
          {say(deviceWords.beginWith)}
        </Button>
      )}
    </>
  );
}
