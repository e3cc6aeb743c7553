/** Changes of the record that wait for their approval: what would change, who asked and when, and the way to each. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Fields, type Label, type RecordName, registry, valueWords } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useNow, useZone } from "../clock.tsx";
import { failureOf } from "../failure.ts";
import { shortInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import { FailureText } from "../states.tsx";
import css from "./record.module.css";

interface Change {
  readonly id: string;
  readonly number: string;
  readonly createdAt: string;
  readonly createdBy: { readonly title: Label } | null;
  readonly values: readonly {
    readonly id: string;
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export const openChangesQuery: TypedDocumentNode<
  { readonly page: { readonly edges: readonly { readonly node: Change }[] } },
  { readonly type: readonly RecordName[]; readonly id: string }
> = gql`
  query openChanges($type: [String!], $id: String!) {
    page: masterChanges(filter: { recordType: $type, recordId: { eq: $id }, state: ["proposed"] }, sort: ["-createdAt"], first: 20) {
      edges { node { id number createdAt createdBy { id title { en zh } } values { id field before after } } }
    }
  }
`;

export default function OpenChanges({ name, id }: { name: RecordName; id: string }) {
  const { data, error } = useQuery(openChangesQuery, { variables: { type: [name], id }, fetchPolicy: "no-cache" });
  if (error) return <FailureText failure={failureOf(error)} />;
  return data?.page.edges.map(({ node }) => <Waiting key={node.id} name={name} change={node} />);
}

function Waiting({ name, change }: { name: RecordName; change: Change }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const fields: Fields = registry[name].fields;
  const { number, createdAt, createdBy, values } = change;
  const words = (name: string, text: string | null) => (fields[name] ? say(valueWords(fields[name], text)) : text);
  return (
    <section className={css.banner} aria-label={t("change.waits", { number })}>
      <div className={css.waiting}>
        <strong>{t("change.waits", { number })}</strong>
        <ul>
          {values.map(({ id, field, before, after }) => (
            <li key={id}>
              {fields[field] ? say(fields[field].label) : field}: {words(field, before)} → <strong>{words(field, after)}</strong>
            </li>
          ))}
        </ul>
      </div>
      <span>
        {createdBy && say(createdBy.title)} · {shortInstant(createdAt, zone, now)}
        <Link to={recordPath("MasterChange", number)}>
          <Code>{number}</Code>
        </Link>
      </span>
    </section>
  );
}
