/** The page of an access review: each role in force with its last use, what is proposed, and what the reviewer decides. */
import { accessDecision, type Label, role as roles } from "@lotline/schema";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { areTexts, readDraft, useKept } from "../../../kit/draft.ts";
import field from "../../../kit/field/field.module.css";
import { formatInstant } from "../../../kit/format.ts";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { Progress } from "../../../kit/record/DialogParts.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { useAct } from "../../../kit/record/useAct.ts";
import { useSession } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { useWhen } from "../../../kit/useWhen.ts";
import { RefCell } from "../../shared/cells.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { type Box, decisionsOf, followed, put, shownIn, stillTyped, type Typed, undecided } from "./decisions.ts";
import css from "./review.module.css";

export default function AccessReviewLayout({ name, row, again }: RecordLayoutProps) {
  const { t } = useWords();
  const mayDecide = row.actions.some((action) => action.name === "decide" && action.allowed);
  const lines = rowsOf(row.roles);
  return (
    <>
      {mayDecide ? <Sheet key={row.version} row={row} lines={lines} again={again} /> : <Roles lines={lines} />}
      <div className={kit.groups}>
        <FieldList
          name={name}
          row={row}
          title={t("record.identity")}
          names={["subject", "takenAt", "unusedDays", "createdBy", "createdAt"]}
        />
      </div>
    </>
  );
}

function useColumns(): TableColumn<Row>[] {
  const { t, say } = useWords();
  const zone = useZone();
  const words = lineWords("AccessReview", "roles");
  const day = (value: unknown) =>
    textOf(value) ? <Code>{formatInstant(textOf(value), zone).slice(0, 10)}</Code> : t("accessReview.never");
  return [
    {
      key: "person",
      head: say(words.of("person")),
      cell: ({ person }) => (
        <Whole>
          <RefCell to="Person" value={person} />
        </Whole>
      ),
    },
    {
      key: "role",
      head: say(words.of("role")),
      cell: ({ role, grant }) => (
        <>
          {said(roles.values, role, say)} <RefCell to="RoleGrant" value={grant} nameless />
        </>
      ),
    },
    { key: "since", head: say(words.of("since")), cell: ({ since }) => day(since) },
    { key: "lastUsedAt", head: say(words.of("lastUsedAt")), cell: ({ lastUsedAt }) => day(lastUsedAt) },
    {
      key: "proposal",
      head: say(words.of("proposal")),
      cell: ({ proposal }) => (
        <span className={`${css.whole} ${proposal === "remove" ? css.remove : ""}`}>
          {said(accessDecision.values, proposal, say)}
        </span>
      ),
    },
  ];
}

/** A name stays on its line. */
const Whole = ({ children }: { children: ReactNode }) => <span className={css.whole}>{children}</span>;

const said = (values: Readonly<Record<string, Label>>, code: unknown, say: (label: Label) => string): string => {
  const label = values[textOf(code)];
  return label ? say(label) : "";
};

/** As it was decided. */
function Roles({ lines }: { lines: readonly Row[] }) {
  const { t, say } = useWords();
  const words = lineWords("AccessReview", "roles");
  return (
    <Table
      title={say(words.title)}
      rows={lines}
      rowKey={({ id }) => id}
      empty={t("accessReview.none")}
      columns={[
        ...useColumns(),
        {
          key: "decision",
          head: say(words.of("decision")),
          cell: ({ decision }) => (
            <strong className={css.whole}>{said(accessDecision.values, decision, say) || t("word.empty")}</strong>
          ),
        },
        { key: "remark", head: say(words.of("remark")), cell: ({ remark }) => textOf(remark) },
        {
          key: "decidedBy",
          head: say(words.of("decidedBy")),
          cell: ({ decidedBy }) => (
            <Whole>
              <RefCell to="Person" value={decidedBy} />
            </Whole>
          ),
        },
      ]}
    />
  );
}

/** Each role is kept or taken back; what is unused is kept with a reason only. */
function Sheet({ row, lines, again }: { row: RecordLayoutProps["row"]; lines: readonly Row[]; again: () => void }) {
  const { t, say } = useWords();
  const tell = useTell();
  const { personId } = useSession().session;
  const act = useAct("AccessReview", row, "decide");
  const what = `AccessReview.${row.id}.decisions`;
  const [typed, setTyped] = useState<Typed>(() => stillTyped(lines, readDraft(personId, what, areTexts)?.state ?? {}));
  useKept(what, row.version, Object.keys(typed).length > 0 ? typed : undefined);
  // Somebody else has decided meanwhile: that is shown, and what was typed here stays to be saved.
  useWhen(act.failure?.kind === "conflict", again);
  const isOwn = ({ person }: Row) => refOf(person)?.id === personId;
  const given = decisionsOf(lines, typed);
  const open = undecided(lines, typed).length;
  const words = lineWords("AccessReview", "roles");
  const box = (of: Box) => (line: Row, index: number) => (
    <DecisionBox
      of={of}
      line={line}
      label={`${say(words.of(of))} ${index + 1}`}
      isOwn={isOwn(line)}
      typed={typed}
      onChange={(value) => setTyped(put(typed, line, of, value))}
    />
  );
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (given.length === 0 || !(await act.send({ input: { decisions: given } }))) return;
    tell(t("accessReview.saved", { n: given.length }));
    again();
  };
  const others = lines.filter((line) => !isOwn(line));
  return (
    <form onSubmit={submit} noValidate>
      <Table
        title={say(words.title)}
        note={t("accessReview.open", { n: open, all: lines.length })}
        rows={lines}
        rowKey={({ id }) => id}
        empty={t("accessReview.none")}
        columns={[
          ...useColumns(),
          { key: "decision", head: say(words.of("decision")), cell: box("decision") },
          { key: "remark", head: say(words.of("remark")), cell: box("remark") },
        ]}
      />
      <p className={css.below}>
        <Button type="submit" look="primary" busy={act.busy} disabled={given.length === 0 && !act.unknown}>
          {act.unknown ? t("do.check") : t("accessReview.save")}
        </Button>
        <Button onClick={() => setTyped(followed(others, typed))}>{t("accessReview.keepAll")}</Button>
      </p>
      {act.failure && <FailureText failure={act.failure} />}
      <Progress act={act} label={t("accessReview.save")} />
    </form>
  );
}

interface BoxProps {
  of: Box;
  line: Row;
  label: string;
  /** Of the reviewer's own role, which another one decides. */
  isOwn: boolean;
  typed: Typed;
  onChange: (value: string) => void;
}

function DecisionBox({ of, line, label, isOwn, typed, onChange }: BoxProps) {
  const { t, say } = useWords();
  if (isOwn)
    return of === "decision" ? (
      <span className={kit.small}>{said(accessDecision.values, line.decision, say) || t("accessReview.own")}</span>
    ) : null;
  const given = { "aria-label": label, value: shownIn(typed, line, of) };
  if (of === "remark")
    return (
      <input
        {...given}
        className={`${field.input} ${css.remark}`}
        maxLength={300}
        placeholder={
          line.proposal === "remove" && shownIn(typed, line, "decision") === "keep" ? t("accessReview.why") : undefined
        }
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <select {...given} className={field.input} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t("word.empty")}</option>
      {Object.entries(accessDecision.values).map(([code, name]) => (
        <option key={code} value={code}>
          {say(name)}
        </option>
      ))}
    </select>
  );
}
