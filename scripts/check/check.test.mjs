import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../lib/child.mjs";
import { bin } from "../lib/paths.mjs";
import { sizeProblems } from "./budgets.mjs";
import { importsOf, refusal } from "./directions.mjs";
import { isFree, licenceProblems, scriptProblems } from "./licences.mjs";
import { problemsIn } from "./lockfile.mjs";

describe("licences and install scripts of packages (ASVS 15.1.2)", () => {
  it("a licence is free by one of its halves or by all of its parts", () => {
    const all = ["MIT", "(MIT OR GPL-3.0)", "MIT AND Apache-2.0", "MIT AND GPL-3.0", "GPL-3.0", "SEE LICENSE IN x", undefined];
    expect(all.map((licence) => isFree(licence))).toEqual([true, true, true, false, false, false, false]);
  });

  it("what is shipped needs a free one, tools may have the MPL; a script that runs when installing must be decided about", () => {
    const lock = {
      packages: {
        "": {},
        "node_modules/a": { version: "1.0.0", license: "MIT" },
        "node_modules/b": { version: "1.0.0", license: "MPL-2.0", dev: true },
        "node_modules/c": { version: "1.0.0", license: "MPL-2.0", hasInstallScript: true },
        "node_modules/a/node_modules/@d/e": { version: "2.0.0", hasInstallScript: true },
      },
    };
    expect(licenceProblems(lock).map((line) => line.split(";")[0])).toEqual([
      "c 1.0.0 has the licence MPL-2.0",
      "@d/e 2.0.0 has the licence of nobody knows",
    ]);
    expect(scriptProblems(lock, { c: false }).map((line) => line.split(" ")[0])).toEqual(["@d/e"]);
  });
});

describe("the direction of imports", () => {
  it.each([
    ["packages/schema/src/quality/inspection.ts", "../inventory/index.ts"],
    ["packages/schema/src/quality/inspection.ts", "../kit/record.ts"],
    ["packages/schema/src/kit/field.ts", "zod/mini"],
    ["apps/api/src/modules/quality/inspection/guards.ts", "../../inventory/index.ts"],
    ["apps/api/src/modules/quality/inspection/guards.ts", "../../../kernel/command.ts"],
    ["apps/api/src/modules/quality/inspection/guards.ts", "./queries.ts"],
    ["apps/api/src/main.ts", "./modules/quality/index.ts"],
    ["apps/api/src/cli/main.ts", "@lotline/verifier"],
    ["apps/web/src/features/quality/inspection/Sheet.tsx", "@lotline/sampling"],
    ["apps/api/src/kernel/command.test.ts", "../modules/quality/index.ts"],
    ["apps/web/src/kit/RecordGrid.tsx", "@lotline/schema/words"],
  ])("%s may import %s", (path, target) => {
    expect(refusal(path, target)).toBeUndefined();
  });

  it.each([
    [
      "packages/schema/src/inventory/lot.ts",
      "../quality/index.ts",
      "inventory lies below quality; use a gate, a record link or the outbox",
    ],
    ["packages/schema/src/quality/inspection.ts", "../inventory/lot.ts", "only inventory/index.ts is for other areas"],
    [
      "packages/schema/src/kit/field.ts",
      "../../../../apps/api/src/config.ts",
      "the schema imports nothing of the other packages",
    ],
    ["packages/schema/src/kit/field.ts", "@lotline/verifier", "the schema imports nothing of the other packages"],
    ["packages/verifier/src/index.ts", "../../../apps/api/src/config.ts", "the verifier stands alone"],
    ["packages/sampling/src/index.ts", "@lotline/schema", "the sampling engine stands alone"],
    ["packages/udi/src/index.ts", "@lotline/schema", "the UDI engine stands alone"],
    ["apps/api/src/kernel/tx.ts", "../modules/tables.ts", "kernel does not know what stands on it"],
    ["apps/api/src/kernel/tx.ts", "../read/list.ts", "kernel lies below read"],
    ["apps/api/src/evidence/seal.ts", "../base/error.ts", "the sealer stands on the database alone"],
    [
      "apps/api/src/modules/inventory/index.ts",
      "../quality/index.ts",
      "inventory lies below quality; use a gate, a record link or the outbox",
    ],
    ["apps/api/src/modules/quality/index.ts", "../inventory/posting.ts", "only inventory/index.ts is for other areas"],
    ["apps/api/src/server.ts", "../test/database.ts", "the program does not import tests"],
    ["apps/web/src/app/main.tsx", "../../../api/src/config.ts", "the web app imports schema, sampling and udi only"],
    ["apps/web/src/app/main.tsx", "@lotline/verifier", "the web app imports schema, sampling and udi only"],
  ])("%s may not import %s", (path, target, reason) => {
    expect(refusal(path, target)).toBe(reason);
  });

  it("is seen in every form of import, with its place", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type {\n  B,\n} from "./b.ts";',
      'export * from "./c.ts";',
      'import "./d.ts";',
      'const e = await import("./e.ts");',
      'const text = "not an import from here";',
    ].join("\n");
    expect(importsOf(text).map(({ target }) => target)).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts"]);
    expect(text.slice(0, importsOf(text)[1].index).split("\n")).toHaveLength(4);
  });
});

