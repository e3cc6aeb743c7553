/** Several records under one act of signing: the list with its hashes, what is left out and why, one proof, then what became of each. */
import { useApolloClient } from "@apollo/client/react";
import { actionsOf, type RecordName, registry } from "@lotline/schema";
import { IconSignature } from "@tabler/icons-react";
import { type SubmitEvent, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { shortHash } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { meaningLabel } from "../../kit/mark/Stamp.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code, Key } from "../../kit/mark/Text.tsx";
import { useReasonWords } from "../../kit/reason-words.ts";
import { useSession } from "../../kit/session.tsx";
import { Accountability, asksStatement } from "../../kit/sign/Accountability.tsx";
import { Credential } from "../../kit/sign/Credential.tsx";
import sign from "../../kit/sign/sign.module.css";
import { useProof } from "../../kit/sign/useProof.ts";
import { FailureText, Skeleton } from "../../kit/states.tsx";
import { useCommand } from "../../kit/useCommand.ts";
import { type Item, type Manifest, manifestMutation, type Signed, signManifestMutation } from "./queries.ts";
import css from "./review.module.css";

interface Props {
  name: RecordName;
  action: string;
  items: readonly Item[];
  onClose: () => void;
  /** What was signed, and under which list. */
  onDone: (signed: readonly Item[], manifest: string) => void;
}

export function BatchDialog({ name, action, items, onClose, onDone }: Props) {
  const { t } = useWords("review");
  const { manifest, failure, ask } = useManifest(name, action, items);
  const [result, setResult] = useState<readonly Signed[]>();
  return (
    <Dialog name={t("review.batchTitle")} onClose={onClose} size={640} signs>
      <div className={sign.head}>
        <IconSignature size={20} stroke={1.6} aria-hidden />
        <h2>{t("review.batchTitle")}</h2>
        <Key>Esc</Key>
      </div>
      {asksStatement(failure) && <Accountability onAccepted={() => void ask()} onClose={onClose} />}
      {failure && !asksStatement(failure) && (
        <div className={sign.body} role="alert">
          <FailureText failure={failure} />
          <div className={sign.foot}>
            <Button onClick={onClose} autoFocus>
              {t("do.close")}
            </Button>
          </div>
        </div>
      )}
      {!manifest && !failure && <Skeleton rows={6} />}
      {manifest && !result && (
        <Ceremony
          items={items}
          name={name}
          action={action}
          manifest={manifest}
          onClose={onClose}
          onSigned={(signed) => {
            onDone(
              items.filter((item) => signed.some(({ recordId, ok }) => ok && recordId === item.recordId)),
              manifest.id,
            );
            // All went through: nothing is left to be told.
            if (signed.every(({ ok }) => ok)) onClose();
            else setResult(signed);
          }}
        />
      )}
      {result && <Result result={result} onClose={onClose} />}
    </Dialog>
  );
}

interface CeremonyProps {
  items: readonly Item[];
  name: RecordName;
  action: string;
  manifest: Manifest;
  onClose: () => void;
  onSigned: (signed: readonly Signed[]) => void;
}

function Ceremony({ name, action, items, manifest, onClose, onSigned }: CeremonyProps) {
  const { t, say } = useWords("review");
  const { refresh } = useSession();
  const { send, busy, failure, unknown } = useCommand<{ readonly signed: readonly Signed[] }>();
  const { proof, setProof, incomplete, prove, trouble } = useProof(manifest);
  const [tried, setTried] = useState(false);
  const label = actionsOf(registry[name])[action]?.label;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (incomplete || manifest.rows.length === 0) return;
    const signature = unknown ? { intent: manifest.id } : await prove();
    if (!signature) return;
    const outcome = await send(signManifestMutation, { manifest: manifest.id, signature }, { of: manifest.id });
    refresh();
    if (outcome.ok) onSigned(outcome.value.signed);
  };
  if (manifest.rows.length === 0)
    return (
      <div className={sign.body}>
        <p>{t("review.batchNone")}</p>
        <LeftOut manifest={manifest} />
        <div className={sign.foot}>
          <Button onClick={onClose} autoFocus>
            {t("do.close")}
          </Button>
        </div>
      </div>
    );
  return (
    <form className={sign.sign} onSubmit={submit} noValidate>
      <div className={sign.body}>
        <p className={sign.sentence}>{say(manifest.statement)}</p>
        <p className={css.aside}>{t("review.batchEach")}</p>
        <List manifest={manifest} items={items} />
        <LeftOut manifest={manifest} />
      </div>
      <div className={sign.credential}>
        <Credential asked={manifest} proof={proof} onChange={setProof} focus missing={tried && incomplete} />
        <div role="alert">{failure && failure.kind !== "invalid" && <FailureText failure={failure} />}</div>
        <div role="alert">{trouble}</div>
        <div className={sign.foot}>
          <span className={sign.hash} title={`${t("sign.hash")} ${manifest.hash}`}>
            <Code>sha-256 {shortHash(manifest.hash)}</Code>
          </span>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look="signPrimary" icon={IconSignature} busy={busy} title={label && say(label)}>
            {t("sign.action", { meaning: say(meaningLabel(manifest.meaning)) })} × {manifest.rows.length} <Key>Enter</Key>
          </Button>
        </div>
      </div>
    </form>
  );
}

