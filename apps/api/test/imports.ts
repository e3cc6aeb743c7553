/** Imports worked off turn by turn, as the relay would. For tests of imports. */
import { createHash, randomUUID } from "node:crypto";
import type { RecordName } from "@lotline/schema";
import { command } from "../src/kernel/command.ts";
import { upload } from "../src/modules/platform/import/order.ts";
import { readTable } from "../src/modules/platform/import/read/read.ts";
import { packed } from "../src/modules/platform/import/read/table.ts";
import { workImport } from "../src/modules/platform/import/turn.ts";
import { type Browser, type Reply, shown } from "./browser.ts";
import type { House } from "./house.ts";

export interface ImportSeen {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly records: number;
  readonly ok: number;
  readonly wrong: number;
  readonly mapping: { readonly columns: { readonly [header: string]: string } };
  readonly problem: readonly { readonly code: string; readonly text: { readonly en: string } }[];
}

const seen = "{ id state total records ok wrong mapping problem { code text { en } } }";

/** A person's imports in a house. */
export class Imports {
  readonly house: House;
  readonly login: string;
  readonly browser: Browser;

  private constructor(house: House, login: string, browser: Browser) {
    this.house = house;
    this.login = login;
    this.browser = browser;
  }

  static async of(house: House, login: string): Promise<Imports> {
    return new Imports(house, login, await house.browser(login));
  }

  /** Takes a file as the route does. @returns the id of its import */
  async upload(
    record: RecordName,
    fileName: string,
    bytes: Buffer,
    lineSet: string | null = null,
    mode: "create" | "change" = "create",
  ): Promise<string> {
    const { ctx } = await this.house.hands.as(this.login);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const commandId = randomUUID();
    const table = packed(readTable(bytes));
    await command(
      this.house.kernel,
      { ...ctx, language: "zh" },
      { id: commandId, operation: "uploadImport", input: { sha256 } },
      async (tx) => {
        await upload(tx, { record, lineSet, mode, fileName, sha256, size: bytes.length, table });
        return null;
      },
    );
    const [row] = await this.house.sql<{ id: string }>("select id from import_batch where command_id = $1", [commandId]);
    return row?.id ?? "";
  }

  order(verb: string, id: string, more: { readonly [argument: string]: unknown } = {}): Promise<Reply> {
    const types: { readonly [argument: string]: string } = {
      mapping: "JSON!",
      corrections: "[ImportCorrection!]!",
      reason: verb === "commitImport" ? "String" : "String!",
    };
    const declared = Object.keys(more).map((name) => `, $${name}: ${types[name]}`);
    const given = Object.keys(more).map((name) => `, ${name}: $${name}`);
    return this.browser.ask(
      `mutation ($c: ID!, $id: ID!${declared.join("")}) { batch: ${verb}(commandId: $c, id: $id${given.join("")}) ${seen} }`,
      { c: randomUUID(), id, ...more },
    );
  }

  /** Orders it and lets the worker do its turns. */
  async done(verb: string, id: string, more: { readonly [argument: string]: unknown } = {}): Promise<ImportSeen> {
    const reply = await this.order(verb, id, more);
    if (reply.code) throw new Error(`${reply.code} ${reply.reasons} ${reply.issues} ${reply.errors.map((e) => e.message)}`);
    await this.work(id);
    return this.look(id);
  }

  async work(id: string, limitMs?: number): Promise<void> {
    for (let i = 0; i < 200; i++) {
      const [batch] = await this.house.sql<{ turn: number; state: string }>(
        "select turn, state from import_batch where id = $1",
        [id],
      );
      if (!batch || !["checking", "committing", "undoing"].includes(batch.state)) return;
      await workImport(this.house.kernel, id, batch.turn, limitMs);
    }
    throw new Error("the import does not end");
  }

  async look(id: string): Promise<ImportSeen> {
    const reply = await this.browser.ask(`query ($id: ID!) { batch: importBatch(id: $id) ${seen} }`, { id });
    if (reply.code) throw new Error(`${reply.code} ${reply.errors.map((e) => e.message)}`);
    return shown<ImportSeen>(reply.data, "batch");
  }

  /** What is wrong, line by line: "3 名称 CODE". */
  async wrong(id: string): Promise<string[]> {
    const reply = await this.browser.ask(
      "query ($id: ID!) { batch: importBatch(id: $id) { rows(wrongOnly: true, first: 500) { position issues { column code } } } }",
      { id },
    );
    const { rows } = shown<{ rows: { position: number; issues: { column: string | null; code: string }[] }[] }>(
      reply.data,
      "batch",
    );
    return rows.flatMap(({ position, issues }) => issues.map(({ column, code }) => `${position} ${column ?? "–"} ${code}`));
  }
}
