/**
 * A running tour: a frame around a real control and a card beside it. Nothing is covered or blocked; the person may do what the
 * step speaks of, or anything else, and come back. "." leads to the card; there the arrows go on and back and Esc leaves.
 */
import { useLocation, useNavigate } from "@tanstack/react-router";
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { useKeys } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Key } from "../../kit/mark/Text.tsx";
import { useSession } from "../../kit/session.tsx";
import { cardPlace, type Rect } from "./place.ts";
import { finish, goTo, pause, useProgress } from "./progress.ts";
import css from "./tour.module.css";
import { pathOf, type Step, selectorOf, type Tour, tours } from "./tours.ts";

export function TourGuide() {
  const { personId } = useSession().session;
  const { running, steps } = useProgress(personId);
  const tour = tours.find(({ id }) => id === running);
  const at = Math.min(steps[tour?.id ?? ""] ?? 0, (tour?.steps.length ?? 1) - 1);
  const step = tour?.steps[at];
  return tour && step ? <Running key={tour.id} tour={tour} at={at} step={step} personId={personId} /> : null;
}

interface Props {
  readonly tour: Tour;
  readonly at: number;
  readonly step: Step;
  readonly personId: string;
}

const looksMs = 200;

function Running({ tour, at, step, personId }: Props) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const rect = useRect(selectorOf(step.at), path === pathOf(step.to));
  const card = useRef<HTMLElement>(null);
  const led = useRef(true);
  const go = (to: number) => {
    const next = tour.steps[to];
    if (!next) return finish(personId, tour.id);
    led.current = true;
    goTo(personId, tour.id, to);
    if (next.to !== step.to || path !== pathOf(next.to)) void navigate({ to: next.to });
  };
  useFollow(tour, at, path, personId);
  useKeys([{ group: "global", key: ".", label: t("tour.label", { title: say(tour.title) }), run: () => card.current?.focus() }]);
  const found = rect !== undefined;
  // Who is led by the card stays in it: a page that puts the cursor into its first box does so before its control is found.
  // Before the step is painted: an arrow pressed at the first sight of it counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step once
  useLayoutEffect(() => {
    if (!led.current || !found) return;
    led.current = false;
    card.current?.focus({ preventScroll: true });
  }, [at, found]);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
    if (event.key !== "Escape" && move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (move === undefined) pause(personId);
    else if (move >= 0) go(move);
  };
  return (
    <>
      {rect && <div className={css.frame} style={boxStyle(rect)} aria-hidden />}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: arrows and Esc are short for its buttons */}
      <section
        ref={card}
        tabIndex={-1}
        className={css.card}
        style={cardPlace(rect, { width: innerWidth, height: innerHeight })}
        aria-label={t("tour.label", { title: say(tour.title) })}
        data-step={at + 1}
        data-found={found}
        onKeyDown={onKeyDown}
      >
        <header>
          <strong>{say(tour.title)}</strong>
          <span className={css.note}>{t("tour.step", { n: at + 1, of: tour.steps.length })}</span>
        </header>
        <p aria-live="polite">{say(step.text)}</p>
        {!rect && path !== pathOf(step.to) && (
          <p className={css.note}>
            {t("tour.missing")}{" "}
            <Button look="quiet" onClick={() => void navigate({ to: step.to })}>
              {t("do.open")}
            </Button>
          </p>
        )}
        <Ways at={at} isLast={at === tour.steps.length - 1} onGo={go} onPause={() => pause(personId)} />
      </section>
    </>
  );
}

interface WaysProps {
  readonly at: number;
  readonly isLast: boolean;
  readonly onGo: (to: number) => void;
  readonly onPause: () => void;
}

/** Where one may go from a step. */
function Ways({ at, isLast, onGo, onPause }: WaysProps) {
  const { t } = useWords();
  return (
    <footer>
      <span className={css.note}>
        <Key>.</Key> {t("tour.keys")}
      </span>
      <Button look="quiet" onClick={onPause}>
        {t("tour.pause")}
      </Button>
      {at > 0 && <Button onClick={() => onGo(at - 1)}>{t("tour.back")}</Button>}
      <Button look="primary" onClick={() => onGo(at + 1)}>
        {isLast ? t("tour.finish") : t("tour.next")}
      </Button>
    </footer>
  );
}

/** Who goes to the next step's page himself has gone on. */
function useFollow(tour: Tour, at: number, path: string, personId: string): void {
  const [from, next] = [tour.steps[at], tour.steps[at + 1]];
  useEffect(() => {
    if (from && next && pathOf(from.to) !== pathOf(next.to) && path === pathOf(next.to)) goTo(personId, tour.id, at + 1);
  }, [from, next, path, personId, tour.id, at]);
}

const boxStyle = ({ left, top, width, height }: Rect): CSSProperties => ({
  left: left - 4,
  top: top - 4,
  width: width + 8,
  height: height + 8,
});

/** Where the control is, followed as the page loads and scrolls; brought into sight once. */
function useRect(selector: string, here: boolean): Rect | undefined {
  const [seen, setSeen] = useState<{ readonly selector: string; readonly rect: Rect }>();
  useEffect(() => {
    let shown = false;
    const look = () => {
      const element = here ? document.querySelector(selector) : null;
      if (element && !shown) element.scrollIntoView({ block: "nearest" });
      shown ||= element !== null;
      const box = element?.getBoundingClientRect();
      const rect = box && box.width > 0 ? { left: box.left, top: box.top, width: box.width, height: box.height } : undefined;
      const next = rect && { selector, rect };
      setSeen((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    look();
    const timer = setInterval(look, looksMs);
    window.addEventListener("scroll", look, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      window.removeEventListener("scroll", look, { capture: true });
    };
  }, [selector, here]);
  return here && seen?.selector === selector ? seen.rect : undefined;
}
