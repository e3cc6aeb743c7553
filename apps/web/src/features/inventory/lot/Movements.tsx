/** The ledger of a lot, newest first, one line per posting; older pages on demand. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { movementKind } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { type Failure, failureOf } from "../../../kit/failure.ts";
import { formatInstant, shortInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { FailureText } from "../../../kit/states.tsx";
import css from "./lot.module.css";
import { type LotRow, type MovementPage, movementFields, movementsPage, unitOf } from "./lot-row.ts";
import { type End, type Posting, postingsOf } from "./movements.ts";

export const movementsQuery: TypedDocumentNode<{ lot: { movements: MovementPage } | null }, { id: string; after: string }> = gql`
  query lotMovements($id: ID!, $after: ID!) { lot(id: $id) { id movements(first: ${movementsPage}, after: $after) { ${movementFields} } } }
`;

const folded = 8;
const kinds: Readonly<Record<string, { en: string; zh: string }>> = movementKind.values;

export function Movements({ row }: { row: LotRow }) {
  const { t } = useWords();
  const id = useId();
  const { postings, shown, hasMore, moreOnServer, failure, more } = useMovements(row);
  return (
    <section className={kit.related} aria-labelledby={id}>
      <div className={kit.groupHead}>
        <h2 id={id}>{t("lot.movements")}</h2>
        <span>
          {postings.length}
          {moreOnServer && "+"}
        </span>
      </div>
      {postings.length === 0 ? (
        <p className={css.note}>{t("lot.noMovements")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, by keyboard too
        <div className={kit.tableScroll} tabIndex={0} role="group" aria-labelledby={id}>
          <table className={kit.table} aria-labelledby={id}>
            <thead>
              <tr>
                <th scope="col">{t("lot.when")}</th>
                <th scope="col">{t("lot.movement")}</th>
                <th scope="col" data-right>
                  {t("lot.quantity")}
                </th>
                <th scope="col">{t("lot.fromTo")}</th>
                <th scope="col">{t("lot.document")}</th>
                <th scope="col">{t("lot.person")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((posting) => (
                <PostingRow key={posting.id} posting={posting} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {failure && <FailureText failure={failure} />}
      {hasMore && (
        <Button look="quiet" onClick={() => void more()}>
          {t("do.showMore")}
        </Button>
      )}
    </section>
  );
}

/** The postings read so far and how many of them are shown; older ones come page by page. */
function useMovements(row: LotRow) {
  const client = useApolloClient();
  const [older, setOlder] = useState<readonly MovementPage[]>([]);
  const [all, setAll] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  // A lot that was read again begins with its newest lines again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setOlder([]), [row]);
  const last = older.at(-1) ?? row.movements;
  const postings = postingsOf([row.movements, ...older].flatMap(({ rows }) => rows));
  const shown = all ? postings : postings.slice(0, folded);
  const more = async () => {
    if (!all) return setAll(true);
    if (last.endCursor === null) return;
    setFailure(undefined);
    try {
      const { data } = await client.query({
        query: movementsQuery,
        variables: { id: row.id, after: last.endCursor },
        fetchPolicy: "no-cache",
      });
      const page = data?.lot?.movements;
      if (page) setOlder([...older, page]);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const hasMore = postings.length > shown.length || last.hasNextPage;
  return { postings, shown, hasMore, moreOnServer: last.hasNextPage, failure, more };
}

function PostingRow({ posting, row }: { posting: Posting; row: LotRow }) {
  const { t, say } = useWords();
  const kind = kinds[posting.kind];
  return (
    <tr className={posting.reversed ? css.reversed : undefined}>
      <td>
        <Moment at={posting.at} />
      </td>
      <td>
        {kind ? say(kind) : posting.kind}
        {posting.reversed && <span className={css.note}> · {t("lot.reversed")}</span>}
        {posting.remark && <span className={css.note}> · {posting.remark}</span>}
      </td>
      <td data-right>
        <Quantity value={posting.quantity} unit={unitOf(row)} />
      </td>
      <td>
        <Ends ends={posting.from} /> <span aria-hidden>→</span> <Ends ends={posting.to} />
      </td>
      <td>
        {isRecordName(posting.record) && !(posting.record === "Lot" && posting.number === row.number) ? (
          <Link to={recordPath(posting.record, posting.number)}>
            <Code>{posting.number}</Code>
          </Link>
        ) : (
          <span className={css.note}>–</span>
        )}
      </td>
      <td>{posting.person && say(posting.person)}</td>
    </tr>
  );
}

function Moment({ at }: { at: string }) {
  const zone = useZone();
  const now = useNow(60_000);
  return (
    <time dateTime={at} title={formatInstant(at, zone, true)}>
      <Code>{shortInstant(at, zone, now)}</Code>
    </time>
  );
}

const ours = ["quarantine", "storage", "production", "blocked", "retained", "dispatch"];

function Ends({ ends }: { ends: readonly End[] }) {
  const { say } = useWords();
  return ends.map((end, index) => (
    <span key={`${end.kind} ${end.number}`}>
      {index > 0 && ", "}
      {end.kind === "Customer" || ours.includes(end.type) ? (
        <Link to={recordPath(end.kind, end.number)} title={say(end.title)}>
          <Code>{end.number}</Code>
        </Link>
      ) : (
        <span className={css.note}>{say(end.title)}</span>
      )}
    </span>
  ));
}
