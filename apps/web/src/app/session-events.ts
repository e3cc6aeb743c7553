/**
 * Notices within a second that the session is not any longer what it was: the server says so on a stream of events. Only a page that
 * is looked at holds one (browsers allow six connections to a server); another asks when somebody looks at it again.
 */

/** Milliseconds before a stream that was ended is opened again, when the session goes on. */
const againMs = 1000;

/** Watches until what it returns is called. @param onChange asks who is there */
export function watchSession(onChange: () => void): () => void {
  let events: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    events?.close();
    events = undefined;
  };
  const ended = (ms: number) => {
    close();
    onChange();
    timer = setTimeout(open, ms);
  };
  const open = () => {
    close();
    if (document.visibilityState !== "visible") return;
    events = new EventSource("/session/events");
    events.addEventListener("changed", () => ended(againMs));
    events.addEventListener("error", () => {
      // A lost connection is tried again by the browser; an answer that is no stream says that the session is over.
      if (events?.readyState === EventSource.CLOSED) ended(10 * againMs);
    });
  };
  open();
  document.addEventListener("visibilitychange", open);
  return () => {
    close();
    document.removeEventListener("visibilitychange", open);
  };
}
