/** Columns by pointer: their edge is dragged to make them wider, the header itself to move them. Esc gives the drag up. */
import { clampWidth } from "@lotline/schema";
import { type PointerEvent, type RefObject, useCallback, useRef, useState } from "react";

export interface ColumnDrag {
  readonly id: string;
  /** The column it would stand in front of; undefined for the end. */
  readonly before: string | undefined;
  /** The last column, when it would stand at the end. */
  readonly after: string | undefined;
}

// A hand is never quite still; a shorter way is a click.
const threshold = 6;

/** Follows the pointer until it is released; `end` is told whether the drag counts. */
function follow(event: PointerEvent<HTMLElement>, move: (x: number) => void, end: (done: boolean) => void): void {
  const ending = new AbortController();
  const stop = (done: boolean) => {
    ending.abort();
    end(done);
  };
  const { signal } = ending;
  window.addEventListener("pointermove", (next) => move(next.clientX), { signal });
  window.addEventListener("pointerup", () => stop(true), { signal });
  window.addEventListener("pointercancel", () => stop(false), { signal });
  const onKey = (key: KeyboardEvent) => {
    if (key.key !== "Escape") return;
    key.stopPropagation();
    stop(false);
  };
  window.addEventListener("keydown", onKey, { signal, capture: true });
  event.stopPropagation();
}

interface Wanted {
  readonly onWidth: (id: string, width: number) => void;
  readonly onDrop: (id: string, before: string | undefined) => void;
}

export function useColumnDrag(scroller: RefObject<HTMLElement | null>, { onWidth, onDrop }: Wanted) {
  const [drag, setDrag] = useState<ColumnDrag>();
  const [draft, setDraft] = useState<Readonly<Record<string, number>>>({});
  // The click that ends a drag is no click.
  const dragged = useRef(false);

  const onResize = useCallback(
    (event: PointerEvent<HTMLElement>, id: string) => {
      if (event.button !== 0) return;
      event.preventDefault();
      const from = event.clientX;
      const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0;
      let last = width;
      const move = (x: number) => {
        last = clampWidth(width + x - from);
        setDraft({ [id]: last });
      };
      follow(event, move, (done) => {
        setDraft({});
        if (done && last !== width) onWidth(id, last);
      });
    },
    [onWidth],
  );

  const onGrab = useCallback(
    (event: PointerEvent<HTMLElement>, id: string) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      dragged.current = false;
      const from = event.clientX;
      let target: ColumnDrag | undefined;
      const move = (x: number) => {
        if (Math.abs(x - from) < threshold && !dragged.current) return;
        dragged.current = true;
        target = targetAt(scroller.current, id, x);
        setDrag(target);
      };
      follow(event, move, (done) => {
        setDrag(undefined);
        if (done && target) onDrop(id, target.before);
      });
    },
    [scroller, onDrop],
  );

  /** True once after a drag: its click is to be ignored. */
  const wasDragged = useCallback(() => {
    const was = dragged.current;
    dragged.current = false;
    return was;
  }, []);
  return { drag, draft, onResize, onGrab, wasDragged };
}

/** In front of which column a pointer at x is. */
function targetAt(scroller: HTMLElement | null, id: string, x: number): ColumnDrag {
  const heads = [...(scroller?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
  // A pinned header lies over those that are scrolled below it.
  const ordered = [...heads.filter((head) => head.dataset.pinned), ...heads.filter((head) => !head.dataset.pinned)];
  const at = ordered.find((head) => {
    const { left, width } = head.getBoundingClientRect();
    return x < left + width / 2;
  });
  const last = heads.at(-1)?.dataset.column;
  return { id, before: at?.dataset.column, after: at ? undefined : last };
}
