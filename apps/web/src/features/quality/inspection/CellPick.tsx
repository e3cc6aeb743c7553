/** A short list at a cell, by keyboard: a few letters narrow it, Enter takes, Esc leaves. For defect codes and for instruments. */
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "../../../kit/lang.tsx";
import css from "./pick.module.css";

export interface Pick {
  readonly id: string;
  readonly text: ReactNode;
  /** Why it cannot be taken; it stays in the list. */
  readonly barred?: string | undefined;
}

interface Props {
  /** The cell's box, below which the list opens. */
  at: HTMLElement | null;
  label: string;
  hint: string;
  picks: (typed: string) => readonly Pick[];
  /** @param more the key was pressed with Shift */
  onTake: (id: string, more: boolean) => void;
  /** @param back it was left by a key, so the focus goes back to the cell */
  onLeave: (back: boolean) => void;
}

export default function CellPick({ at, label, hint, picks, onTake, onLeave }: Props) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // The focus that goes on after a pick leaves this box too.
  const over = useRef(false);
  const [typed, setTyped] = useState("");
  const [index, setIndex] = useState(0);
  const list = picks(typed);
  const free = list.filter(({ barred }) => barred === undefined);
  const active = free[Math.min(index, free.length - 1)];
  usePlace(box, at);
  const take = (picked: string, more: boolean) => {
    over.current = true;
    onTake(picked, more);
  };
  const leave = (back: boolean) => {
    if (over.current) return;
    over.current = true;
    onLeave(back);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && free.length > 0) {
      event.preventDefault();
      setIndex((Math.min(index, free.length - 1) + step + free.length) % free.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      if (active) take(active.id, event.shiftKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave(true);
    }
  };
  return (
    <div ref={box} className={css.pick}>
      <input
        className={css.ask}
        // biome-ignore lint/a11y/noAutofocus: it opens by a key in the cell and gives the focus back
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={active && `${id}-${active.id}`}
        autoComplete="off"
        placeholder={label}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => leave(false)}
      />
      <Listed id={id} label={label} list={list} active={active} onTake={take} />
      <p className={css.hint}>{hint}</p>
    </div>
  );
}

interface ListedProps {
  id: string;
  label: string;
  list: readonly Pick[];
  active: Pick | undefined;
  onTake: (id: string, more: boolean) => void;
}

function Listed({ id, label, list, active, onTake }: ListedProps) {
  const { t } = useWords();
  return (
    <>
      <div id={`${id}-list`} role="listbox" aria-label={label} className={css.list}>
        {list.map(({ id: key, text, barred }) => (
          <div
            key={key}
            id={`${id}-${key}`}
            role="option"
            tabIndex={-1}
            aria-selected={key === active?.id}
            aria-disabled={barred !== undefined || undefined}
            className={css.option}
            // The box keeps the focus until the pick is taken.
            onMouseDown={(event) => {
              event.preventDefault();
              if (barred === undefined) onTake(key, event.shiftKey);
            }}
          >
            {text}
            {barred !== undefined && <span className={css.barred}>{barred}</span>}
          </div>
        ))}
      </div>
      {list.length === 0 && <p className={css.none}>{t("form.pickNothing")}</p>}
    </>
  );
}

/** Below its cell, above it where there is no room. */
function usePlace(box: RefObject<HTMLDivElement | null>, at: HTMLElement | null): void {
  useLayoutEffect(() => {
    const [cell, own] = [at?.getBoundingClientRect(), box.current];
    if (!cell || !own) return;
    const height = own.offsetHeight;
    own.style.left = `${Math.max(8, Math.min(cell.left, window.innerWidth - own.offsetWidth - 8))}px`;
    own.style.top = `${cell.bottom + height + 8 > window.innerHeight ? Math.max(8, cell.top - height - 4) : cell.bottom + 4}px`;
  });
}
