import { defineConfig } from "vitest/config";

/** All packages in one run; each has its own configuration. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: ["packages/*", "apps/*", { test: { name: "scripts", include: ["scripts/**/*.test.mjs"], testTimeout: 60_000 } }],
  },
});