describe("the lockfile", () => {
  const entry = { version: "1.0.0" };

  it("is in order when every platform package has its entry", () => {
    const packages = {
      "": { optionalDependencies: {} },
      "node_modules/tool": { ...entry, optionalDependencies: { "tool-linux": "1", "tool-mac": "1" } },
      "node_modules/tool-linux": entry,
      "node_modules/tool/node_modules/tool-mac": entry,
      "node_modules/@mikro-orm/core": { version: "7.2.1" },
      "apps/api": { optionalDependencies: { "tool-linux": "1" } },
    };
    expect(problemsIn({ packages })).toEqual([]);
  });

  it("lacks a platform package, names a host, mixes MikroORM versions: each is named", () => {
    const packages = {
      "node_modules/tool": {
        ...entry,
        resolved: "https://registry.example.com/tool.tgz",
        optionalDependencies: { "tool-mac": "1" },
      },
      "node_modules/@mikro-orm/core": { version: "7.2.1" },
      "node_modules/@mikro-orm/sql": { version: "7.2.2" },
    };
    expect(problemsIn({ packages })).toEqual([
      "node_modules/tool needs tool-mac, which has no entry",
      "node_modules/tool names a host (registry.example.com)",
      "MikroORM has several versions: @mikro-orm/core 7.2.1, @mikro-orm/sql 7.2.2",
    ]);
  });
});

it("a file, a function or a kernel over its budget fails, unless it is allowed by name; what needs no leave any more has none", () => {
  const files = [
    { path: "apps/a.ts", lines: 400 },
    { path: "apps/b.ts", lines: 401 },
    { path: "apps/c.test.ts", lines: 401 },
    { path: "apps/api/src/kernel/one.ts", lines: 1401 },
    { path: "apps/api/src/kernel/two.ts", lines: 400 },
    { path: "apps/api/src/kernel/two.test.ts", lines: 400 },
  ];
  const long = [{ key: "apps/a.ts#walk", text: "apps/a.ts:7 The function `walk` has too many lines (71)" }];
  const allowed = { "apps/c.test.ts": "why", "apps/api/src/kernel/one.ts": "why", "apps/gone.ts": "why" };
  expect(sizeProblems(files, long, allowed)).toEqual([
    "apps/b.ts has 401 lines (≤ 400)",
    "apps/a.ts:7 The function `walk` has too many lines (71)",
    "the kernel has 1801 lines (≤ 1800)",
    "scripts/check/budgets.json allows apps/gone.ts, which is not too large any more",
  ]);
});

it("a circle of imports is found", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lotline-cycle-"));
  writeFileSync(join(directory, "a.ts"), 'import { b } from "./b.ts";\nexport const a = () => b;\n');
  writeFileSync(join(directory, "b.ts"), 'import { a } from "./a.ts";\nexport const b = () => a;\n');
  const { code, text } = await run(join(bin, "oxlint"), ["--import-plugin", "-A", "all", "-D", "import/no-cycle", directory], {
    output: "collect",
  });
  rmSync(directory, { recursive: true });
  expect(code).toBe(1);
  expect(text).toContain("import(no-cycle)");
});
