/** A hundred thousand rows as a file: whole, in time, and without memory growing with them. */
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyRows } from "../../test/copies.ts";
import { type Demo, openDemo } from "../../test/demo.ts";
import { type Served, serve } from "../../test/served.ts";

const rows = 100_000;
/** Goals of the kit on a machine that does nothing else; a busy one gets three times as long. */
const goal = { seconds: 5, patience: 3, megabytes: 250 } as const;

let demo: Demo;
let served: Served;
beforeAll(async () => {
  demo = await openDemo();
  await demo.sql("alter table lot disable trigger all");
  await copyRows(demo, "lot", rows, { expires_on: "date '2026-01-01' + n % 2000" });
  await demo.sql("analyze lot");
  served = await serve(demo.kernel);
}, 300_000);
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

describe("[U13] a hundred thousand rows", () => {
  it.each(["csv", "xlsx"])(
    "as %s are whole, in time and in bounded memory",
    async (format) => {
      const cookie = await served.cookieOf(demo.person("QA_HEAD").id);
      const columns = ["number", "item", "state", "supplier", "supplierLot", "expiresOn", "quantityMade", "site", "createdAt"];
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      let peak = before;
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss);
      }, 20);
      const began = performance.now();
      const { port } = new URL(served.url);
      const asking = request({
        host: "127.0.0.1",
        port,
        method: "POST",
        path: "/exports/Lot",
        headers: { "content-type": "application/json", cookie },
      });
      asking.end(JSON.stringify({ columns, format, lang: "en", sort: ["-createdAt"] }));
      const [answer] = (await once(asking, "response")) as [import("node:http").IncomingMessage];
      let bytes = 0;
      for await (const part of answer) bytes += (part as Buffer).length;
      const seconds = (performance.now() - began) / 1000;
      clearInterval(watch);
      const [counted] = await demo.sql<{ n: number }>("select count(*)::int as n from lot");
      expect([answer.statusCode, answer.headers["x-rows"], String(bytes)]).toEqual([
        200,
        String(counted?.n),
        answer.headers["content-length"],
      ]);
      console.info(
        `${format}: ${rows} rows, ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB, +${((peak - before) / 1e6).toFixed(0)} MB memory`,
      );
      expect((peak - before) / 1e6).toBeLessThan(goal.megabytes);
      expect(seconds).toBeLessThan(goal.seconds * goal.patience);
    },
    120_000,
  );
});
