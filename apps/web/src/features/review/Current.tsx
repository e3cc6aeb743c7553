/** The record under review: its case in the middle, its evidence at the right, and what is decided about it. */
import { useApolloClient } from "@apollo/client/react";
import { actionsOf, type Label, type RecordName, registry } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Button, ButtonLink, RefusedAction } from "../../kit/Button.tsx";
import { useZone } from "../../kit/clock.tsx";
import { inZone } from "../../kit/format.ts";
import { type KeyBinding, useKeys, useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Key } from "../../kit/mark/Text.tsx";
import { recordPath } from "../../kit/path.ts";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useRecord } from "../../kit/record/useRecord.ts";
import { EmptyState, Skeleton } from "../../kit/states.tsx";
import { CasePane } from "./CasePane.tsx";
import { EvidencePane } from "./EvidencePane.tsx";
import { type Case, type Item, type Look, takeOverMutation } from "./queries.ts";
import css from "./review.module.css";
import { type Sitting, type Stopwatch, useCase, useLook } from "./useCase.ts";
import type { QueueState } from "./useQueue.ts";

const ActionDialog = lazy(() =>
  import("../../kit/record/ActionDialog.tsx").then(({ ActionDialog: component }) => ({ default: component })),
);
const AskDialog = lazy(() => import("./AskDialog.tsx").then(({ AskDialog: component }) => ({ default: component })));

interface CurrentProps {
  name: RecordName;
  item: Item;
  state: QueueState;
  watch: Stopwatch;
}

export function Current(props: CurrentProps) {
  const { name, item, state } = props;
  const { t } = useWords("review");
  const { found, failure, again } = useCase(item);
  const read = useRecord(name, item.number, true);
  const { look, again: lookAgain } = useLook(item);
  if (failure && !found)
    return (
      <div className={css.nothing}>
        <EmptyState title={t("review.gone")} hint={t("review.goneHint")}>
          <Button onClick={() => state.settle([item.id])}>{t("review.next")}</Button>
        </EmptyState>
      </div>
    );
  if (!found || !read.row) return <Skeleton rows={10} />;
  return (
    <Shown
      {...props}
      row={read.row}
      found={found}
      look={look}
      onLook={lookAgain}
      again={() => {
        again();
        read.again();
      }}
    />
  );
}

interface ShownProps extends CurrentProps {
  row: LoadedRecord;
  found: Case;
  look: Look | undefined;
  onLook: () => void;
  again: () => void;
}

type Given = Readonly<Record<string, unknown>> | undefined;

function Shown(props: ShownProps) {
  const { name, item, watch, row, found, look, onLook, again } = props;
  const { t } = useWords("review");
  const [at, setAt] = useState(0);
  const [whole, setWhole] = useState(false);
  const deciding = useDeciding(props);
  const choose = (index: number) => {
    setAt(Math.max(0, Math.min(found.findings.length - 1, index)));
    watch.look("exceptions");
  };
  const expand = () => {
    setWhole(!whole);
    watch.look(whole ? "exceptions" : "record");
  };
  useCaseKeys(props, deciding, [
    { key: "e", label: t(whole ? "review.collapse" : "review.expand"), run: expand },
    { key: "]", label: t("review.nextException"), run: () => choose(at + 1), quiet: found.findings.length < 2 },
    { key: "[", label: t("review.previousException"), run: () => choose(at - 1), quiet: true },
  ]);
  return (
    <>
      <section className={css.case} aria-label={t("review.title")}>
        <Presence name={name} item={item} look={look} onLook={onLook} />
        <CasePane {...{ name, row, found, look, at, whole, again }} onAt={choose} onWhole={expand} onAct={deciding.start} />
        <Decide name={name} item={item} found={found} sitting={watch.sitting} deciding={deciding} />
      </section>
      <EvidencePane name={name} row={row} found={found} at={at} />
      <Dialogs {...props} deciding={deciding} at={at} />
    </>
  );
}

interface Deciding {
  /** The action that is being asked and signed. */
  readonly asked: { readonly action: string; readonly given: Given } | undefined;
  readonly asking: boolean;
  /** Begins an action as its button does; one that may not happen shows its reasons. */
  readonly start: (action: string, given?: Given) => void;
  readonly ask: () => void;
  readonly leave: () => void;
  readonly done: (label: Label) => void;
  readonly questioned: () => void;
}

