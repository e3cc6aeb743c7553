/** Which number would come next by the pattern being typed, and what speaks against it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { useEffect, useState } from "react";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { FailureText } from "../../../kit/states.tsx";
import css from "./rule.module.css";

interface Preview {
  readonly next: readonly string[];
  readonly faults: readonly Label[];
}

export const numberPreviewQuery: TypedDocumentNode<{ numberPreview: Preview }, { record: string; pattern: string }> = gql`
  query numberPreview($record: String!, $pattern: String!) {
    numberPreview(record: $record, pattern: $pattern) { next faults { en zh } }
  }
`;

/** As they are written in a pattern. */
const tokens = { yy: "{yy}", yyyy: "{yyyy}", mm: "{mm}", site: "{site}", seq: "{seq:4}" };

/** A moment after the last key. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function NumberPreview({ record, pattern }: { record: string; pattern: string }) {
  const { t, say } = useWords();
  const settled = useSettled(pattern);
  const { data, previousData, error } = useQuery(numberPreviewQuery, {
    variables: { record, pattern: settled },
    skip: record === "" || settled === "",
    fetchPolicy: "network-only",
  });
  const shown = (data ?? previousData)?.numberPreview;
  return (
    <div aria-live="polite" className={css.preview}>
      <p className={css.hint}>{t("number.tokens", tokens)}</p>
      {error && <FailureText failure={failureOf(error)} />}
      {shown && shown.next.length > 0 && (
        <p>
          {t("number.next")}{" "}
          {shown.next.map((number) => (
            <span key={number} className={css.number}>
              <Code>{number}</Code>
            </span>
          ))}
        </p>
      )}
      {shown?.faults.map((fault) => (
        <p key={fault.en} className={css.fault}>
          <StatusGlyph name="triangleAlert" tone="no" /> {say(fault)}
        </p>
      ))}
    </div>
  );
}
