import { defineConfig } from "@playwright/test";
import { chromiumArguments, findChromium } from "./chromium.ts";
import { baseUrlOfWorker, workers } from "./start-app.ts";

const executablePath = findChromium();
if (!executablePath)
  throw new Error(
    "No Chromium found: install Debian's chromium-headless-shell or chromium, or Google Chrome, or set CHROMIUM_PATH.",
  );

const baseURL = baseUrlOfWorker();

export default defineConfig({
  testDir: "stories",
  globalSetup: "./start-app.ts",
  // The stories of a worker share one company; one after another, they find it as the story before left it.
  workers,
  forbidOnly: process.env.CI !== undefined,
  // Only what hangs is meant to be ended: a busy machine is no failure.
  timeout: 600_000,
  expect: { timeout: 20_000 },
  use: {
    ...(baseURL ? { baseURL } : {}),
    launchOptions: { executablePath, args: chromiumArguments },
    viewport: { width: 1440, height: 900 },
    // As for a person who wants no motion: nothing is clicked or looked at while it still moves.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // Recording every step costs a fifth of the time; `--trace on` records the story that one looks for.
    trace: "off",
  },
});
