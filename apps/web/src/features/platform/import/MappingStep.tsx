/** The second step: which column fills which field. What was decided for the same headers before is offered; nothing is guessed away. */

import { useQuery } from "@apollo/client/react";
import { type Field, type ImportMapping, type ImportTarget, type Issue, mappingFaults } from "@lotline/schema";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useOfferedField } from "../../../kit/data/choices.ts";
import { useWords } from "../../../kit/lang.tsx";
import kit from "../../../kit/record/record.module.css";
import css from "./import.module.css";
import { checkImportDocument, discardImportDocument, importRowsQuery, mapImportDocument } from "./imports.ts";
import { SheetBox } from "./SheetBox.tsx";
import type { StepProps } from "./Wizard.tsx";

/** Rows whose values are shown as examples. */
const examples = 3;

export function MappingStep(props: StepProps) {
  const { batch, busy, order } = props;
  const { t, say } = useWords("import");
  const [mapping, setMapping] = useState<ImportMapping>(batch.mapping);
  const faults = mappingFaults(batch.targets, batch.lineSet, batch.headers, mapping);
  const next = () => order([mapImportDocument, { mapping }], [checkImportDocument, {}]);
  // A template, or a file like one before, is decided already: it goes on by itself; the step can be opened again.
  const decided = useRef(batch.state === "uploaded" && batch.mine && faults.length === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the file has just been read
  useEffect(() => {
    if (decided.current) void next();
    decided.current = false;
  }, []);
  return (
    <>
      <SheetBox {...props} />
      <Columns batch={batch} mapping={mapping} faults={faults} onMapping={setMapping} />
      {batch.lineSet !== null && (
        <label className={css.box}>
          {t("import.key")}
          <select
            className={css.control}
            value={mapping.key ?? ""}
            onChange={(event) => setMapping({ ...mapping, key: event.currentTarget.value || null })}
          >
            <option value="">{t("import.keyPick")}</option>
            {batch.headers.map((header) => (
              <option key={header}>{header}</option>
            ))}
          </select>
        </label>
      )}
      <FixedValues batch={batch} mapping={mapping} onMapping={setMapping} />
      {faults.length > 0 && (
        <ul className={css.faults}>
          {faults.map((fault) => (
            <li key={`${fault.path} ${fault.code}`}>{say(fault.text)}</li>
          ))}
        </ul>
      )}
      <div className={css.buttons}>
        <Button look="quiet" busy={busy} onClick={() => void order([discardImportDocument, {}])}>
          {t("import.discard")}
        </Button>
        <Button look="primary" busy={busy} disabled={faults.length > 0} onClick={() => void next()}>
          {t("import.check")}
        </Button>
      </div>
    </>
  );
}

interface PartProps {
  batch: StepProps["batch"];
  mapping: ImportMapping;
  onMapping: (mapping: ImportMapping) => void;
}

/** Each column of the file with its first values and the field that it fills. */
function Columns({ batch, mapping, faults, onMapping }: PartProps & { faults: readonly Issue[] }) {
  const { t, say } = useWords("import");
  const { data } = useQuery(importRowsQuery, {
    variables: { id: batch.id, wrongOnly: false, first: examples },
    fetchPolicy: "no-cache",
  });
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.text;
  const decide = (header: string, path: string) => {
    const { [header]: _, ...columns } = mapping.columns;
    onMapping({ ...mapping, columns: path === "?" ? columns : { ...columns, [header]: path } });
  };
  return (
    <div className={css.scroll}>
      <table className={kit.table}>
        <thead>
          <tr>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.examples")}</th>
            <th scope="col">{t("import.field")}</th>
          </tr>
        </thead>
        <tbody>
          {batch.headers.map((header, at) => (
            <tr key={header}>
              <th scope="row">{header}</th>
              <td className={css.examples}>
                {data?.batch.rows
                  .map(({ cells }) => cells[at])
                  .filter(Boolean)
                  .join(" · ")}
              </td>
              <td>
                <select
                  className={css.control}
                  aria-label={`${t("import.field")}: ${header}`}
                  aria-invalid={faultOf(header) !== undefined || undefined}
                  value={mapping.columns[header] ?? "?"}
                  onChange={(event) => decide(header, event.currentTarget.value)}
                >
                  <option value="?">{t("import.undecided")}</option>
                  <option value="">{t("import.leaveOut")}</option>
                  {batch.targets.map((target) => (
                    <option key={target.path} value={target.path}>
                      {targetName(target, say, t("import.required"))}
                    </option>
                  ))}
                </select>
                {mapping.columns[header] !== undefined && faultOf(header) && (
                  <span className={css.why}>{say(faultOf(header) ?? { en: "", zh: "" })}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the file does not say and is the same in all its rows. */
function FixedValues({ batch, mapping, onMapping }: PartProps) {
  const { t } = useWords("import");
  const used = new Set(Object.values(mapping.columns));
  const left = batch.targets.filter(({ path }) => !used.has(path));
  if (left.length === 0) return null;
  return (
    <fieldset className={css.fixed}>
      <legend>{t("import.fixed")}</legend>
      <p className={css.hint}>{t("import.fixedHint")}</p>
      <div className={css.fields}>
        {left.map((target) => (
          <Fixed
            key={target.path}
            target={target}
            text={mapping.fixed[target.path] ?? ""}
            onText={(text) => {
              const { [target.path]: _, ...fixed } = mapping.fixed;
              onMapping({ ...mapping, fixed: text === "" ? fixed : { ...fixed, [target.path]: text } });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

type Say = ReturnType<typeof useWords>["say"];

/** How a target is called in a list of them; fields of child rows stand behind an arrow. */
export const targetName = ({ field, required, set }: ImportTarget, say: Say, mark: string): string =>
  `${set === null ? "" : "↳ "}${say(field.label)}${required ? ` (${mark})` : ""}`;

/** Choices of a field as options: by their key, or the two of a flag. */
export function optionsOf(field: Field, say: Say, lang: "en" | "zh"): readonly (readonly [key: string, name: string])[] {
  if (field.kind === "choice") return Object.entries(field.of.values).map(([key, label]) => [key, say(label)] as const);
  if (field.kind === "flag")
    return lang === "zh"
      ? [
          ["true", "是"],
          ["false", "否"],
        ]
      : [
          ["true", "yes"],
          ["false", "no"],
        ];
  return [];
}

function Fixed({ target, text, onText }: { target: ImportTarget; text: string; onText: (text: string) => void }) {
  const { t, say, lang } = useWords("import");
  const id = useId();
  const options = optionsOf(useOfferedField(target.field, [text]), say, lang);
  return (
    <label className={css.box} htmlFor={id}>
      {targetName(target, say, t("import.required"))}
      {options.length > 0 ? (
        <select id={id} className={css.control} value={text} onChange={(event) => onText(event.currentTarget.value)}>
          <option value="">–</option>
          {options.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} className={css.control} value={text} onChange={(event) => onText(event.currentTarget.value)} />
      )}
    </label>
  );
}
