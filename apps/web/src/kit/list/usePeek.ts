/** The record beside the list: part of the address, following the current row, closed by Space or Esc. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { type Row, textOf } from "../data/row.ts";
import { type Peeked, readPeek, writePeek } from "./view.ts";

/** A row the person only passes over is not read. */
const restMs = 120;

export function usePeek() {
  const search = useSearch({ from: "/$record" });
  const navigate = useNavigate();
  const peeked = readPeek(search);
  const open = useRef(peeked);
  open.current = peeked;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  // It replaces the entry: going back leads to where one came from, not through all that was looked at.
  const show = useCallback(
    (next: Peeked | undefined) => {
      clearTimeout(timer.current);
      void navigate({
        to: ".",
        search: (before) => ({ ...before, peek: undefined, tab: undefined, ...writePeek(next) }),
        replace: true,
      });
    },
    [navigate],
  );
  const toggle = useCallback(
    (row: Row) => {
      const number = textOf(row.number);
      show(open.current?.number === number ? undefined : { number, tab: open.current?.tab ?? "" });
    },
    [show],
  );
  const follow = useCallback(
    (row: Row | undefined) => {
      clearTimeout(timer.current);
      const now = open.current;
      const number = row && textOf(row.number);
      if (!now || !number || number === now.number) return;
      timer.current = setTimeout(() => show({ number, tab: now.tab }), restMs);
    },
    [show],
  );
  return { peeked, show, toggle, follow };
}
