/** Build and development server of the browser application; the API answers on another port while developing. */
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defaultServerConditions, defineConfig } from "vite";
import { knownDocuments } from "./build/known-documents.ts";

// The API's development port; scripts/run.mjs passes the one it really got.
const api = `http://127.0.0.1:${process.env.LOTLINE_API_PORT ?? process.env.PORT ?? "4000"}`;

// What every page needs comes in one file: as seventy small ones it is 8 % more to load, and seventy requests.
const start = { name: "start", tags: ["$initial" as const] };

export default defineConfig({
  plugins: [react(), knownDocuments()],
  // "source" first: the record files are read as TypeScript, so neither development nor tests need a build of @lotline/schema.
  // "es2015": rxjs has its modern code there, and ES5 with helpers otherwise.
  resolve: { conditions: ["source", "es2015", ...defaultClientConditions] },
  // The same for the tests, which run in Node.
  ssr: { resolve: { conditions: ["source", ...defaultServerConditions] }, noExternal: ["@lotline/schema"] },
  // The manifest says which files a page loads; `npm run check` weighs them.
  build: {
    outDir: "dist",
    sourcemap: true,
    manifest: true,
    target: "es2023",
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { output: { codeSplitting: { groups: [start] } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/graphql": api, "/files": api, "/exports": api, "/print": api, "^/jobs/[^/]+/(events|report)": api },
  },
});
