/**
 * The accountability statement, before the first signature and once a year (21 CFR 11.10(j)): what the signature binds the
 * person to, accepted by a press of its own. The server refuses to sign without it.
 */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useMutation, useQuery } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { useEffect, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { type Failure, failureOf } from "../failure.ts";
import { useWords } from "../lang.tsx";
import { FailureText, Skeleton } from "../states.tsx";
import css from "./sign.module.css";

interface Statement {
  readonly version: string;
  readonly text: Label;
  readonly sha256: string;
}

/** The statement in force. */
export const statementQuery: TypedDocumentNode<{ statement: Statement }, Record<string, never>> = gql`
  query accountabilityStatement { statement: accountabilityStatement { version text { en zh } sha256 } }
`;

/** Accepts it; the hash names the text that was shown. */
export const acceptMutation: TypedDocumentNode<{ acceptStatement: boolean }, { sha256: string }> = gql`
  mutation acceptStatement($sha256: String!) { acceptStatement(sha256: $sha256) }
`;

/** True when a signature was refused because the statement has not been accepted. */
export const asksStatement = (failure: Failure | undefined): boolean =>
  failure?.kind === "signature" && failure.reasons.some(({ code }) => code === "STATEMENT_UNACCEPTED");

interface Props {
  readonly onAccepted: () => void;
  readonly onClose: () => void;
}

export function Accountability({ onAccepted, onClose }: Props) {
  const { t, say } = useWords();
  const { data, error, refetch } = useQuery(statementQuery, { fetchPolicy: "network-only" });
  const [accept, { loading }] = useMutation(acceptMutation);
  const [refused, setRefused] = useState<Failure>();
  const statement = data?.statement;
  const failure = refused ?? (error && failureOf(error));
  // The focus begins at the text and not at the button: it is to be read, and no Enter left over accepts it.
  const read = useRef<HTMLParagraphElement>(null);
  const shown = statement?.sha256;
  useEffect(() => {
    if (shown) read.current?.focus();
  }, [shown]);
  const press = async () => {
    if (!statement) return;
    try {
      await accept({ variables: { sha256: statement.sha256 } });
      onAccepted();
    } catch (thrown) {
      setRefused(failureOf(thrown));
      // Another text may have come into force; it is the one to read now.
      void refetch().catch(() => undefined);
    }
  };
  return (
    <div className={css.body}>
      <div>
        <p className={css.label}>{t("sign.statement")}</p>
        {statement ? (
          <p ref={read} tabIndex={-1} className={css.sentence}>
            {say(statement.text)}
          </p>
        ) : (
          !failure && <Skeleton rows={3} />
        )}
      </div>
      <p className={css.note}>{t("sign.statementWhy", { n: statement?.version ?? "" })}</p>
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
      <div className={css.foot}>
        <Button onClick={onClose}>{t("do.cancel")}</Button>
        {statement && (
          <Button look="primary" busy={loading} onClick={() => void press()}>
            {t("sign.statementAccept")}
          </Button>
        )}
      </div>
    </div>
  );
}
