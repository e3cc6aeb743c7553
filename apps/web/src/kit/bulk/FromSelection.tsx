/** What may be begun with the selected records, e.g. a copy of them: a menu; each entry opens its form with them in it. */
import { useApolloClient } from "@apollo/client/react";
import { type AnyRecord, maxLines, type RecordName, registry } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../Button.tsx";
import { byIdDocument, findDocument } from "../data/documents.ts";
import { type Row, rowsOf, textOf } from "../data/row.ts";
import { type Failure, failureOf } from "../failure.ts";
import { useFeatures } from "../feature.tsx";
import { begunWith } from "../form/begun.ts";
import { useWords } from "../lang.tsx";
import { type Selection, selectedCount } from "../list/selection.ts";
import { Menu } from "../Popup.tsx";
import { isRecordName, newPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { FailureText } from "../states.tsx";
import type { BulkProps } from "./BulkActions.tsx";
import css from "./bulk.module.css";

/** Rows that the server gives at once. */
const largestPage = 500;

export function FromSelection({ name, selection, total, matching, numberOf }: Omit<BulkProps, "onRan">) {
  const { t, say } = useWords();
  const may = useMay();
  const navigate = useNavigate();
  const numbersOf = useNumbers(name, matching, numberOf);
  const [failure, setFailure] = useState<Failure>();
  const [tooMany, setTooMany] = useState(false);
  const entries = Object.entries(useFeatures()).flatMap(([record, { fromSelection }]) => {
    const made: AnyRecord | undefined = isRecordName(record) ? registry[record] : undefined;
    return fromSelection && may(made?.create?.permit) ? [{ record, ...fromSelection }] : [];
  });
  if (entries.length === 0) return null;
  const begin = async ({ record, begins }: (typeof entries)[number]) => {
    setFailure(undefined);
    setTooMany(false);
    try {
      const isMany = (selectedCount(selection, total) ?? Number.POSITIVE_INFINITY) > maxLines;
      const numbers = isMany ? undefined : await numbersOf(selection);
      if (!numbers) return setTooMany(true);
      await navigate({ to: newPath(record), state: begunWith(begins(name, numbers)) });
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <>
      <span role="alert" className={css.said}>
        {tooMany && t("bulk.tooManyToName", { n: maxLines })}
        {failure && <FailureText failure={failure} />}
      </span>
      <Menu position="bottom-end" width={260} target={<Button>{t("bulk.begin")}…</Button>}>
        {({ Item }) =>
          entries.map((entry) => (
            <Item key={entry.record} onClick={() => void begin(entry)}>
              {say(entry.label)}
            </Item>
          ))
        }
      </Menu>
    </>
  );
}

/** Reads the numbers of a selection; undefined for more than a form has rows. */
function useNumbers(name: RecordName, matching: BulkProps["matching"], numberOf: BulkProps["numberOf"]) {
  const client = useApolloClient();
  const one = async (id: string): Promise<string> => {
    const known = numberOf(id);
    if (known !== undefined) return known;
    const { data } = await client.query<{ record: Row | null }>({ query: byIdDocument(name), variables: { id } });
    return textOf(data?.record?.number);
  };
  return async (selection: Selection): Promise<readonly string[] | undefined> => {
    if (selection.kind === "some") return (await Promise.all([...selection.ids].map(one))).filter(Boolean);
    // As many more as were taken out, and one that tells that there are too many.
    const first = maxLines + selection.except.size + 1;
    if (first > largestPage) return undefined;
    const { data } = await client.query<{ page: { edges: readonly { node: unknown }[] } }>({
      query: findDocument(name),
      variables: { ...matching, first },
      fetchPolicy: "no-cache",
    });
    const rows = rowsOf(data?.page.edges.map(({ node }) => node)).filter(({ id }) => !selection.except.has(id));
    return rows.length > maxLines ? undefined : rows.map(({ number }) => textOf(number));
  };
}
