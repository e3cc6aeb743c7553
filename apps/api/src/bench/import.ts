/** How long a file takes from its bytes to records, and how much memory the server needs for the largest one. */
import { createHash, randomUUID } from "node:crypto";
import type { ImportMapping } from "@lotline/schema";
import { assemble } from "../assemble.ts";
import { asClient } from "../database/client.ts";
import { command, type Kernel } from "../kernel/command.ts";
import { checkBatch, commitBatch, decideMapping, undoBatch, upload } from "../modules/platform/import/order.ts";
import { readFile } from "../modules/platform/import/read/read-file.ts";
import { workImport } from "../modules/platform/import/turn.ts";
import type { Company } from "./company.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground, rowsOf } from "./scratch.ts";
import { rounded } from "./statistics.ts";

export interface ImportSize {
  /** Rows of the file that is timed and committed. */
  readonly rows: number;
  /** Rows of the file by which memory is measured; it is checked by its texts and not committed. */
  readonly most: number;
}

const mapping: ImportMapping = {
  columns: {
    客户: "number",
    "名称（英文）": "nameEn",
    "名称（中文）": "nameZh",
    地址: "address",
    类型: "kind",
    联系人: "contact",
    备注: "",
  },
  fixed: {},
  values: { kind: { 院: "hospital" } },
  key: null,
};

const what = { record: "Customer", lineSet: null, mode: "create", fileName: "bench.csv" } as const;

const fileOf = (rows: number): Buffer => {
  const lines = Array.from(
    { length: rows },
    (_, i) => `BENCH-${i},Hospital number ${i},第 ${i} 医院,苏州工业园区 ${i} 号,院,王 ${i},not imported`,
  );
  return Buffer.from(`${Object.keys(mapping.columns).join(",")}\r\n${lines.join("\r\n")}\r\n`, "utf8");
};

interface Measured {
  readonly rows: number;
  readonly seconds: { readonly [step: string]: number };
  readonly peakMb: number;
}

/** Times one file through its steps; the peak is the resident memory of this process, which is the server's and the bench's together. */
async function measure(
  kernel: Kernel,
  company: Company,
  owner: string,
  rows: number,
  upTo: "validate" | "undo",
): Promise<Measured> {
  const bytes = fileOf(rows);
  const seconds: { [step: string]: number } = {};
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    seconds[step] = rounded((performance.now() - begun) / 1000);
    return result;
  };
  const order = (operation: string, work: Parameters<typeof command>[3]) =>
    command(kernel, company.ctx, { id: randomUUID(), operation, input: randomUUID() }, work);
  try {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const table = await timed("read", () => readFile(bytes, {}));
    await timed("stage", () =>
      order("uploadImport", async (tx) => {
        await upload(tx, { ...what, sha256, size: bytes.length, table });
        return null;
      }),
    );
    const [batch] = await asClient(owner, (client) =>
      rowsOf<{ id: string }>(client, "select id from import_batch where sha256 = $1", [sha256]),
    );
    const id = batch?.id ?? "";
    const say = (operation: string, work: (tx: Parameters<typeof checkBatch>[0]) => Promise<void>) =>
      order(operation, async (tx) => {
        await work(tx);
        return null;
      });
    const turns = async (until: (phase: string | null) => boolean) => {
      for (;;) {
        const [now] = await asClient(owner, (client) =>
          rowsOf<{ turn: number; state: string; phase: string | null }>(
            client,
            "select turn, state, phase from import_batch where id = $1",
            [id],
          ),
        );
        if (!now || !["checking", "committing", "undoing"].includes(now.state) || until(now.phase)) return now?.state;
        // A turn of no time ends behind the first part that can be divided.
        await workImport(kernel, id, now.turn, upTo === "validate" || now.phase !== "rehearse" ? 0 : 5000);
      }
    };
    await say("mapImport", (tx) => decideMapping(tx, id, mapping));
    await say("checkImport", (tx) => checkBatch(tx, id));
    await timed("validate", () => turns((phase) => phase === "rehearse"));
    if (upTo === "undo") {
      await timed("rehearse", () => turns(() => false));
      await say("commitImport", (tx) => commitBatch(tx, id));
      const state = await timed("commit", () => turns(() => false));
      if (state !== "committed") throw new Error(`the import is ${state}`);
      await say("undoImport", (tx) => undoBatch(tx, id, "the end of the benchmark"));
      await timed("undo", () => turns(() => false));
    }
    return { rows, seconds, peakMb: Math.round(peak / 1024 / 1024) };
  } finally {
    clearInterval(watch);
  }
}

/** Both files on a database of their own. */
export async function importPart(ground: Ground, company: Company, size: ImportSize): Promise<PartReport> {
  const scratch = await copyDatabase(ground, "bench_import");
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 4 });
  try {
    ground.say("import: memory");
    const most = await measure(kernel, company, scratch.urls.owner, size.most, "validate");
    ground.say("import: time");
    const timed = await measure(kernel, company, scratch.urls.owner, size.rows, "undo");
    const steps = ["read", "stage", "validate", "rehearse", "commit", "undo"];
    return {
      figures: { size, timed, most },
      tables: [
        {
          title: "import from CSV: seconds by step, peak memory of the process",
          head: ["rows", ...steps, "peak MB"],
          rows: [timed, most].map((one) => [one.rows, ...steps.map((step) => one.seconds[step] ?? "–"), one.peakMb]),
        },
      ],
    };
  } finally {
    await kernel.orm.close(true);
    await scratch.drop();
  }
}
