/** What a change costs (architecture.md §7), done on a scratch copy of the house. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "lotline-change-"));
const recordFile = join(scratch, "packages/schema/src/master/supplier.ts");
const migrations = join(scratch, "apps/api/src/migrations");
const leftOut = new Set(["node_modules", "dist", ".turbo", "seed-data", "generated"]);

beforeAll(() => {
  for (const part of ["packages/schema", "packages/verifier", "packages/sampling", "packages/udi", "apps/api"])
    cpSync(join(root, part), join(scratch, part), {
      recursive: true,
      filter: (path) => !leftOut.has(basename(path)) && !path.endsWith(".test.ts"),
    });
  cpSync(join(root, "tsconfig.base.json"), join(scratch, "tsconfig.base.json"));
  cpSync(join(root, "package.json"), join(scratch, "package.json"));
  // The packages of others are the installed ones; the house's own are the copies.
  mkdirSync(join(scratch, "node_modules/@lotline"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== "@lotline") symlinkSync(join(root, "node_modules", name), join(scratch, "node_modules", name));
  for (const name of ["schema", "verifier", "sampling", "udi"])
    symlinkSync(join(scratch, "packages", name), join(scratch, "node_modules/@lotline", name));
  symlinkSync(join(root, "apps/api/node_modules"), join(scratch, "apps/api/node_modules"));
  build("packages/verifier");
  build("packages/sampling");
  build("packages/udi");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a program of the house; its output, and its errors when it fails. */
function run(file: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(file, [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    // execFileSync throws an error that carries what the program wrote.
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${stdout}${stderr}`);
  }
}

/** Type-checks and compiles one package. */
const build = (part: string): string =>
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], join(scratch, part));

const makeMigration = (name: string): string =>
  run(process.execPath, ["dist/database/make-migration.js", name], join(scratch, "apps/api"));

/** Inserts lines behind the first place that matches. */
function insert(behind: RegExp, lines: string): void {
  const text = readFileSync(recordFile, "utf8");
  const match = behind.exec(text);
  if (!match) throw new Error(`no ${behind} in the record file`);
  const at = match.index + match[0].length;
  writeFileSync(recordFile, `${text.slice(0, at)}\n${lines}${text.slice(at)}`);
}

describe("the price of a change", () => {
  let made: string[];
  let sdl: string;

  beforeAll(() => {
    const before = readdirSync(migrations);
    insert(
      /export const supplierItem = defineRecord\(\{[\s\S]*?\n {2}fields: \{/,
      '    remark: text({ en: "Remark", zh: "备注" }, { optional: true, max: 500 }),',
    );
    insert(
      /export const supplier = defineRecord\(\{[\s\S]*?\n {2}actions: \{/,
      '    confirm: { label: { en: "Confirm", zh: "确认" }, from: ["active"], permit: "supplierItem.approve", sign: { meaning: "REVIEWED" }, notBy: ["author"] },',
    );
    build("packages/schema");
    build("apps/api");
    makeMigration("add_remark_to_supplier_item");
    made = readdirSync(migrations).filter((file) => !before.includes(file));
    const print =
      'const { printSchema } = await import("graphql"); const { buildGraphqlSchema } = await import("./dist/schema.js"); process.stdout.write(printSchema(await buildGraphqlSchema()))';
    sdl = run(process.execPath, ["--input-type=module", "-e", print], join(scratch, "apps/api"));
  });

  it("a new field: one line in the record file and one generated migration that adds one column", () => {
    expect(made).toEqual([expect.stringMatching(/^Migration\d+_add_remark_to_supplier_item\.ts$/)]);
    const [up = ""] = readFileSync(join(migrations, made[0] ?? ""), "utf8").split(/\bdown\(/);
    const statements = [...up.matchAll(/addSql\(`([^`]*)`\)/g)].map((m) => m[1]);
    // The column, and the check of its length as the database's last line.
    expect(statements).toEqual([
      'alter table "supplier_item" add "remark" text null;',
      expect.stringMatching(
        /^alter table "supplier_item" add constraint "supplier_item_remark_check" check \(length\(remark\) <= 500\);$/,
      ),
    ]);
    expect(sdl).toMatch(/input CreateSupplierItemInput \{[^}]*\bremark: String\b/);
  });

  it("a new signed action: lines in the record file only; mutation, permit check and signature follow, the tables stay", () => {
    expect(sdl).toMatch(
      /confirmSupplier\(commandId: ID!, id: ID!, version: Int!, reason: String, signature: SignatureInput\): Supplier!/,
    );
    // Also after a build with the migration of the field: the action asks for none.
    build("apps/api");
    expect(makeMigration("nothing_to_do")).toBe("No difference.\n");
  });

  it("a misspelt state does not compile, and says which was meant", () => {
    insert(
      /export const supplier = defineRecord\(\{[\s\S]*?\n {2}actions: \{/,
      '    wrong: { label: { en: "Wrong", zh: "错误" }, from: ["actve"], permit: "supplierItem.approve" },',
    );
    expect(() => build("packages/schema")).toThrow(
      /"actve"' is not assignable to type '"active" \| "blocked" \| "withdrawn"'. Did you mean '"active"'/,
    );
  });
});
