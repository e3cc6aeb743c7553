/** The advanced filter: conditions joined by all or any, in groups within groups, as far as a person can read them. */

import {
  type AnyRecord,
  askColumns,
  columnField,
  type Group,
  isGroup,
  maxGroups,
  maxTerms,
  type Term,
  termsIn,
  type Where,
} from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { useWords } from "../lang.tsx";
import { Key } from "../mark/Text.tsx";
import AskEditor from "./AskEditor.tsx";
import css from "./builder.module.css";
import { firstOperator, isComplete } from "./filter-words.ts";

interface Props {
  record: AnyRecord;
  where: Where | undefined;
  onClose: () => void;
  onDone: (where: Where | undefined) => void;
}

const asGroup = (where: Where | undefined): Group =>
  where && isGroup(where) ? where : { join: "and", parts: where ? [where] : [] };

export default function FilterBuilder({ record, where, onClose, onDone }: Props) {
  const { t } = useWords();
  const [root, setRoot] = useState<Group>(() => {
    const group = asGroup(where);
    return group.parts.length > 0 ? group : { ...group, parts: [firstTerm(record)] };
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onDone(simplified(root));
  };
  return (
    <Dialog name={t("filter.builder")} onClose={onClose} size={860}>
      <form className={css.dialog} onSubmit={submit} noValidate>
        <div className={css.head}>
          <h2>{t("filter.builder")}</h2>
          <Key>Esc</Key>
        </div>
        <GroupBox record={record} group={root} depth={1} full={termsIn(root) >= maxTerms} onChange={setRoot} />
        <div className={css.foot}>
          <Button look="quiet" onClick={() => onDone(undefined)}>
            {t("do.clear")}
          </Button>
          <span className={css.gap} />
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("do.query")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Without what is not filled in, and without groups that hold nothing. */
export function simplified(where: Where): Where | undefined {
  if (!isGroup(where)) return isComplete(where) ? where : undefined;
  const parts = where.parts.flatMap((part) => simplified(part) ?? []);
  return parts.length > 1 ? { ...where, parts } : parts[0];
}

function firstTerm(record: AnyRecord): Term {
  const columns = askColumns(record);
  const column = columns.includes("state") ? "state" : (columns[0] ?? "number");
  const field = columnField(record, column);
  return { column, op: field ? firstOperator(field) : "has", values: [] };
}

interface GroupProps {
  record: AnyRecord;
  group: Group;
  depth: number;
  /** No further condition fits into a filter. */
  full: boolean;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}

function GroupBox({ record, group, depth, full, onChange, onRemove }: GroupProps) {
  const { t } = useWords();
  const put = (at: number, part: Where | undefined) =>
    onChange({ ...group, parts: part ? group.parts.with(at, part) : group.parts.toSpliced(at, 1) });
  const add = (part: Where) => onChange({ ...group, parts: [...group.parts, part] });
  return (
    <fieldset className={css.group} data-depth={depth}>
      <legend className={css.legend}>{t("filter.group", { n: depth })}</legend>
      <div className={css.join}>
        <NativeSelect
          aria-label={t("filter.join")}
          value={group.join}
          data={[
            { value: "and", label: t("filter.all") },
            { value: "or", label: t("filter.any") },
          ]}
          onChange={(event) => onChange({ ...group, join: event.currentTarget.value === "or" ? "or" : "and" })}
        />
        <span className={css.gap} />
        {onRemove && <IconButton icon={IconX} name={t("filter.removeGroup")} onClick={onRemove} />}
      </div>
      {group.parts.map((part, at) =>
        isGroup(part) ? (
          <GroupBox
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and only the edited one changes
            key={`group ${at}`}
            record={record}
            group={part}
            depth={depth + 1}
            full={full}
            onChange={(next) => put(at, next)}
            onRemove={() => put(at, undefined)}
          />
        ) : (
          <TermRow
            // The boxes of a condition keep what is typed; another column or another neighbour is another row.
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={`${at} ${group.parts.length} ${part.column}`}
            record={record}
            term={part}
            onChange={(next) => put(at, next)}
            onRemove={() => put(at, undefined)}
          />
        ),
      )}
      <div className={css.adds}>
        <Button look="quiet" icon={IconPlus} disabled={full} onClick={() => add(firstTerm(record))}>
          {t("filter.add")}
        </Button>
        {depth < maxGroups && (
          <Button
            look="quiet"
            icon={IconPlus}
            disabled={full}
            onClick={() => add({ join: group.join === "and" ? "or" : "and", parts: [firstTerm(record)] })}
          >
            {t("filter.addGroup")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function TermRow({
  record,
  term,
  onChange,
  onRemove,
}: {
  record: AnyRecord;
  term: Term;
  onChange: (term: Term) => void;
  onRemove: () => void;
}) {
  const { t, say } = useWords();
  const field = columnField(record, term.column);
  return (
    <div className={css.term}>
      <NativeSelect
        aria-label={t("filter.column")}
        value={term.column}
        data={askColumns(record).flatMap((column) => {
          const label = columnField(record, column)?.label;
          return label ? [{ value: column, label: say(label) }] : [];
        })}
        onChange={(event) => {
          const column = event.currentTarget.value;
          const next = columnField(record, column);
          if (next) onChange({ column, op: firstOperator(next), values: [] });
        }}
      />
      {field && (
        <AskEditor
          field={field}
          ask={term}
          onChange={(ask) => onChange({ column: term.column, ...(ask ?? { op: term.op, values: [] }) })}
        />
      )}
      <IconButton icon={IconX} name={`${t("do.remove")} ${field ? say(field.label) : term.column}`} onClick={onRemove} />
    </div>
  );
}
