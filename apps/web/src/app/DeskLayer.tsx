/**
 * The desk is loaded when the page is idle or when it is asked for, never before the page. What is typed between the asking and
 * its arrival is kept for it.
 */

import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import type { DeskProps, Panel } from "../desk/types.ts";
import { inDialog, type KeyBinding, useKeys } from "../kit/keys.tsx";
import { useWords } from "../kit/lang.tsx";
import { useOpenCommands } from "../kit/open-commands.ts";
import { useSession } from "../kit/session.tsx";

const Desk = lazy(() => import("../desk/Desk.tsx"));
const OpenCommands = lazy(() => import("../desk/net/OpenCommands.tsx"));
// Where a browser cannot say that it is idle: soon after the first picture.
const soonMs = 1500;

interface Props {
  readonly panel: Panel | undefined;
  readonly places: DeskProps["places"];
  readonly onPanel: (panel: Panel | undefined) => void;
}

export function DeskLayer({ panel, places, onPanel }: Props) {
  const { t } = useWords();
  const [idle, setIdle] = useState(false);
  const typed = useTyped(panel);
  useEffect(() => {
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(() => setIdle(true), soonMs);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 2 * soonMs });
    return () => cancelIdleCallback(handle);
  }, []);
  const navigate = useNavigate();
  useKeys([
    ...places.flatMap(({ to, label, go }): KeyBinding[] =>
      go ? [{ group: "global", quiet: true, key: `g ${go}`, label, run: () => void navigate({ to }) }] : [],
    ),
    { group: "global", key: "F1", label: t("keys.fieldHelp"), quiet: true, run: () => onPanel("help") },
    { group: "global", key: "mod+k", label: t("word.search"), run: () => onPanel("palette") },
    { group: "global", key: "?", label: t("shell.keys"), run: () => onPanel("keys") },
    { group: "global", label: t("job.title"), run: () => onPanel("jobs") },
  ]);
  if (!idle && !panel) return null;
  return (
    <Suspense fallback={null}>
      <Desk panel={panel} typed={typed} places={places} onPanel={onPanel} />
    </Suspense>
  );
}

/** The bar of acts without an answer, when there are any. */
export function OpenBar() {
  const { session } = useSession();
  const open = useOpenCommands(session.personId);
  return open.length > 0 ? (
    <Suspense fallback={null}>
      <OpenCommands />
    </Suspense>
  ) : null;
}

/** Letters pressed while the palette was asked for and had not come yet. */
function useTyped(panel: Panel | undefined): () => string {
  const letters = useRef("");
  useEffect(() => {
    letters.current = "";
    if (panel !== "palette") return;
    const onKey = (event: KeyboardEvent) => {
      const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!letter || inDialog()) return;
      event.preventDefault();
      event.stopPropagation();
      letters.current += event.key;
    };
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, [panel]);
  return useCallback(() => letters.current, []);
}
