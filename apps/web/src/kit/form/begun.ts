/**
 * What a new form holds that was begun elsewhere, e.g. with the records selected in a list. It comes with the step to the form, not
 * in its address: two hundred numbers are too long for one. A reload keeps it, as it keeps the step.
 */
import { type HistoryState, useLocation } from "@tanstack/react-router";

type Begun = Readonly<Record<string, unknown>>;

declare module "@tanstack/history" {
  interface HistoryState {
    begun?: Begun;
  }
}

/** The state of a step to a form that shall hold these values. */
export const begunWith = (begun: Begun): HistoryState => ({ begun });

/** What the step to this page brought along; nothing where it was opened by its address. */
export const useBegun = (): Begun | undefined => useLocation({ select: ({ state }) => state.begun });
