/** Why things are joined: the way from the beginning to what is selected, what was posted on the selected link, and who has it. */
import { useQuery } from "@apollo/client/react";
import { type Label, lotEventKind, movementKind, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { Button } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { HoldTag } from "../../../kit/mark/HoldTag.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Key, Quantity } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { FailureText } from "../../../kit/states.tsx";
import { BalanceStrip, BalanceVerdict } from "../strip/BalanceStrip.tsx";
import { type Picture, type PictureEdge, type PictureNode, type Trace, whyQuery } from "./data.ts";
import { edgeKey, edgeOfKey } from "./graph.ts";
import type { Chosen } from "./TracePage.tsx";
import css from "./trace.module.css";

interface Props {
  trace: Trace;
  picture: Picture;
  chosen: Chosen;
  onSelect: (id: string) => void;
  onPath: (path: number) => void;
}

const events: Readonly<Record<string, Label>> = lotEventKind.values;
const kinds: Readonly<Record<string, Label>> = movementKind.values;
const states: Readonly<Record<string, Label>> = registry.Lot.states ?? {};

export function WhyPanel({ trace, picture, chosen, onSelect, onPath }: Props) {
  const { t } = useWords();
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  const edge = chosen.id ? edgeOfKey(chosen.id) : undefined;
  const node = chosen.id ? byId.get(chosen.id) : undefined;
  return (
    <aside className={css.panel} aria-label={t("trace.why")}>
      <header className={css.panelHead}>
        <h2>{t("trace.why")}</h2>
        {chosen.paths.length > 1 && (
          <Button look="quiet" onClick={() => onPath((chosen.path + 1) % chosen.paths.length)}>
            {t("trace.path", { n: chosen.path + 1, of: chosen.paths.length })} <Key>P</Key>
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <div className={css.panelBody} tabIndex={0} role="group" aria-label={t("trace.why")}>
        {edge && <EdgeWhy edge={edge} picture={picture} byId={byId} onSelect={onSelect} />}
        {node && <Way chosen={chosen} picture={picture} byId={byId} onSelect={onSelect} />}
        {node && <NodeFacts node={node} picture={picture} byId={byId} onSelect={onSelect} />}
        {!edge && !node && <p className={css.quiet}>{t("trace.selectHint")}</p>}
        {!edge && !node && <CustomerList trace={trace} />}
      </div>
    </aside>
  );
}

/** The name of a node: lots and orders by code, customers by code and name. */
function Name({ node, onSelect }: { node: PictureNode; onSelect: (id: string) => void }) {
  const { say } = useWords();
  return (
    <button type="button" className={css.stepName} onClick={() => onSelect(node.id)}>
      <Code>{node.number}</Code> {node.kind === "CUSTOMER" && node.title && say(node.title)}
    </button>
  );
}

function Way({
  chosen,
  picture,
  byId,
  onSelect,
}: {
  chosen: Chosen;
  picture: Picture;
  byId: ReadonlyMap<string, PictureNode>;
  onSelect: (id: string) => void;
}) {
  const { t, say } = useWords();
  const path = chosen.paths[chosen.path] ?? (chosen.id ? [chosen.id] : []);
  const edges = new Map(picture.edges.map((edge) => [edgeKey(edge), edge]));
  return (
    <ol className={css.way} aria-label={t("trace.way")}>
      {path.map((id, index) => {
        const node = byId.get(id);
        if (!node) return null;
        const before = path[index - 1];
        const edge =
          before === undefined
            ? undefined
            : (edges.get(edgeKey({ from: before, to: id })) ?? edges.get(edgeKey({ from: id, to: before })));
        const event = node.event ? events[node.event] : undefined;
        return (
          <li key={id} data-last={index === path.length - 1 || undefined} aria-current={id === chosen.id || undefined}>
            <StatusGlyph
              name={node.kind === "CUSTOMER" ? "circleArrow" : node.kind === "EVENT" ? "circle" : "circleTick"}
              tone="ink2"
              size={13}
            />
            <div>
              <p className={css.step}>
                <Name node={node} onSelect={onSelect} />
                {node.kind === "EVENT" || node.kind === "CUSTOMER" ? (
                  edge && <Quantity value={edge.quantity} unit={edge.unit} />
                ) : (
                  <Quantity value={node.quantity} unit={node.unit} />
                )}
              </p>
              <p className={css.quiet}>
                {event && say(event)}
                {node.kind !== "CUSTOMER" && node.title && say(node.title)}
                {node.supplierLot && (
                  <>
                    {" · "}
                    <Code>{node.supplierLot}</Code> {node.supplier && say(node.supplier)}
                  </>
                )}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What a selected node is, and all its links, so that each can be reached by keyboard. */
function NodeFacts({
  node,
  picture,
  byId,
  onSelect,
}: {
  node: PictureNode;
  picture: Picture;
  byId: ReadonlyMap<string, PictureNode>;
  onSelect: (id: string) => void;
}) {
  const { t, say } = useWords();
  const record = node.kind === "LOT" ? "Lot" : node.kind === "ITEM" ? "Item" : node.record;
  const state = node.state ? states[node.state] : undefined;
  const sides = [
    ["lot.madeFrom", picture.edges.filter(({ to }) => to === node.id), (edge: PictureEdge) => edge.from],
    ["lot.goesInto", picture.edges.filter(({ from }) => from === node.id), (edge: PictureEdge) => edge.to],
  ] as const;
  return (
    <section className={css.facet} aria-label={node.number}>
      <p className={css.facetHead}>
        <b>
          <Code>{node.number}</Code>
        </b>
        {node.state && <StatusWord name={node.state} record="Lot" label={state ? say(state) : node.state} held={node.onHold} />}
        {node.onHold && <HoldTag reason={t("word.held")} />}
        {record && isRecordName(record) && (
          <Link to={recordPath(record, node.number)} className={css.open}>
            {t("do.open")}
          </Link>
        )}
      </p>
      {node.totals && (
        <>
          <p>
            <BalanceVerdict totals={node.totals} unit={node.unit} />
          </p>
          <BalanceStrip totals={node.totals} unit={node.unit} />
        </>
      )}
      {sides.map(([word, edges, other]) => (
        <Links key={word} word={word} edges={edges} other={other} byId={byId} onSelect={onSelect} />
      ))}
    </section>
  );
}

function Links({
  word,
  edges,
  other,
  byId,
  onSelect,
}: {
  word: "lot.madeFrom" | "lot.goesInto";
  edges: readonly PictureEdge[];
  /** The end that is not the selected node. */
  other: (edge: PictureEdge) => string;
  byId: ReadonlyMap<string, PictureNode>;
  onSelect: (id: string) => void;
}) {
  const { t } = useWords();
  if (edges.length === 0) return null;
  return (
    <div>
      <h3>{t(word)}</h3>
      <ul>
        {edges.map((edge) => (
          <li key={edgeKey(edge)} className={css.linkRow}>
            <button
              type="button"
              className={css.stepName}
              onClick={() => onSelect(edge.to.startsWith("c") || edge.from.startsWith("i") ? other(edge) : edgeKey(edge))}
            >
              <Code>{byId.get(other(edge))?.number}</Code>
            </button>
            <span>
              <Quantity value={edge.quantity} unit={edge.unit} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function EdgeWhy({
  edge,
  picture,
  byId,
  onSelect,
}: {
  edge: { from: string; to: string };
  picture: Picture;
  byId: ReadonlyMap<string, PictureNode>;
  onSelect: (id: string) => void;
}) {
  const { t, say } = useWords();
  const zone = useZone();
  const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
  const { data, error } = useQuery(whyQuery, { variables: edge, fetchPolicy: "no-cache", skip: to?.kind === "CUSTOMER" });
  const found = picture.edges.find((one) => edgeKey(one) === edgeKey(edge));
  return (
    <section className={css.facet}>
      <p className={css.step}>
        <span>
          {from && <Name node={from} onSelect={onSelect} />} <span aria-hidden>→</span>{" "}
          {to && <Name node={to} onSelect={onSelect} />}
        </span>
        <b>{found && <Quantity value={found.quantity} unit={found.unit} />}</b>
      </p>
      {error && <FailureText failure={failureOf(error)} />}
      <ul>
        {data?.why.map((why) => {
          const kind = kinds[why.kind];
          return (
            <li key={`${why.posting} ${why.quantity}`} className={css.reason}>
              <p className={css.step}>
                <span>
                  {kind ? say(kind) : why.kind}{" "}
                  {isRecordName(why.record) && (
                    <Link to={recordPath(why.record, why.number)}>
                      <Code>{why.number}</Code>
                    </Link>
                  )}
                </span>
                <Quantity value={why.quantity} unit={found?.unit} />
              </p>
              <p className={css.quiet}>
                <Code>{formatInstant(why.at, zone)}</Code> · {why.person ? say(why.person.title) : t("timeline.system")}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function CustomerList({ trace }: { trace: Trace }) {
  const { t, say } = useWords();
  if (!trace.customers) return <p className={css.quiet}>{t("trace.noCustomerPermit")}</p>;
  return (
    <section className={css.facet} aria-label={say(registry.Customer.plural)}>
      <h3>
        {say(registry.Customer.plural)} {trace.customers.length}
      </h3>
      <ul>
        {trace.customers.map(({ customer, item, shipped, returned, inTransit }) => (
          <li key={`${customer?.id} ${item?.id}`} className={css.linkRow}>
            <span>
              {customer && (
                <Link to={recordPath("Customer", customer.number)}>
                  <Code>{customer.number}</Code> {say(customer.title)}
                </Link>
              )}
              {returned !== "0" && (
                <span className={css.quiet}>
                  {" "}
                  {t("trace.returned")} <Quantity value={returned} />
                </span>
              )}
              {inTransit !== "0" && (
                <span className={css.quiet}>
                  {" "}
                  {t("strip.inTransit")} <Quantity value={inTransit} />
                </span>
              )}
            </span>
            <Quantity value={shipped} unit={item?.unit?.symbol} />
          </li>
        ))}
      </ul>
    </section>
  );
}
