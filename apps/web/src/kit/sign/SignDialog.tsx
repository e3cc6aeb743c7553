/**
 * The signing ceremony in the order of compliance.md §D: what is signed, the meaning as one sentence, the reason if one is asked,
 * the credential with the focus in it. Enter signs, Esc leaves; a refusal never loses what was typed.
 */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Action, Label, RecordName } from "@lotline/schema";
import { registry } from "@lotline/schema";
import { IconSignature } from "@tabler/icons-react";
import { type SubmitEvent, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { type Failure, failureOf } from "../failure.ts";
import { ReasonBox } from "../form/ReasonBox.tsx";
import { shortHash } from "../format.ts";
import { useWords } from "../lang.tsx";
import { meaningLabel } from "../mark/Stamp.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { Code, Key } from "../mark/Text.tsx";
import { Progress } from "../record/DialogParts.tsx";
import type { LoadedRecord } from "../record/types.ts";
import type { Act } from "../record/useAct.ts";
import { useSession } from "../session.tsx";
import { FailureText, Skeleton } from "../states.tsx";
import { Accountability, asksStatement } from "./Accountability.tsx";
import { Credential, meansUsed } from "./Credential.tsx";
import css from "./sign.module.css";
import { type AskedProof, useProof } from "./useProof.ts";

interface Intent extends AskedProof {
  readonly meaning: string;
  readonly statement: Label;
  readonly contentHash: string;
  readonly triesLeft: number;
  readonly onBehalfOf: Label | null;
  readonly summary: readonly { readonly text: Label; readonly ok: boolean }[];
}

/** Announces to the server what is about to be signed; its answer is good for one signature, five minutes long. */
export const intentMutation: TypedDocumentNode<{ intent: Intent }, Record<string, unknown>> = gql`
  mutation signatureIntent($record: String!, $id: ID!, $version: Int!, $action: String!, $input: JSON, $reason: String) {
    intent: signatureIntent(record: $record, id: $id, version: $version, action: $action, input: $input, reason: $reason) {
      id meaning statement { en zh } contentHash needs secondFactor means triesLeft onBehalfOf { en zh } summary { text { en zh } ok }
    }
  }
`;

/** What of a record the ceremony tells. */
export type SignedRow = Pick<LoadedRecord, "id" | "number" | "version" | "title">;

interface Props {
  name: RecordName;
  row: SignedRow;
  actionName: string;
  action: Action;
  input: Readonly<Record<string, unknown>> | undefined;
  act: Act;
  onClose: () => void;
  /** Back to what the action asked for. */
  onBack: (() => void) | undefined;
  onDone: () => void;
}

export function SignDialog(props: Props) {
  const { name, row, actionName, action, input, onClose } = props;
  const { t, say } = useWords();
  const { intent, failure, ask } = useIntent({
    record: name,
    id: row.id,
    version: row.version,
    action: actionName,
    input: input ?? null,
  });
  return (
    <Dialog name={`${t("sign.title")}: ${say(action.label)}`} onClose={onClose} size={560} signs>
      <div className={css.head}>
        <IconSignature size={20} stroke={1.6} aria-hidden />
        <h2>{t("sign.title")}</h2>
        <span className={css.what}>
          {say(registry[name].label)} <Code>{row.number}</Code>, {t("sign.version", { n: row.version })}
        </span>
        <Key>Esc</Key>
      </div>
      {asksStatement(failure) && <Accountability onAccepted={() => void ask()} onClose={onClose} />}
      {failure && !asksStatement(failure) && (
        <div className={css.body} role="alert">
          <FailureText failure={failure} />
          <div className={css.foot}>
            <Button onClick={() => void ask()}>{t("do.retry")}</Button>
            <Button onClick={onClose} autoFocus>
              {t("do.close")}
            </Button>
          </div>
        </div>
      )}
      {!intent && !failure && <Skeleton rows={4} />}
      {intent && <Ceremony {...props} intent={intent} />}
    </Dialog>
  );
}

/** What, meaning, reason, credential; its order is that of the regulation's reading, not of taste. */
function Ceremony({ row, action, input, act, intent, onClose, onBack, onDone }: Props & { intent: Intent }) {
  const { t, say } = useWords();
  const { session, refresh } = useSession();
  const [reason, setReason] = useState("");
  const { proof, setProof, incomplete, prove, trouble } = useProof(intent);
  const [tried, setTried] = useState(false);
  const typed = meansUsed(intent, session.signing.codeSet, proof) === "typed";
  const reasonMissing = action.reason === true && [...reason.trim()].length < 10;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (reasonMissing || (incomplete && !act.unknown)) return;
    // One whose outcome is unknown is sent again as it was; a passkey is not asked a second time for it.
    const signature = act.unknown ? { intent: intent.id } : await prove();
    if (!signature) return;
    const done = await act.send({ input, reason: action.reason ? reason : undefined, signature });
    // The signing session began, went on or has one try less.
    refresh();
    if (done) onDone();
  };
  return (
    <form className={css.sign} onSubmit={submit} noValidate>
      <div className={css.body}>
        <Summary row={row} intent={intent} />
        <div>
          <p className={css.label}>{t("sign.meaning")}</p>
          <p className={css.sentence}>{say(intent.statement)}</p>
          {intent.onBehalfOf && <p className={css.note}>{t("sign.behalf", { name: say(intent.onBehalfOf) })}</p>}
        </div>
        {action.reason && (
          <ReasonBox
            value={reason}
            onChange={setReason}
            error={tried && reasonMissing ? t("form.reasonMissing") : undefined}
            autoFocus
          />
        )}
      </div>
      <div className={css.credential}>
        <Credential
          asked={intent}
          proof={proof}
          onChange={setProof}
          focus={action.reason !== true}
          missing={tried && incomplete}
        />
        <Progress act={act} label={say(action.label)} />
        <div role="alert">{trouble}</div>
        {act.failure?.kind === "conflict" && <p className={css.moved}>{t("sign.moved")}</p>}
        <Foot
          intent={intent}
          act={act}
          onBack={onBack ?? onClose}
          backWord={onBack ? t("do.back") : t("do.cancel")}
          focus={!typed && action.reason !== true}
        />
      </div>
    </form>
  );
}

