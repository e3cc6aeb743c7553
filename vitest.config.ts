import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// A worker waits for the database half of its time, and the database for it: one worker more than there are cores keeps them busy.
// A project does not inherit it, and all in one run must agree: what says nothing of it is run file by file.
const maxWorkers = availableParallelism() + 1;

/** All packages in one run; each has its own configuration. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers,
    projects: [
      { root: "packages/schema", test: { name: "@lotline/schema", maxWorkers } },
      { root: "packages/verifier", test: { name: "@lotline/verifier", maxWorkers } },
      { root: "packages/sampling", test: { name: "@lotline/sampling", maxWorkers } },
      { root: "packages/udi", test: { name: "@lotline/udi", maxWorkers } },
      { extends: "apps/api/vitest.config.ts", root: "apps/api", test: { name: "@lotline/api", maxWorkers } },
      { extends: "apps/web/vite.config.ts", root: "apps/web", test: { name: "@lotline/web", maxWorkers } },
      { test: { name: "scripts", include: ["scripts/**/*.test.mjs"], testTimeout: 60_000, maxWorkers } },
    ],
  },
});
