/** Until when a record is kept and by which clause, and the legal holds on it; below the body of its page. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Label, type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useWords } from "../lang.tsx";
import { HoldTag } from "../mark/HoldTag.tsx";
import { Code } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import css from "./record.module.css";
import type { LoadedRecord } from "./types.ts";

export interface KeepingReason {
  readonly text: Label;
  readonly clause: string;
  readonly until: string | null;
}

interface RecordKeeping {
  readonly until: string | null;
  readonly why: readonly KeepingReason[];
  readonly holds: readonly { readonly number: string; readonly matter: string }[];
}

export const recordKeepingQuery: TypedDocumentNode<{ recordKeeping: RecordKeeping }, { record: string; id: string }> = gql`
  query recordKeeping($record: String!, $id: ID!) {
    recordKeeping(record: $record, id: $id) { until why { text { en zh } clause until } holds { number matter } }
  }
`;

/** The legal holds on a record, for the head of its page. */
export function LegalHoldTags({ name, id }: { name: RecordName; id: string }) {
  const { t } = useWords();
  const { data } = useQuery(recordKeepingQuery, { variables: { record: name, id } });
  return data?.recordKeeping.holds.map(({ number }) => <HoldTag key={number} reason={`${t("keep.held")} ${number}`} />);
}

export default function Keeping({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, say } = useWords();
  const mayOpen = useMay()(registry.LegalHold.read);
  const { data } = useQuery(recordKeepingQuery, { variables: { record: name, id: row.id }, fetchPolicy: "cache-and-network" });
  if (!data) return null;
  const { until, why, holds } = data.recordKeeping;
  return (
    <section className={css.related} aria-label={t("keep.title")}>
      <div className={css.groupHead}>
        <h2>{t("keep.title")}</h2>
        <span>{until === null ? t("keep.permanent") : t("keep.until", { day: until })}</span>
      </div>
      {holds.map(({ number, matter }) => (
        <p key={number}>
          <HoldTag reason={t("keep.held")} />{" "}
          {mayOpen ? (
            <Link to={recordPath("LegalHold", number)}>
              <Code>{number}</Code>
            </Link>
          ) : (
            <Code>{number}</Code>
          )}{" "}
          {matter}
        </p>
      ))}
      <dl>
        {why.map((one) => (
          <div key={one.text.en} className={css.line}>
            <dt>{one.until ?? t("keep.permanent")}</dt>
            <dd>
              {say(one.text)} {one.clause && <span>({one.clause})</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
