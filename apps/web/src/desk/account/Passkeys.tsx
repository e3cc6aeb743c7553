/** One's own passkeys: what each is, setting one up after a proof of identity, taking one off with a reason. */
import { useApolloClient, useQuery } from "@apollo/client/react";
import { TextInput } from "@mantine/core";
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { useZone } from "../../kit/clock.tsx";
import { type Failure, failureOf } from "../../kit/failure.ts";
import { ReasonBox } from "../../kit/form/ReasonBox.tsx";
import { useWords } from "../../kit/lang.tsx";
import { type PasskeyAsking, usePasskey } from "../../kit/passkey.tsx";
import { type Asking, useProvider } from "../../kit/provider.tsx";
import { Table } from "../../kit/record/Table.tsx";
import { useSession } from "../../kit/session.tsx";
import { ErrorState, FailureText, Skeleton } from "../../kit/states.tsx";
import css from "./account.module.css";
import { Proof, Said } from "./Enrolment.tsx";
import { enrolPasskeyMutation, offerPasskeyMutation, type Passkey, passkeysQuery, removePasskeyMutation } from "./queries.ts";
import { Moment } from "./SessionTable.tsx";

/** Changes of one's own passkeys; each ends with a sentence. */
type Doing = { readonly what: "add" } | { readonly what: "remove"; readonly key: Passkey };

export function Passkeys({ withCode }: { withCode: boolean }) {
  const { t } = useWords();
  const { refresh } = useSession();
  const { data, error, refetch } = useQuery(passkeysQuery, { fetchPolicy: "network-only" });
  const [doing, setDoing] = useState<Doing>();
  const [said, setSaid] = useState("");
  const begin = (next: Doing) => {
    setSaid("");
    setDoing(next);
  };
  const done = (text: string) => {
    setDoing(undefined);
    setSaid(text);
    refresh();
    void refetch().catch(() => undefined);
  };
  const cancel = () => setDoing(undefined);
  if (!data) return error ? <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} /> : <Skeleton rows={2} />;
  const has = data.passkeys.length > 0;
  return (
    <section className={css.panel} aria-label={t("passkey.title")}>
      {/* The list has its own heading. */}
      {(!has || doing) && <h2>{t("passkey.title")}</h2>}
      <p className={css.text}>{t("passkey.about")}</p>
      {has && !doing && <List keys={data.passkeys} onRemove={(key) => begin({ what: "remove", key })} />}
      {!has && !doing && <p className={css.state}>{t("passkey.none")}</p>}
      {doing?.what === "add" && <Adding withCode={withCode} has={has} onDone={done} onCancel={cancel} />}
      {doing?.what === "remove" && <Removing passkey={doing.key} withCode={withCode} onDone={done} onCancel={cancel} />}
      {!doing && data.installation.passkeys && (
        <Button look={has ? "outline" : "primary"} icon={IconFingerprint} onClick={() => begin({ what: "add" })}>
          {t("passkey.add")}
        </Button>
      )}
      {!data.installation.passkeys && <p className={css.text}>{t("passkey.unavailable")}</p>}
      <p role="status">{said}</p>
    </section>
  );
}

function List({ keys, onRemove }: { keys: readonly Passkey[]; onRemove: (key: Passkey) => void }) {
  const { t } = useWords();
  const zone = useZone();
  return (
    <Table
      title={t("passkey.title")}
      rows={keys}
      rowKey={(key) => key.id}
      empty={t("passkey.none")}
      columns={[
        { key: "name", head: t("passkey.name"), cell: (key) => key.name },
        { key: "kind", head: t("passkey.kind"), cell: (key) => t(key.isSynced ? "passkey.synced" : "passkey.bound") },
        { key: "since", head: t("passkey.since"), cell: (key) => <Moment at={key.createdAt} zone={zone} /> },
        {
          key: "used",
          head: t("passkey.used"),
          cell: (key) => (key.lastUsedAt ? <Moment at={key.lastUsedAt} zone={zone} /> : t("passkey.never")),
        },
        {
          key: "remove",
          head: "",
          right: true,
          cell: (key) => (
            <Button look="quiet" onClick={() => onRemove(key)} aria-label={t("passkey.removeOf", { name: key.name })}>
              {t("passkey.remove")}
            </Button>
          ),
        },
      ]}
    />
  );
}

interface Step {
  readonly withCode: boolean;
  readonly onDone: (said: string) => void;
  readonly onCancel: () => void;
}

