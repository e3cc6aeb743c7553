/** How a person's identity was proved: by which document, who saw it, when. Without it nobody signs (REQ-SIG-06). */
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { proofQuery } from "./identity.ts";
import css from "./person.module.css";

const documents: Readonly<Record<string, { readonly en: string; readonly zh: string }>> =
  registry.Person.fields.identityDocument.of.values;

export function Identity({ id }: { id: string }) {
  const { t, say } = useWords();
  const zone = useZone();
  const mayRead = useMay()("personIdentity.read");
  const { data, error } = useQuery(proofQuery, {
    variables: { person: id },
    skip: !mayRead,
    fetchPolicy: "network-only",
  });
  if (!mayRead) return null;
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const proof = data.identityProof;
  const document = proof && documents[proof.document];
  return (
    <section className={css.proof} aria-label={t("identity.title")}>
      <StatusGlyph name={proof ? "circleTick" : "triangleAlert"} tone={proof ? "ok" : "wait"} />
      {proof
        ? t("identity.proved", {
            document: document ? say(document) : proof.document,
            by: say(proof.by),
            at: formatInstant(proof.at, zone),
          })
        : t("identity.missing")}
      {proof?.note && <span className={css.note}>{proof.note}</span>}
    </section>
  );
}
