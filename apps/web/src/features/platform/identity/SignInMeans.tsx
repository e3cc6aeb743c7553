/** For administrators, on the page of a person: by which means that person signs in, and whether signing is suspended. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./identity.module.css";

interface Means {
  readonly password: boolean;
  readonly app: boolean;
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly isSynced: boolean }[];
  readonly suspended: boolean;
  readonly lastLoginAt: string | null;
}

export const meansQuery: TypedDocumentNode<{ signInMeans: Means }, { person: string }> = gql`
  query signInMeans($person: ID!) {
    signInMeans(person: $person) { password app passkeys { id name isSynced } suspended lastLoginAt }
  }
`;

export function SignInMeans({ person }: { person: string }) {
  const { t } = useWords();
  const zone = useZone();
  const { data, error, refetch } = useQuery(meansQuery, { variables: { person }, fetchPolicy: "network-only" });
  if (!data) return error ? <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} /> : <Skeleton rows={2} />;
  const { password, app, passkeys, suspended, lastLoginAt } = data.signInMeans;
  const last = lastLoginAt ? inZone(lastLoginAt, zone) : undefined;
  const lines: readonly (readonly [boolean, string])[] = [
    [password, t("login.password")],
    [app, t("factor.title")],
    ...passkeys.map(
      ({ name, isSynced }) =>
        [true, `${t("sign.passkey")} “${name}”, ${t(isSynced ? "passkey.synced" : "passkey.bound")}`] as const,
    ),
    ...(passkeys.length === 0 ? [[false, t("sign.passkey")] as const] : []),
  ];
  return (
    <section className={css.means} aria-label={t("means.title")}>
      <h2>{t("means.title")}</h2>
      <ul>
        {lines.map(([has, text]) => (
          <li key={text}>
            <StatusGlyph name={has ? "circleTick" : "circle"} tone={has ? "ok" : "control"} /> {text}
            {!has && <span className={css.not}>{t("means.not")}</span>}
          </li>
        ))}
      </ul>
      {suspended && <p className={css.suspended}>{t("means.suspended")}</p>}
      <p className={css.not}>{last ? t("means.last", { at: `${last.date} ${last.time}` }) : t("means.never")}</p>
    </section>
  );
}
