/**
 * The list of every document that the pages can send: those of the record screens, made from the record files, and those written by
 * hand beside their components. The server answers no other in production (ADR 13). Written by each build as
 * dist/known-documents.json: SHA-256 of the text → text.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as documents from "@lotline/schema/documents";
import { type DocumentNode, parse, print } from "graphql";
import { createServer, defaultServerConditions, type Plugin } from "vite";
import type * as features from "../src/features/index.ts";

const sources = "src";

/** Emits the list after the build; a document that stands in no export of its file fails it. */
export function knownDocuments(): Plugin {
  return {
    name: "known-documents",
    apply: "build",
    async closeBundle() {
      const listed = Object.fromEntries((await collect(process.cwd())).map((text) => [sha256(text), text]).sort());
      writeFileSync(join(process.cwd(), "dist", "known-documents.json"), `${JSON.stringify(listed, null, 1)}\n`);
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The texts as the client sends them: it adds the type's name to each selection. */
async function collect(root: string): Promise<string[]> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    ssr: { resolve: { conditions: ["source", ...defaultServerConditions] }, noExternal: ["@lotline/schema", /\.css$/] },
  });
  try {
    const load = (path: string) => server.ssrLoadModule(path);
    // The shapes are those of the files named.
    const { allDocuments } = (await load("@lotline/schema/documents")) as typeof documents;
    const { recordFeatures } = (await load("/src/features/index.ts")) as typeof features;
    const made = allDocuments(recordFeatures).map((text) => parse(text, { noLocation: true }));
    const written: DocumentNode[] = [];
    for (const path of writers(root))
      written.push(...documentsOf(path, readFileSync(join(root, path), "utf8"), await load(`/${path}`)));
    const { InMemoryCache } = await import("@apollo/client/cache");
    const cache = new InMemoryCache();
    return [...made, ...written].map((document) => print(cache.transformDocument(document)));
  } finally {
    await server.close();
  }
}

const writes = /\bgql\s*(`|\()/g;

/** The files in which documents are written by hand. */
const writers = (root: string): string[] =>
  readdirSync(join(root, sources), { recursive: true, encoding: "utf8" })
    .map((name) => `${sources}/${name.replaceAll("\\", "/")}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts") && readFileSync(join(root, path), "utf8").match(writes))
    .sort();

function documentsOf(path: string, text: string, module: Readonly<Record<string, unknown>>): DocumentNode[] {
  const found = Object.values(module)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isDocument);
  const written = text.match(writes)?.length ?? 0;
  if (found.length < written)
    throw new Error(`${path} writes ${written} documents and exports ${found.length}: export each, so that the server knows it`);
  return found;
}

const isDocument = (value: unknown): value is DocumentNode =>
  typeof value === "object" && value !== null && Reflect.get(value, "kind") === "Document";
