/** Beside the to-do list: the holds in force and the licences that run out first, each leading to its record and its list. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Label, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow, useZone } from "../../kit/clock.tsx";
import { shortInstant, startOfDay } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { HoldTag } from "../../kit/mark/HoldTag.tsx";
import { Code, Quantity } from "../../kit/mark/Text.tsx";
import { TimeLeft } from "../../kit/mark/TimeLeft.tsx";
import { recordPath } from "../../kit/path.ts";
import css from "./home.module.css";

interface Page<N> {
  readonly page: { readonly totalCount: number; readonly edges: readonly { readonly node: N }[] };
}
interface HoldNode {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly lot: { readonly number: string } | null;
}
interface LicenceNode {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly supplier: Partner | null;
  readonly customer: Partner | null;
}
interface Partner {
  readonly number: string;
  readonly title: Label;
}

export const holdsQuery: TypedDocumentNode<Page<HoldNode>, Record<string, never>> = gql`
  query holdsInForce {
    page: holds(filter: { state: ["active"] }, sort: ["-createdAt"], first: 6) {
      totalCount
      edges { node { id number kind createdAt lot { id number } } }
    }
  }
`;
export const licencesQuery: TypedDocumentNode<Page<LicenceNode>, Record<string, never>> = gql`
  query licencesRunningOut {
    page: licences(filter: { state: ["active", "renewalDue"] }, sort: ["validTo"], first: 6) {
      totalCount
      edges { node { id number kind validFrom validTo supplier { id number title { en zh } } customer { id number title { en zh } } } }
    }
  }
`;

export function HoldsPanel() {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const { data } = useQuery(holdsQuery, { fetchPolicy: "network-only" });
  if (!data) return null;
  const kinds: Readonly<Record<string, Label>> = registry.Hold.fields.kind.of.values;
  return (
    <Panel title={t("home.holds")} to="/hold" search={{ state: "active" }} count={data.page.totalCount}>
      {data.page.edges.map(({ node }) => (
        <li key={node.id} className={css.row}>
          <HoldTag reason={say(kinds[node.kind] ?? registry.Hold.label)} />
          <Link to={node.lot ? recordPath("Lot", node.lot.number) : recordPath("Hold", node.number)} className={css.grow}>
            <Code>{node.lot?.number ?? node.number}</Code>
          </Link>
          <span className={css.quiet}>{shortInstant(node.createdAt, zone, now)}</span>
        </li>
      ))}
    </Panel>
  );
}

export function LicencesPanel() {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const { data } = useQuery(licencesQuery, { fetchPolicy: "network-only" });
  if (!data) return null;
  return (
    <Panel title={t("home.licences")} to="/licence" search={{ state: "active,renewalDue" }} count={data.page.totalCount}>
      {data.page.edges.map(({ node }) => {
        const partner = node.supplier ?? node.customer;
        return (
          <li key={node.id} className={css.row}>
            <Link to={recordPath("Licence", node.number)}>
              <Code>{partner?.number ?? node.number}</Code>
            </Link>
            <span className={css.grow}>{partner && say(partner.title)}</span>
            {/* The last good day counts until its end. */}
            <TimeLeft
              due={startOfDay(nextDay(node.validTo), zone)}
              from={startOfDay(node.validFrom, zone)}
              now={now}
              width={56}
            />
          </li>
        );
      })}
    </Panel>
  );
}

interface LotNode {
  readonly id: string;
  readonly number: string;
  readonly expiresOn: string;
  readonly createdAt: string;
  readonly onHand: string;
  readonly item: { readonly number: string; readonly unit: { readonly symbol: string } | null };
}

export const nearExpiryQuery: TypedDocumentNode<Page<LotNode>, Record<string, never>> = gql`
  query lotsNearExpiry {
    page: lots(filter: { isOnHand: true, isNearExpiry: true }, sort: ["expiresOn"], first: 6) {
      totalCount
      edges { node { id number expiresOn createdAt onHand item { id number unit { id symbol } } } }
    }
  }
`;

/** Lots on hand that expire within the days of the rule, the first of them first. */
export function NearExpiryPanel() {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const { data } = useQuery(nearExpiryQuery, { fetchPolicy: "network-only" });
  if (!data) return null;
  const search = { isOnHand: "true", isNearExpiry: "true", sort: "expiresOn" };
  return (
    <Panel title={t("home.expiring")} to="/lot" search={search} count={data.page.totalCount}>
      {data.page.edges.map(({ node }) => (
        <li key={node.id} className={css.row}>
          <Link to={recordPath("Lot", node.number)}>
            <Code>{node.number}</Code>
          </Link>
          <span className={css.grow}>
            <Quantity value={node.onHand} unit={node.item.unit?.symbol} />
          </span>
          {/* The last good day counts until its end. */}
          <TimeLeft due={startOfDay(nextDay(node.expiresOn), zone)} from={node.createdAt} now={now} width={56} />
        </li>
      ))}
    </Panel>
  );
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function Panel({
  title,
  to,
  search,
  count,
  children,
}: {
  title: string;
  to: string;
  search: Readonly<Record<string, string>>;
  count: number;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.panelHead}>
        <h2>{title}</h2>
        <Link to={to} search={search}>
          {count}
        </Link>
      </header>
      {count === 0 ? <p className={css.nothing}>{t("word.none")}</p> : <ul>{children}</ul>}
    </section>
  );
}