/** From a key to what became of it: a decision takes the record out of the queue, and the next one is looked at. */
function useDeciding({ item, state, watch, row, found, again }: ShownProps): Deciding {
  const { t, say } = useWords("review");
  const tell = useTell();
  const [asked, setAsked] = useState<Deciding["asked"]>();
  const [asking, setAsking] = useState(false);
  return {
    asked,
    asking,
    start: (action, given) => {
      const verdict = row.actions.find((one) => one.name === action);
      if (verdict?.allowed) setAsked({ action, given });
      else document.querySelector("[data-review-scroll]")?.scrollTo({ top: 0 });
    },
    ask: () => setAsking(true),
    leave: () => {
      setAsked(undefined);
      setAsking(false);
      again();
    },
    done: (label) => {
      const action = asked?.action;
      setAsked(undefined);
      if (action !== found.action && action !== found.back) return again();
      watch.note(action === found.action ? "signed" : "sentBack", [item]);
      tell(t("review.done", { number: item.number, action: say(label) }));
      state.settle([item.id]);
    },
    questioned: () => {
      setAsking(false);
      watch.note("asked", [item]);
      tell(t("review.asked", { number: item.number }));
      state.go(state.index + 1);
    },
  };
}

function useCaseKeys({ name, item, row, found }: ShownProps, { start, ask }: Deciding, more: readonly KeyBinding[]): void {
  const { t, say } = useWords("review");
  const navigate = useNavigate();
  const { back } = found;
  useKeys(
    [
      { key: "a", label: t("review.approve"), run: () => start(found.action), group: "record", reasons: found.reasons },
      ...(back ? [{ key: "r", label: t("review.sendBack"), run: () => start(back), group: "record" } as const] : []),
      { key: "q", label: t("review.ask"), run: ask, group: "record" },
      ...more,
      { key: "o", label: t("review.open"), run: () => void navigate({ to: recordPath(name, item.number) }) },
    ],
    { record: name, id: row.id, number: row.number, title: say(row.title) },
  );
}

function Dialogs({ name, item, row, found, at, deciding }: ShownProps & { deciding: Deciding; at: number }) {
  const { asked, asking, leave, done, questioned } = deciding;
  return (
    <Suspense>
      {asked && (
        <ActionDialog name={name} row={row} actionName={asked.action} given={asked.given} onClose={leave} onDone={done} />
      )}
      {asking && (
        <AskDialog name={name} item={item} found={found} finding={found.findings[at]} onClose={leave} onDone={questioned} />
      )}
    </Suspense>
  );
}

/** Who else is here, and whose turn it is. */
function Presence({ name, item, look, onLook }: { name: RecordName; item: Item; look: Look | undefined; onLook: () => void }) {
  const { t, say } = useWords("review");
  const zone = useZone();
  const client = useApolloClient();
  const claim = look?.claim ?? item.claim;
  const isOthers = claim && !claim.mine && claim.by;
  const present = (look?.present ?? []).filter(({ id }) => id !== claim?.by?.id);
  if (!isOthers && present.length === 0) return null;
  const takeOver = async () => {
    await client
      .mutate({ mutation: takeOverMutation, variables: { record: name, id: item.recordId }, fetchPolicy: "no-cache" })
      .catch(() => undefined);
    onLook();
  };
  return (
    <p className={css.presence} role="status">
      {isOthers && t("review.claimedBy", { name: say(isOthers.name), time: inZone(Date.parse(claim.until), zone)?.time ?? "" })}{" "}
      {present.length > 0 && t("review.here", { names: present.map((person) => say(person.name)).join(", ") })}
      {isOthers && (
        <Button look="quiet" onClick={() => void takeOver()}>
          {t("review.takeOver")}
        </Button>
      )}
    </p>
  );
}

interface DecideProps {
  name: RecordName;
  item: Item;
  found: Case;
  sitting: Sitting;
  deciding: Deciding;
}

/** The decision itself, with the keys that press its buttons. */
function Decide({ name, item, found, sitting, deciding: { start, ask } }: DecideProps) {
  const { t, say } = useWords("review");
  const actions = actionsOf(registry[name]);
  const [label, back] = [actions[found.action]?.label, found.back ? actions[found.back]?.label : undefined];
  const average = sitting.reviewed > 0 ? Math.round(sitting.seconds / sitting.reviewed) : 0;
  return (
    <footer className={css.decide}>
      {sitting.reviewed > 0 && (
        <span className={css.sitting}>
          {t("review.sitting", {
            n: sitting.reviewed,
            time: `${Math.floor(average / 60)}:${String(average % 60).padStart(2, "0")}`,
          })}
        </span>
      )}
      <ButtonLink to={recordPath(name, item.number)} look="quiet">
        {t("review.open")} <Key>O</Key>
      </ButtonLink>
      <Button onClick={ask}>
        {t("review.ask")} <Key>Q</Key>
      </Button>
      {back && (
        <Button onClick={() => start(found.back ?? "")}>
          {say(back)} <Key>R</Key>
        </Button>
      )}
      {label && found.allowed && (
        <Button look="signPrimary" onClick={() => start(found.action)}>
          {say(label)} <Key>A</Key>
        </Button>
      )}
      {label && !found.allowed && (
        <RefusedAction action={say(label)} reasons={found.reasons.length} onClick={() => start(found.action)} />
      )}
    </footer>
  );
}
