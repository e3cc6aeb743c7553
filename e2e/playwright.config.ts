import { defineConfig } from "@playwright/test";
import { chromiumArguments, findChromium } from "./chromium.ts";

const executablePath = findChromium();
if (!executablePath) throw new Error("No Chromium found: install Debian's chromium or Google Chrome, or set CHROMIUM_PATH.");

export default defineConfig({
  testDir: "stories",
  globalSetup: "./start-app.ts",
  // All stories share one company; one after another, they find it as the story before left it.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...(process.env.E2E_BASE_URL ? { baseURL: process.env.E2E_BASE_URL } : {}),
    launchOptions: { executablePath, args: chromiumArguments },
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
