/** The Chromium the stories run in: the system's own, because npm brings none. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

// The shell comes first: it paints for pictures only, and the stories take half the time in it.
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Quiet and reproducible: nothing is fetched, nothing is asked. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of the browser: $CHROMIUM_PATH, else the first one found; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const wanted = env.CHROMIUM_PATH;
  if (wanted) return existsSync(wanted) ? wanted : undefined;
  const onPath = (env.PATH ?? "").split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  return [...onPath, ...places].find((path) => existsSync(path));
}
