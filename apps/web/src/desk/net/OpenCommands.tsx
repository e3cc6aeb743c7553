/**
 * Acts without an answer, after a reload too: the person asks the server, under the same id, what became of each. One that had not
 * arrived takes place then, as it was pressed; a signed one is only asked about.
 */
import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { Button, ButtonLink } from "../../kit/Button.tsx";
import { actionDocument, createDocument, editDocument } from "../../kit/data/documents.ts";
import type { Failure } from "../../kit/failure.ts";
import { useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { dropOpen, type OpenCommand, openName, useOpenCommands } from "../../kit/open-commands.ts";
import { recordPath } from "../../kit/path.ts";
import { useSession } from "../../kit/session.tsx";
import { FailureText } from "../../kit/states.tsx";
import { commandOf } from "../../kit/useCommand.ts";
import css from "./net.module.css";

export default function OpenCommands() {
  const { t } = useWords();
  const { personId } = useSession().session;
  const open = useOpenCommands(personId);
  if (open.length === 0) return null;
  return (
    <section className={css.open} aria-label={t("net.open", { n: open.length })}>
      <p>
        <StatusGlyph name="triangleHalf" tone="wait" /> <strong>{t("net.open", { n: open.length })}</strong> {t("net.openText")}
      </p>
      <ul>
        {open.map((command) => (
          <Line key={command.id} command={command} personId={personId} />
        ))}
      </ul>
    </section>
  );
}

function Line({ command, personId }: { command: OpenCommand; personId: string }) {
  const { t, say } = useWords();
  const tell = useTell();
  const ask = useAsk(command);
  const what = say(openName(command));
  const run = async () => {
    const known = await ask.send();
    if (!known) return;
    tell(t("net.tookPlace", { what }));
    dropOpen(personId, command.id);
  };
  const { failure } = ask;
  const notDone = failure && failure.kind !== "unreachable" && failure.kind !== "unsent";
  return (
    <li>
      <span>{notDone ? t("net.notDone", { what }) : what}</span>
      {command.number && (
        <ButtonLink look="quiet" to={recordPath(command.record, command.number)}>
          {t("do.open")}
        </ButtonLink>
      )}
      {!notDone && (
        <Button busy={ask.busy} onClick={() => void run()}>
          {ask.busy ? t("net.asking") : t("net.ask")}
        </Button>
      )}
      {(notDone || !ask.busy) && (
        <Button look="quiet" onClick={() => dropOpen(personId, command.id)}>
          {t("net.forget")}
        </Button>
      )}
      {/* That a signature is missing is how the server says that the signed act did not take place. */}
      <div role="alert">{failure && failure.kind !== "signature" && <FailureText failure={failure} />}</div>
    </li>
  );
}

function useAsk({ id, record, verb, variables }: OpenCommand) {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const send = async (): Promise<boolean> => {
    const mutation =
      verb === "create" ? createDocument(record) : verb === "edit" ? editDocument(record) : actionDocument(record, verb);
    setBusy(true);
    setFailure(undefined);
    // Not kept anew: it stands in the list until the person has read what became of it.
    const outcome = await commandOf(client, mutation, variables, undefined, id).send({ maxTries: 2 });
    setBusy(false);
    if (!outcome.ok) setFailure(outcome.failure);
    return outcome.ok;
  };
  return { busy, failure, send };
}