/** What proves the owner: what was typed, or a passkey in force. */
interface Given {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
  readonly passkey?: string | undefined;
  readonly provider?: boolean | undefined;
}

function Adding({ withCode, has, onDone, onCancel }: Step & { has: boolean }) {
  const client = useApolloClient();
  const [options, setOptions] = useState<string>();
  const offer = async (given: Given) => {
    const { data } = await client.mutate({ mutation: offerPasskeyMutation, variables: given, fetchPolicy: "no-cache" });
    setOptions(data?.options);
  };
  if (options) return <Making options={options} onDone={onDone} onCancel={onCancel} />;
  return <Proving withCode={withCode} has={has} onProve={offer} onCancel={onCancel} word="factor.next" />;
}

interface ProvingProps {
  readonly withCode: boolean;
  readonly has: boolean;
  readonly onProve: (given: Given) => Promise<void>;
  readonly onCancel: () => void;
  readonly word: "factor.next" | "passkey.remove";
}

/** Password and code, or at a press the passkey. */
function Proving({ withCode, has, onProve, onCancel, word }: ProvingProps) {
  const { t } = useWords();
  const passkey = usePasskey();
  const { provider } = useSession();
  const company = useProvider();
  const { failure, attempt, attemptAtProvider } = useAttempt(passkey, company, onProve);
  return (
    <>
      <Proof
        withCode={withCode}
        text={t("passkey.proofText")}
        onProve={(password, code) => onProve({ password, code: code || undefined })}
        onCancel={onCancel}
        word={word}
      />
      {has && (
        <Button icon={IconFingerprint} onClick={() => void attempt()}>
          {t("passkey.prove")}
        </Button>
      )}
      {provider && (
        <Button icon={IconBuilding} onClick={() => void attemptAtProvider()}>
          {t("provider.prove", { name: provider })}
        </Button>
      )}
      <div role="alert">
        {passkey.trouble}
        {company.trouble}
        <Said failure={failure} />
      </div>
    </>
  );
}

function useAttempt(passkey: PasskeyAsking, company: Asking, onProve: (given: Given) => Promise<void>) {
  const [failure, setFailure] = useState<Failure>();
  const attempt = async () => {
    setFailure(undefined);
    const answer = await passkey.ask("own");
    if (answer) await onProve({ passkey: answer }).catch((error: unknown) => setFailure(failureOf(error)));
  };
  const attemptAtProvider = async () => {
    setFailure(undefined);
    if (await company.go("own")) await onProve({ provider: true }).catch((error: unknown) => setFailure(failureOf(error)));
  };
  return { failure, attempt, attemptAtProvider };
}

/** The name, and the device's part. */
function Making({ options, onDone, onCancel }: { options: string } & Omit<Step, "withCode">) {
  const { t } = useWords();
  const client = useApolloClient();
  const { make, trouble } = usePasskey();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setFailure(undefined);
    const answer = await make(options);
    if (!answer) return;
    try {
      await client.mutate({ mutation: enrolPasskeyMutation, variables: { name, answer } });
      onDone(t("passkey.made", { name }));
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("passkey.name")}
        description={t("passkey.nameHint")}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
        autoFocus
      />
      <div role="alert" className={css.failure}>
        {trouble}
        {failure && <FailureText failure={failure} />}
      </div>
      <div className={css.buttons}>
        <Button type="submit" look="primary" icon={IconFingerprint} disabled={!name.trim()}>
          {t("passkey.make")}
        </Button>
        <Button onClick={onCancel}>{t("do.cancel")}</Button>
      </div>
    </form>
  );
}

function Removing({ passkey, withCode, onDone, onCancel }: Step & { passkey: Passkey }) {
  const { t } = useWords();
  const client = useApolloClient();
  const [reason, setReason] = useState("");
  const remove = async (given: Given) => {
    await client.mutate({ mutation: removePasskeyMutation, variables: { id: passkey.id, reason, ...given } });
    onDone(t("passkey.removed", { name: passkey.name }));
  };
  return (
    <>
      <h3>{t("passkey.removeOf", { name: passkey.name })}</h3>
      <div className={css.form}>
        <ReasonBox value={reason} onChange={setReason} error={undefined} autoFocus />
      </div>
      <Proving withCode={withCode} has onProve={remove} onCancel={onCancel} word="passkey.remove" />
    </>
  );
}
