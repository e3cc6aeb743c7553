/** The trace of a lot, a supplier's lot or anything made of it: picture or table, the balance, and why two things are joined. */

import type { Search } from "@lotline/schema";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from "react";
import { useKeys } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../kit/states.tsx";
import { ScanInput } from "../../shared/ScanInput.tsx";
import { BalanceFoot } from "./BalanceFoot.tsx";
import { type Direction, directions, type Picture, type Trace, type TraceAnswer, useTrace } from "./data.ts";
import { edgeKey, edgeOfKey, edgesOf, pathsTo } from "./graph.ts";
import { TraceTable } from "./TraceTable.tsx";
import css from "./trace.module.css";
import { WhyPanel } from "./WhyPanel.tsx";

// The drawing library comes only with the picture.
const TraceGraph = lazy(() => import("./TraceGraph.tsx"));

/** What is selected, and the ways that lead there. */
export interface Chosen {
  readonly id: string | undefined;
  readonly paths: readonly (readonly string[])[];
  readonly path: number;
  /** Nodes and links of the way shown now. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export default function TracePage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const text = search.lot ?? "";
  const direction: Direction = directions.find((one) => one === search.dir) ?? "both";
  const view = search.view === "table" ? "table" : "graph";
  const answer = useTrace(text, direction);
  const field = useRef<HTMLInputElement>(null);
  const show = (next: Search) => void navigate({ to: "/trace", search: { ...search, ...next } });
  const chosen = useChosen(answer.picture, search.sel, Number(search.path ?? 0));
  useKeys([
    { key: "/", label: t("trace.find"), run: () => field.current?.select() },
    {
      key: "d",
      label: t("trace.turn"),
      run: () => show({ dir: directions[(directions.indexOf(direction) + 1) % directions.length] ?? "both", sel: "", path: "" }),
    },
    { key: "v", label: t("trace.otherView"), run: () => show({ view: view === "graph" ? "table" : "graph" }) },
    ...(chosen.paths.length > 1
      ? [{ key: "p", label: t("trace.nextPath"), run: () => show({ path: String((chosen.path + 1) % chosen.paths.length) }) }]
      : []),
  ]);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t("nav.trace")}</h1>
        <Field ref={field} text={text} onText={(lot) => show({ lot, sel: "", path: "" })} />
        <Choice
          label={t("trace.direction")}
          options={directions}
          value={direction}
          word={(one) => t(`trace.${one}`)}
          onChange={(dir) => show({ dir, sel: "", path: "" })}
        />
        <Choice
          label={t("trace.view")}
          options={["graph", "table"] as const}
          value={view}
          word={(one) => t(`trace.${one}`)}
          onChange={(next) => show({ view: next })}
        />
        {answer.trace && <Facts trace={answer.trace} />}
      </header>
      <Body
        answer={answer}
        text={text}
        view={view}
        chosen={chosen}
        onSelect={(sel) => show({ sel, path: "" })}
        onPath={(path) => show({ path: String(path) })}
      />
    </div>
  );
}

function useChosen(picture: Picture | undefined, id: string | undefined, path: number): Chosen {
  return useMemo(() => {
    const none = { id: undefined, paths: [], path: 0, nodes: new Set<string>(), edges: new Set<string>() };
    if (!picture || !id) return none;
    const known = new Set(picture.edges.map(edgeKey));
    const edge = edgeOfKey(id);
    if (edge) return known.has(id) ? { ...none, id, nodes: new Set([edge.from, edge.to]), edges: new Set([id]) } : none;
    const paths = pathsTo(picture.nodes, picture.edges, id);
    if (paths.length === 0) return picture.nodes.some((node) => node.id === id) ? { ...none, id, nodes: new Set([id]) } : none;
    const shown = paths[path] ? path : 0;
    return { id, paths, path: shown, nodes: new Set(paths[shown]), edges: new Set(edgesOf(paths[shown] ?? [], known)) };
  }, [picture, id, path]);
}

function Field({
  ref,
  text,
  onText,
}: {
  ref: React.RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
}) {
  const { t } = useWords();
  const id = useId();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (text === "") ref.current?.focus();
  }, [text, ref]);
  return (
    <form
      className={css.field}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) onText(typed.trim());
      }}
    >
      <label htmlFor={id} className={css.legend}>
        {t("trace.what")}
      </label>
      <ScanInput
        id={id}
        ref={ref}
        data-tour="traceBox"
        value={typed}
        placeholder={t("trace.what")}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly T[];
  value: T;
  word: (option: T) => string;
  onChange: (option: T) => void;
}

function Choice<T extends string>({ label, options, value, word, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className={css.choice}>
      <legend className={css.legend}>{label}</legend>
      {options.map((option) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {word(option)}
        </button>
      ))}
    </fieldset>
  );
}

/** How much was reached, how long it took, and whether it is all. */
function Facts({ trace }: { trace: Trace }) {
  const { t } = useWords();
  const lots = trace.rows.reduce((sum, row) => sum + row.lots, 0);
  const customers = trace.customers ? new Set(trace.customers.map(({ customer }) => customer?.id)).size : undefined;
  return (
    <p className={css.facts} role="status">
      <span>{t("lot.lots", { n: lots })}</span>
      {customers !== undefined && <span>{t("lot.customers", { n: customers })}</span>}
      <span>{t("trace.took", { s: (trace.elapsedMs / 1000).toFixed(2) })}</span>
      {trace.complete ? (
        <span>
          <StatusGlyph name="tick" tone="ok" size={13} /> {t("trace.complete")}
        </span>
      ) : (
        <b className={css.incomplete}>
          <StatusGlyph name="triangleAlert" tone="no" size={13} /> {t("trace.hidden", { n: trace.hidden })}
        </b>
      )}
    </p>
  );
}

interface BodyProps {
  answer: TraceAnswer;
  text: string;
  view: "graph" | "table";
  chosen: Chosen;
  onSelect: (id: string) => void;
  onPath: (path: number) => void;
}

function Body({ answer, text, view, chosen, onSelect, onPath }: BodyProps) {
  const { t } = useWords();
  const { trace, picture, failure } = answer;
  if (text === "") return <EmptyState title={t("trace.empty")} hint={t("trace.emptyHint")} />;
  const unknown = failure?.kind === "refused";
  if (unknown) return <EmptyState title={t("trace.unknown", { text })} hint={t("trace.unknownHint")} />;
  if (failure) return <ErrorState failure={failure} onRetry={answer.again} />;
  if (!trace || !picture) return <Skeleton rows={10} />;
  return (
    <div className={css.body} data-stale={answer.loading || undefined}>
      <div className={css.main}>
        {view === "table" ? (
          <TraceTable trace={trace} picture={picture} />
        ) : (
          <>
            {!trace.graph.complete && <p className={css.banner}>{t("trace.byItem", { n: trace.visited })}</p>}
            <Suspense fallback={<Skeleton rows={10} />}>
              <TraceGraph picture={picture} chosen={chosen} onSelect={onSelect} />
            </Suspense>
          </>
        )}
        <BalanceFoot trace={trace} />
      </div>
      <WhyPanel trace={trace} picture={picture} chosen={chosen} onSelect={onSelect} onPath={onPath} />
    </div>
  );
}