function List({ manifest, items }: { manifest: Manifest; items: readonly Item[] }) {
  const { t, say } = useWords("review");
  const titles = new Map(items.map((item) => [item.recordId, say(item.title)]));
  return (
    <div className={css.manifest}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("review.batchRecord")}</th>
            <th scope="col">{t("review.batchVersion")}</th>
            <th scope="col">{t("review.batchHash")}</th>
          </tr>
        </thead>
        <tbody>
          {manifest.rows.map((row) => (
            <tr key={row.recordId}>
              <td>
                <Code>{row.number}</Code> {titles.get(row.recordId) !== row.number && titles.get(row.recordId)}
                {row.onBehalfOf && <p className={css.aside}>{t("sign.behalf", { name: say(row.onBehalfOf) })}</p>}
              </td>
              <td>{row.version}</td>
              <td title={row.contentHash}>
                <Code>{shortHash(row.contentHash)}</Code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LeftOut({ manifest: { excluded } }: { manifest: Manifest }) {
  const { t } = useWords("review");
  const sentence = useReasonWords();
  if (excluded.length === 0) return null;
  return (
    <details className={css.leftOut} open>
      <summary>{t("review.batchOut", { n: excluded.length })}</summary>
      <ul>
        {excluded.map((row) => (
          <li key={row.recordId}>
            <Code>{row.number}</Code> {row.reasons.map(sentence).join(" ")}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What became of each record, where not all of them went through. */
function Result({ result, onClose }: { result: readonly Signed[]; onClose: () => void }) {
  const { t } = useWords("review");
  const sentence = useReasonWords();
  const signed = result.filter(({ ok }) => ok).length;
  return (
    <div className={sign.body}>
      <p role="status">{t("review.batchPart", { n: signed, m: result.length - signed })}</p>
      <ul className={css.results} aria-label={t("review.batchResult")}>
        {result.map((row) => (
          <li key={row.recordId}>
            <StatusGlyph name={row.ok ? "tick" : "cross"} tone={row.ok ? "ok" : "no"} size={13} /> <Code>{row.number}</Code>{" "}
            {row.ok ? t("review.batchOk") : row.reasons.map(sentence).join(" ")}
          </li>
        ))}
      </ul>
      <div className={sign.foot}>
        <Button onClick={onClose} autoFocus>
          {t("do.close")}
        </Button>
      </div>
    </div>
  );
}

function useManifest(record: RecordName, action: string, items: readonly Item[]) {
  const client = useApolloClient();
  const [manifest, setManifest] = useState<Manifest>();
  const [failure, setFailure] = useState<Failure>();
  // The list is that of the moment at which the dialog was opened.
  const records = useRef(items.map(({ recordId, version }) => ({ id: recordId, shownVersion: version })));
  const asked = useRef(false);
  const ask = useCallback(async () => {
    setFailure(undefined);
    try {
      const { data } = await client.mutate({
        mutation: manifestMutation,
        variables: { record, action, records: records.current },
        fetchPolicy: "no-cache",
      });
      setManifest(data?.manifest);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, [client, record, action]);
  useEffect(() => {
    // A list is written down; asking twice for one dialog would leave one unused.
    if (asked.current) return;
    asked.current = true;
    void ask();
  }, [ask]);
  return { manifest, failure, ask };
}
