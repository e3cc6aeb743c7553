/**
 * The picture of a trace on fixed lanes. One node is in the tab order; arrows walk along lanes and links, Enter or Space selects.
 * Loaded only with the picture, as its library is.
 */
import "@xyflow/react/dist/base.css";
import { type Label, lotEventKind, registry } from "@lotline/schema";
import {
  Background,
  Controls,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { type KeyboardEvent, memo, useEffect, useMemo, useState } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { statusLook } from "../../../kit/mark/status.ts";
import { Code, Hidden, Quantity } from "../../../kit/mark/Text.tsx";
import type { Picture, PictureNode } from "./data.ts";
import css from "./graph.module.css";
import { edgeKey, neighbour } from "./graph.ts";
import { layOut } from "./layout.ts";
import type { Chosen } from "./TracePage.tsx";

interface Props {
  picture: Picture;
  chosen: Chosen;
  onSelect: (id: string) => void;
}

interface Drawn extends Record<string, unknown> {
  readonly node: PictureNode;
  readonly name: string;
  readonly selected: boolean;
  readonly onPath: boolean;
  readonly dim: boolean;
  readonly reachable: boolean;
}
type DrawnNode = Node<Drawn, "thing" | "mark">;
interface LaneData extends Record<string, unknown> {
  readonly title: string;
  readonly odd: boolean;
}
type LaneNode = Node<LaneData, "lane">;

const events: Readonly<Record<string, Label>> = lotEventKind.values;
type Layout = ReturnType<typeof layOut>;
const nodeId = (id: string): string => `trace-node-${id}`;
/** From this many nodes on, what is off the chosen way is dimmed. */
const crowded = 30;

export default function TraceGraph(props: Props) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ picture, chosen, onSelect }: Props) {
  const { t } = useWords();
  const flow = useReactFlow();
  const layout = useMemo(() => layOut(picture.nodes, picture.edges), [picture]);
  const { stop, onKeyDown } = useWalk(picture, layout, chosen);
  const lanes = useLanes(picture, layout);
  const nodes = useNodes({ picture, layout, chosen, stop });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout is looked at anew
  useEffect(() => {
    // A trace with more than a screenful of lanes begins readable, not whole.
    void flow.fitView({ padding: 0.02, minZoom: 0.55, maxZoom: 1 });
  }, [flow, layout]);
  return (
    <section className={css.flow} aria-label={t("trace.picture")} onKeyDown={onKeyDown}>
      <ReactFlow
        nodes={[...lanes, ...nodes]}
        edges={edgesOf(picture, chosen)}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        minZoom={0.2}
        maxZoom={1.6}
        panOnScroll
        onNodeClick={(_, node) => node.type !== "lane" && onSelect(node.id)}
        onEdgeClick={(_, edge) => onSelect(edge.id)}
        onPaneClick={() => onSelect("")}
        attributionPosition="bottom-right"
      >
        <Background color="transparent" bgColor="transparent" />
        <Controls showInteractive={false} position="bottom-left" orientation="horizontal" />
      </ReactFlow>
    </section>
  );
}

const dims = (picture: Picture, chosen: Chosen): boolean => chosen.id !== undefined && picture.nodes.length > crowded;

/** Walking the picture by arrow keys: the node in the tab order, and what an arrow does. */
function useWalk(picture: Picture, layout: Layout, chosen: Chosen) {
  const flow = useReactFlow();
  const [focused, setFocused] = useState<string>();
  const first = picture.nodes.find(({ isRoot }) => isRoot)?.id ?? picture.nodes[0]?.id;
  const stop = [focused, chosen.id, first].find((id) => id !== undefined && layout.places.has(id));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(layout.places, picture.edges, stop, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    setFocused(next);
    const place = layout.places.get(next);
    if (place) void flow.setCenter(place.x + place.width / 2, place.y + place.height / 2, { zoom: flow.getZoom(), duration: 0 });
    requestAnimationFrame(() => document.getElementById(nodeId(next))?.focus({ preventScroll: true }));
  };
  return { stop, onKeyDown };
}

function useLanes(picture: Picture, layout: Layout): LaneNode[] {
  const { t, say } = useWords();
  const titles = laneTitles(picture, layout.lanes, say, t("trace.begin"), say(registry.Customer.plural));
  return layout.lanes.map((lane, index) => ({
    id: `lane ${lane.level}`,
    type: "lane",
    position: { x: lane.x, y: 0 },
    width: lane.width,
    height: layout.height,
    zIndex: -1,
    selectable: false,
    data: { title: titles[index] ?? "", odd: index % 4 >= 2 },
  }));
}

