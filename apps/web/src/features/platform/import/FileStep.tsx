/** The first step: which file, of which kind of record, with which child rows; how it is read may be said. */
import { changePermit, importSets, type RecordName, registry } from "@lotline/schema";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import button from "../../../kit/button.module.css";
import type { Failure } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import css from "./import.module.css";
import { Steps } from "./Steps.tsx";
import { type Reading, sendFile } from "./send.ts";

export function FileStep({ record }: { record: RecordName }) {
  const { t, say } = useWords("import");
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [options, setOptions] = useState<Reading>({
    lines: importSets(registry[record])[0] ?? "",
    encoding: "",
    sheet: "",
    mode: "",
  });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const spec = registry[record];
  const send = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFailure(undefined);
    const sent = await sendFile(record, file, options);
    setBusy(false);
    if (input.current) input.current.value = "";
    if ("failure" in sent) setFailure(sent.failure);
    else await navigate({ to: "/import", search: { batch: sent.id } });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void send(event.dataTransfer.files[0]);
  };
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("import.of", { record: say(spec.plural) })}</h1>
        <Steps at="file" />
      </header>
      <div className={css.step}>
        <Options record={record} options={options} onOptions={setOptions} />
        {options.mode === "change" && <p className={css.hint}>{t("import.modeHint")}</p>}
        {/* The button and the box below are the ways by keyboard; dropping is one more. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
        <div className={css.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
          <p>{t("import.drop")}</p>
          <input
            ref={input}
            className={css.file}
            type="file"
            aria-label={t("import.file")}
            accept=".csv,.xlsx,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            onChange={(event) => void send(event.currentTarget.files?.[0])}
          />
          <Button look="primary" busy={busy} onClick={() => input.current?.click()}>
            {busy ? t("import.reading") : t("import.choose")}
          </Button>
          <p className={css.hint}>{t("import.limits")}</p>
        </div>
        {failure && (
          <div role="alert" className={css.alert}>
            <FailureText failure={failure} />
          </div>
        )}
        <p>
          <Link to="/import">{t("import.earlier")}</Link>
        </p>
      </div>
    </div>
  );
}

interface OptionsProps {
  record: RecordName;
  options: Reading;
  onOptions: (options: Reading) => void;
}

function Options({ record, options, onOptions }: OptionsProps) {
  const { t, say, lang } = useWords("import");
  const ids = { set: useId(), encoding: useId(), sheet: useId() };
  const spec = registry[record];
  const sets = importSets(spec);
  const put = (name: keyof Reading, value: string) => onOptions({ ...options, [name]: value });
  const template = new URLSearchParams({
    record,
    lang,
    ...(options.lines ? { lines: options.lines } : {}),
    ...(options.mode ? { mode: options.mode } : {}),
  });
  return (
    <div className={css.fields}>
      <Mode record={record} mode={options.mode} onMode={(mode) => put("mode", mode)} />
      {sets.length > 0 && options.mode === "" && (
        <label className={css.box} htmlFor={ids.set}>
          {t("import.lines")}
          <select
            id={ids.set}
            className={css.control}
            value={options.lines}
            onChange={(event) => put("lines", event.currentTarget.value)}
          >
            <option value="">{t("import.noLines")}</option>
            {sets.map((name) => (
              <option key={name} value={name}>
                {say((spec.lines as Readonly<Record<string, { label: { en: string; zh: string } }>>)[name]?.label ?? spec.label)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={css.box} htmlFor={ids.encoding}>
        {t("import.encoding")} (CSV)
        <select
          id={ids.encoding}
          className={css.control}
          value={options.encoding}
          onChange={(event) => put("encoding", event.currentTarget.value)}
        >
          <option value="">UTF-8 / GB18030</option>
          <option value="UTF-8">UTF-8</option>
          <option value="GB18030">GB18030</option>
        </select>
      </label>
      <label className={css.box} htmlFor={ids.sheet}>
        {t("import.sheet")} (XLSX)
        <input
          id={ids.sheet}
          className={css.control}
          placeholder="1"
          value={options.sheet}
          onChange={(event) => put("sheet", event.currentTarget.value)}
        />
      </label>
      {(["xlsx", "csv"] as const).map((kind) => (
        <a key={kind} className={button.button} data-look="outline" href={`/imports/template.${kind}?${template}`} download>
          <IconDownload size={15} stroke={1.6} aria-hidden />
          {t("import.template", { kind: kind.toUpperCase() })}
        </a>
      ))}
    </div>
  );
}

/** Whether the file brings records or changes those that exist; asked of who may do both. */
function Mode({ record, mode, onMode }: { record: RecordName; mode: string; onMode: (mode: string) => void }) {
  const { t } = useWords("import");
  const may = useMay();
  const id = useId();
  const permit = changePermit(registry[record]);
  if (permit === undefined || !may(permit)) return null;
  return (
    <label className={css.box} htmlFor={id}>
      {t("import.mode")}
      <select id={id} className={css.control} value={mode} onChange={(event) => onMode(event.currentTarget.value)}>
        <option value="">{t("import.modeCreate")}</option>
        <option value="change">{t("import.modeChange")}</option>
      </select>
    </label>
  );
}
