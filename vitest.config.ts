import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** All packages in one run; each has its own configuration. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    // One less than there are cores is its default: one worker on a machine with two, while the database has little to do.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: ["packages/*", "apps/*", { test: { name: "scripts", include: ["scripts/**/*.test.mjs"], testTimeout: 60_000 } }],
  },
});
