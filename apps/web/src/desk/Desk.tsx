/** What stands around every record: palette, keys, scanner, help, tours and jobs; loaded as one when the page is idle. */
import { lazy, Suspense, useEffect, useState } from "react";
import { useKeyBar } from "../kit/keys.tsx";
import { useSession } from "../kit/session.tsx";
import { HelpPanel } from "./help/HelpPanel.tsx";
import { KeyList } from "./keys/KeyList.tsx";
import { Palette } from "./palette/Palette.tsx";
import { keepRecent } from "./recent.ts";
import { Scanner } from "./scan/Scanner.tsx";
import { TourGuide } from "./tour/TourGuide.tsx";
import type { DeskProps } from "./types.ts";

const JobsPanel = lazy(() => import("./jobs/JobsPanel.tsx").then(({ JobsPanel }) => ({ default: JobsPanel })));

export default function Desk({ panel, typed, places, onPanel }: DeskProps) {
  useRecentKept();
  const [sought, setSought] = useState<string>();
  const close = () => {
    setSought(undefined);
    onPanel(undefined);
  };
  return (
    <>
      {panel === "palette" && (
        <Palette
          key={sought}
          typed={sought ?? typed()}
          places={places}
          onPanel={(next) => {
            setSought(undefined);
            onPanel(next);
          }}
        />
      )}
      {panel === "keys" && <KeyList onClose={close} />}
      {panel === "jobs" && (
        <Suspense fallback={null}>
          <JobsPanel onClose={close} />
        </Suspense>
      )}
      {panel === "help" && <HelpPanel onClose={close} />}
      <TourGuide />
      <Scanner
        onClosePalette={close}
        onSearch={(text) => {
          setSought(text);
          onPanel("palette");
        }}
      />
    </>
  );
}

/** Each record that is shown goes to the head of the recent ones. */
function useRecentKept(): void {
  const { subject } = useKeyBar();
  const { personId } = useSession().session;
  useEffect(() => {
    if (subject) keepRecent(personId, subject);
  }, [subject, personId]);
}
