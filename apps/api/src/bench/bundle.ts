/** What a browser loads before it can show anything, gzipped, and what comes later by itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { PartReport } from "./report.ts";

const dist = fileURLToPath(new URL("../../../web/dist/", import.meta.url));

interface Chunk {
  readonly file: string;
  readonly bytes: number;
  readonly gzip: number;
}

/** The files of the browser app by when they are loaded. */
export interface Bundle {
  readonly first: { readonly js: readonly Chunk[]; readonly css: readonly Chunk[] };
  readonly lazy: readonly Chunk[];
  /** Gzipped bytes. */
  readonly firstJsGzip: number;
  readonly firstCssGzip: number;
  readonly lazyGzip: number;
}

/** Measures the built browser app. @throws when there is none */
export function bundlePart(directory = dist): PartReport {
  const bundle = bundleOf(directory);
  const row = (kind: string) => (chunk: Chunk) => [kind, chunk.file, chunk.bytes, chunk.gzip];
  return {
    figures: bundle,
    tables: [
      {
        title: `Bundle: first load ${kib(bundle.firstJsGzip)} KiB JS + ${kib(bundle.firstCssGzip)} KiB CSS gzipped; lazily ${kib(bundle.lazyGzip)} KiB`,
        head: ["when", "file", "bytes", "gzip"],
        rows: [
          ...bundle.first.js.map(row("first")),
          ...bundle.first.css.map(row("first")),
          ...bundle.lazy.filter(({ gzip }) => gzip >= 1024).map(row("lazy")),
        ],
      },
    ],
  };
}

const kib = (bytes: number): string => (bytes / 1024).toFixed(1);

/** Reads index.html: what it names, and what that imports at once, is the first load. */
export function bundleOf(directory: string): Bundle {
  const html = readFileSync(join(directory, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/?((?:assets\/)[^"]+\.(?:js|css))"/g)].flatMap(([, file]) => file ?? []);
  const first = withImports(directory, named);
  const all = readdirSync(join(directory, "assets"))
    .filter((file) => /\.(js|css)$/.test(file))
    .map((file) => `assets/${file}`);
  const measure = (files: readonly string[]) => files.map((file) => chunkOf(directory, file)).sort((a, b) => b.gzip - a.gzip);
  const js = measure(first.filter((file) => file.endsWith(".js")));
  const css = measure(first.filter((file) => file.endsWith(".css")));
  const lazy = measure(all.filter((file) => !first.includes(file)));
  const total = (chunks: readonly Chunk[]) => chunks.reduce((sum, { gzip }) => sum + gzip, 0);
  return { first: { js, css }, lazy, firstJsGzip: total(js), firstCssGzip: total(css), lazyGzip: total(lazy) };
}

/** Static imports load with the file that has them, whether index.html preloads them or not; `import()` does not match. */
function withImports(directory: string, named: readonly string[]): string[] {
  const found = new Set(named);
  for (const file of found) {
    if (!file.endsWith(".js")) continue;
    const text = readFileSync(join(directory, file), "utf8");
    for (const [, name] of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'();]*?from\s*)?["']\.\/([^"']+\.js)["']/g))
      found.add(`assets/${name}`);
  }
  return [...found];
}

function chunkOf(directory: string, file: string): Chunk {
  const content = readFileSync(join(directory, file));
  return { file: file.replace("assets/", ""), bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
}
