/** Runs the orderly stop once, whatever asks for it: Ctrl-C, a service manager, or the end of the program that started us. */

/** `stop` is called once; a second Ctrl-C, or a stop that hangs longer than `graceSeconds`, ends the process at once. */
export function onStopSignal(stop: () => Promise<void>, graceSeconds = 20): void {
  let asked = false;
  let interrupts = 0;
  const ask = (signal: string) => {
    // Counted by itself: of a Ctrl-C and the SIGTERM another program repeats it with, either may be heard first.
    if (signal === "SIGINT") interrupts += 1;
    if (interrupts > 1) process.exit(130);
    if (asked) return;
    asked = true;
    setTimeout(() => process.exit(1), graceSeconds * 1000).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ask(signal));
  // scripts/run.mjs holds a channel to us; when it is killed, the channel closes.
  if (process.connected) process.once("disconnect", () => ask("disconnect"));
  // The channel alone must not keep a finished program alive.
  process.channel?.unref();
}