interface FootProps {
  intent: Intent;
  act: Act;
  onBack: () => void;
  backWord: string;
  /** Nothing is to be typed: the focus stands where Enter signs. */
  focus: boolean;
}

function Foot({ intent, act, onBack, backWord, focus }: FootProps) {
  const { t, say } = useWords();
  return (
    <div className={css.foot}>
      <span className={css.hash} title={`${t("sign.hash")} ${intent.contentHash}`}>
        <Code>sha-256 {shortHash(intent.contentHash)}</Code>
      </span>
      <Tries failure={act.failure} intent={intent} />
      <Button onClick={onBack}>{backWord}</Button>
      <Button
        type="submit"
        look="signPrimary"
        icon={IconSignature}
        busy={act.busy}
        disabled={act.failure?.kind === "conflict"}
        autoFocus={focus}
        data-autofocus={focus || undefined}
      >
        {act.unknown ? t("do.check") : t("sign.action", { meaning: say(meaningLabel(intent.meaning)) })} <Key>Enter</Key>
      </Button>
    </div>
  );
}

/** What is signed: the record in one line, what is out of the ordinary about it, then each check. */
function Summary({ row, intent }: { row: SignedRow; intent: Intent }) {
  const { say } = useWords();
  const title = say(row.title);
  if (intent.summary.length === 0 && title === row.number) return null;
  return (
    <ul className={css.summary}>
      {title !== row.number && <li>{title}</li>}
      {intent.summary.map((check) => (
        <li key={check.text.en}>
          <StatusGlyph name={check.ok ? "tick" : "triangleHalf"} tone={check.ok ? "ok" : "wait"} size={13} /> {say(check.text)}
        </li>
      ))}
    </ul>
  );
}

function Tries({ failure, intent }: { failure: Failure | undefined; intent: Intent }) {
  const { t } = useWords();
  const left = failure?.kind === "signature" && failure.triesLeft !== undefined ? failure.triesLeft : intent.triesLeft;
  // Said once there has been a wrong one; before that it is noise, and the refusal itself says it too.
  if (left >= 5 || failure?.kind === "signature") return null;
  return <span className={css.tries}>{t("sign.tries", { n: left })}</span>;
}

function useIntent(variables: Readonly<Record<string, unknown>>): {
  intent: Intent | undefined;
  failure: Failure | undefined;
  ask: () => Promise<void>;
} {
  const client = useApolloClient();
  const [intent, setIntent] = useState<Intent>();
  const [failure, setFailure] = useState<Failure>();
  const key = JSON.stringify(variables);
  const asked = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the variables
  const ask = useCallback(async () => {
    setFailure(undefined);
    try {
      const { data } = await client.mutate({ mutation: intentMutation, variables, fetchPolicy: "no-cache" });
      setIntent(data?.intent);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, [client, key]);
  useEffect(() => {
    // An intent is written down; asking twice for one dialog would leave one unused.
    if (asked.current === key) return;
    asked.current = key;
    void ask();
  }, [ask, key]);
  return { intent, failure, ask };
}
