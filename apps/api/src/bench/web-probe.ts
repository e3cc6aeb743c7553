/**
 * What looks at frames, keys and paints from inside the page. A text, because it runs in the browser and the compiler of the server
 * knows no window.
 */
export const probe = `
window.probe = {
  /** When the largest part of the page was painted. */
  paint: () =>
    new Promise((resolve) =>
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
        type: "largest-contentful-paint",
        buffered: true,
      }),
    ),

  /** Scrolls a little each frame: how long each frame took, and for how long a row in view was not read. */
  scroll: async (count) => {
    const grid = document.querySelector('[role="grid"]');
    const frames = [];
    let blank = 0;
    let since;
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < count; frame++) {
      grid.scrollTop += 40;
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
      const { top, bottom } = grid.getBoundingClientRect();
      const unread = [...grid.querySelectorAll('[role="row"][aria-busy]')].some((row) => {
        const at = row.getBoundingClientRect();
        return at.bottom > top + 32 && at.top < bottom;
      });
      since = unread ? (since ?? now) : undefined;
      if (since !== undefined) blank = Math.max(blank, now - since);
    }
    return { frames, blank };
  },

  /** From now on notes the time from each key to the frame that shows it, and the browser's own interactions. */
  watch: () => {
    const watched = { keys: [], interactions: [] };
    window.probe.watched = watched;
    window.addEventListener(
      "keydown",
      ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => watched.keys.push(performance.now() - timeStamp))),
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries()) if (interactionId) watched.interactions.push(duration);
    }).observe({ type: "event", durationThreshold: 16 });
  },

  /** What was noted, and what the page weighs. */
  read: () => ({
    ...window.probe.watched,
    heapMb: performance.memory ? performance.memory.usedJSHeapSize / 1e6 : 0,
    nodes: document.getElementsByTagName("*").length,
  }),
};
`;
