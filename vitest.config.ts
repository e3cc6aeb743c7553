import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// One less than there are cores is its default: one worker on a machine with two, while the database has little to do.
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** All packages in one run; each has its own configuration, and what runs at the same time must agree on the workers. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers,
    projects: [
      "packages/*",
      "apps/*",
      { test: { name: "scripts", include: ["scripts/**/*.test.mjs"], testTimeout: 60_000, maxWorkers } },
    ],
  },
});