function useNodes({
  picture,
  layout,
  chosen,
  stop,
}: {
  picture: Picture;
  layout: Layout;
  chosen: Chosen;
  stop: string | undefined;
}): DrawnNode[] {
  const { t, say } = useWords();
  const nameOf = (node: PictureNode): string =>
    [
      ...(node.kind === "EVENT" ? [say(events[node.event ?? ""] ?? { en: "Order", zh: "单据" }), node.number] : []),
      node.title ? say(node.title) : "",
      node.onHold ? t("word.held") : "",
      node.off ? t("strip.unaccounted") : "",
    ]
      .filter(Boolean)
      .join(", ");
  return picture.nodes.flatMap((node) => {
    const place = layout.places.get(node.id);
    if (!place) return [];
    const onPath = chosen.nodes.has(node.id);
    return [
      {
        id: node.id,
        type: node.kind === "EVENT" ? ("mark" as const) : ("thing" as const),
        position: { x: place.x, y: place.y },
        width: place.width,
        height: place.height,
        data: {
          node,
          name: nameOf(node),
          selected: node.id === chosen.id,
          onPath,
          dim: dims(picture, chosen) && !onPath,
          reachable: node.id === stop,
        },
      },
    ];
  });
}

function edgesOf(picture: Picture, chosen: Chosen): Edge[] {
  const rest = dims(picture, chosen) ? css.dim : "";
  return picture.edges.map((edge) => {
    const key = edgeKey(edge);
    const onPath = chosen.edges.has(key);
    return {
      id: key,
      source: edge.from,
      target: edge.to,
      className: [css.edge, onPath ? css.chosen : rest].join(" "),
      zIndex: onPath ? 1 : 0,
      focusable: false,
    };
  });
}

/** What stands in a lane, in at most two names. */
function laneTitles(
  picture: Picture,
  lanes: readonly { readonly level: number; readonly narrow: boolean; readonly nodes: readonly string[] }[],
  say: (label: Label) => string,
  begin: string,
  customers: string,
): string[] {
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  return lanes.map((lane) => {
    if (lane.narrow) return "";
    const here = lane.nodes.flatMap((id) => byId.get(id) ?? []);
    if (here.every(({ kind }) => kind === "CUSTOMER")) return customers;
    const names = [...new Set(here.flatMap(({ title }) => (title ? [say(title)] : [])))];
    const words = `${names.slice(0, 2).join(" · ")}${names.length > 2 ? ` +${names.length - 2}` : ""}`;
    return lane.level === 0 ? `${begin} · ${words}` : words;
  });
}

function LaneOf({ data }: NodeProps<LaneNode>) {
  return (
    <div className={css.lane} data-odd={data.odd || undefined}>
      <span title={data.title}>{data.title}</span>
    </div>
  );
}

function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} className={css.handle} isConnectable={false} aria-hidden />
      <Handle type="source" position={Position.Right} className={css.handle} isConnectable={false} aria-hidden />
    </>
  );
}

function ThingOf({ id, data }: NodeProps<DrawnNode>) {
  const { say } = useWords();
  const { node } = data;
  const look = node.state ? statusLook(node.state, node.onHold, "Lot") : undefined;
  const customer = node.kind === "CUSTOMER";
  return (
    <>
      <Ends />
      <button
        type="button"
        id={nodeId(id)}
        className={css.thing}
        data-held={node.onHold || undefined}
        data-path={data.onPath || undefined}
        data-root={node.isRoot || undefined}
        data-dim={data.dim || undefined}
        data-stack={node.lots > 1 || undefined}
        data-off={node.off || undefined}
        aria-pressed={data.selected}
        tabIndex={data.reachable ? 0 : -1}
        title={data.name}
      >
        {node.onHold && (
          <span className={css.held}>
            <StatusGlyph name="bars" tone="ink" size={12} />
          </span>
        )}
        {node.lots > 1 && <span className={css.stack}>{node.lots}</span>}
        <span className={css.text}>
          <span className={css.code}>
            {(look || customer) && (
              <StatusGlyph
                name={customer ? "circleArrow" : (look?.glyph ?? "circle")}
                tone={customer ? "ink3" : (look?.tone ?? "ink3")}
                size={11}
              />
            )}{" "}
            <Code>{node.number}</Code>
          </span>
          <span className={css.below}>
            {node.quantity === undefined ? node.title && say(node.title) : <Quantity value={node.quantity} unit={node.unit} />}
          </span>
          <Hidden>{data.name}</Hidden>
        </span>
      </button>
    </>
  );
}

function MarkOf({ id, data }: NodeProps<DrawnNode>) {
  return (
    <>
      <Ends />
      <button
        type="button"
        id={nodeId(id)}
        className={css.mark}
        data-path={data.onPath || undefined}
        data-dim={data.dim || undefined}
        aria-pressed={data.selected}
        aria-label={data.name}
        title={data.name}
        tabIndex={data.reachable ? 0 : -1}
      />
    </>
  );
}

const nodeTypes = { lane: memo(LaneOf), thing: memo(ThingOf), mark: memo(MarkOf) };
