/** A file of a database, read and held against the record: every field in which they differ, or that they do not. */
import { useApolloClient } from "@apollo/client/react";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { begunWith } from "../../../kit/form/begun.ts";
import { useWords } from "../../../kit/lang.tsx";
import { newPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import css from "./device.module.css";
import { type ReadBack as Back, mostText, readBackQuery } from "./files.ts";
import { nextVersion } from "./version.ts";
import { deviceFormats, deviceWords } from "./words.ts";

export function ReadBack({ row }: { row: LoadedRecord }) {
  const { say } = useWords();
  const client = useApolloClient();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [format, setFormat] = useState<string>(deviceFormats[0].format);
  const [busy, setBusy] = useState(false);
  const [back, setBack] = useState<Back>();
  const [failure, setFailure] = useState<Failure>();
  const read = async (file: File | undefined) => {
    if (!file) return;
    setBack(undefined);
    setFailure(undefined);
    if (file.size > mostText * 3) {
      setBack({ issues: [{ path: "", text: deviceWords.tooLarge }], differences: [], values: "{}" });
      return;
    }
    setBusy(true);
    const variables = { number: row.number, format, text: await file.text() };
    const answer = await client
      .query({ query: readBackQuery, variables, fetchPolicy: "no-cache" })
      .catch((error: unknown) => setFailure(failureOf(error)));
    setBusy(false);
    if (input.current) input.current.value = "";
    if (answer?.data) setBack(answer.data.readDeviceFile);
  };
  return (
    <section aria-labelledby={id}>
      <div className={kit.groupHead}>
        <h2 id={id}>{say(deviceWords.readBack)}</h2>
      </div>
      <p className={css.hint}>{say(deviceWords.readBackHint)}</p>
      <div className={css.buttons}>
        <label>
          {say(deviceWords.format)}{" "}
          <select value={format} onChange={(event) => setFormat(event.currentTarget.value)} className={css.select}>
            {deviceFormats.map((one) => (
              <option key={one.format} value={one.format}>
                {say(one.label)}
              </option>
            ))}
          </select>
        </label>
        <input
          ref={input}
          className={css.file}
          type="file"
          tabIndex={-1}
          aria-label={say(deviceWords.file)}
          accept={deviceFormats.find((one) => one.format === format)?.accept}
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          {say(deviceWords.choose)}
        </Button>
      </div>
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
      {issues.length > 0 && (
        <>
          <p>{say(deviceWords.wrong)}</p>
          <ul>
            {issues.map(({ path, text }) => (
              <li key={`${path} ${text.en}`}>
                {path && <code>{path}</code>} {say(text)}
              </li>
            ))}
          </ul>
        </>
      )}
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
