/** What may be done with the selected records, in the bar below the list: with how many, and why not with the others. */
import { useQuery } from "@apollo/client/react";
import { type Action, type AnyRecord, actionsOf, type RecordName, registry } from "@lotline/schema";
import { Popover } from "@mantine/core";
import { useEffect, useState } from "react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { type Selection, selectedCount } from "../list/selection.ts";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { useReasonWords } from "../reason-words.ts";
import { useMay } from "../session.tsx";
import { BulkDialog } from "./BulkDialog.tsx";
import css from "./bulk.module.css";
import { FromSelection } from "./FromSelection.tsx";
import { type BulkInput, type BulkVerdict, bulkVerdictsQuery } from "./jobs.ts";

export interface BulkProps {
  name: RecordName;
  selection: Selection;
  total: number | undefined;
  /** The question whose rows are all selected. */
  matching: Pick<BulkInput, "filter" | "search">;
  /** The number of a record that the list has read. */
  numberOf: (id: string) => string | undefined;
  /** Told when records were changed. */
  onRan: () => void;
}

/** Records whose verdicts are asked for; of more, the check tells. */
const mostJudged = 500;

export default function BulkActions({ name, selection, total, matching, numberOf, onRan }: BulkProps) {
  const { t, say } = useWords();
  const may = useMay();
  const [open, setOpen] = useState<string>();
  const record: AnyRecord = registry[name];
  const verdicts = useVerdicts(name, selection);
  const count = selectedCount(selection, total);
  const entries = Object.entries<Action>(actionsOf(record)).filter(([, action]) => may(action.permit));
  const label = (action: string) =>
    action === "edit" ? t("bulk.edit") : say(entries.find(([key]) => key === action)?.[1].label ?? record.label);
  const names = [...entries.map(([key]) => key), ...(may(record.edit?.permit) ? ["edit"] : [])];
  const verdictOf = (action: string) => verdicts?.find((verdict) => verdict.name === action);
  const isSigned = (action: string) => entries.some(([key, { sign }]) => key === action && sign !== undefined);
  const possible = names.filter((action) => !isSigned(action) && (verdictOf(action)?.allowed ?? 1) > 0);
  const refused = names.filter((action) => isSigned(action) || verdictOf(action)?.allowed === 0);
  return (
    <>
      {possible.map((action) => {
        const verdict = verdictOf(action);
        const some = verdict && verdict.refused > 0;
        return (
          <Button key={action} onClick={() => setOpen(action)}>
            {some
              ? t("bulk.of", { action: label(action), n: verdict.allowed, all: verdict.allowed + verdict.refused })
              : label(action)}
            …
          </Button>
        );
      })}
      {refused.map((action) => (
        <Refused key={action} action={label(action)} signed={isSigned(action)} verdict={verdictOf(action)} />
      ))}
      <FromSelection name={name} selection={selection} total={total} matching={matching} numberOf={numberOf} />
      {open && (
        <BulkDialog
          name={name}
          action={open === "edit" ? undefined : open}
          count={count}
          on={
            selection.kind === "some"
              ? { ids: [...selection.ids] }
              : { filter: matching.filter ?? {}, search: matching.search, except: [...selection.except] }
          }
          onClose={() => setOpen(undefined)}
          onRan={onRan}
        />
      )}
    </>
  );
}

/** The verdicts on a selection that is no longer being changed. */
function useVerdicts(name: RecordName, selection: Selection): readonly BulkVerdict[] | undefined {
  const ids = selection.kind === "some" && selection.ids.size <= mostJudged ? [...selection.ids].join(",") : "";
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(ids), 200);
    return () => clearTimeout(timer);
  }, [ids]);
  const { data } = useQuery(bulkVerdictsQuery, {
    variables: { record: name, ids: settled.split(",") },
    skip: settled === "",
    fetchPolicy: "no-cache",
  });
  return settled === ids && ids !== "" ? data?.bulkVerdicts : undefined;
}

function Refused({ action, signed, verdict }: { action: string; signed: boolean; verdict: BulkVerdict | undefined }) {
  const { t } = useWords();
  const sentence = useReasonWords();
  const all = verdict ? verdict.allowed + verdict.refused : 0;
  return (
    <Popover position="top" width={380} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={css.chip}>
          <StatusGlyph name="padlock" tone="ink2" />
          {verdict && verdict.allowed === 0 ? t("bulk.none", { action, all }) : t("bulk.signed", { action })}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("bulk.why", { action })}>
        <ul className={css.why} tabIndex={-1} data-autofocus>
          {signed && <li>{t("bulk.signedWhy")}</li>}
          {verdict?.reasons.map(({ reason, count }) => (
            <li key={`${reason.code} ${reason.text.en}`}>
              <b>{t("bulk.whyCount", { n: count })}</b> {sentence(reason)}
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
