import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // graphql has no exports map: without this Vite picks its ES modules and Apollo's packages the CommonJS ones, two realms.
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  // Packages of this repository are read from their sources, so that tests need no build.
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    // What needs a large database runs in the soak only.
    include: [
      "src/**/*.test.ts",
      "test/**/*.test.ts",
      ...(process.env.LOTLINE_SOAK ? ["src/**/*.soak.ts", "test/**/*.soak.ts"] : []),
    ],
    globalSetup: ["test/global-setup.ts"],
    pool: "forks",
    // A worker loads the house once for all its files: loading it is most of what a small file costs. Nothing in it is per process
    // but what the schema keeps, and every file has a database of its own.
    isolate: false,
    // Only what hangs is meant to be ended: a busy machine is no failure.
    testTimeout: process.env.LOTLINE_SOAK ? 600_000 : 120_000,
    hookTimeout: 120_000,
  },
});
