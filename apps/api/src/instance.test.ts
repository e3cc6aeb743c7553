import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markOf } from "./database/process-mark.ts";
import { claimInstance, findRunningApp } from "./instance.ts";

describe("a data directory", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "lotline-instance-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it("belongs to one running app; the second start learns its address", async () => {
    const first = await claimInstance(dataDir);
    if (!("claimed" in first)) throw new Error("the first start was refused");
    expect(await claimInstance(dataDir)).toEqual({ running: { pid: process.pid, url: undefined } });
    first.claimed.publish("http://127.0.0.1:3000");
    expect(await claimInstance(dataDir)).toEqual({ running: { pid: process.pid, url: "http://127.0.0.1:3000" } });
    first.claimed.release();
    expect(findRunningApp(dataDir)).toBeUndefined();
    expect(await claimInstance(dataDir)).toHaveProperty("claimed");
  });

  it("is given to one of two simultaneous starts", async () => {
    const answers = await Promise.all([claimInstance(dataDir), claimInstance(dataDir)]);
    expect(answers.filter((answer) => "claimed" in answer)).toHaveLength(1);
  });

  it("is free again after its app was killed, even if another program has the pid now", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(other, "spawn");
    const mark = markOf(other.pid);
    const ended = once(other, "exit");
    other.kill("SIGKILL");
    await ended;
    writeFileSync(join(dataDir, "app.json"), JSON.stringify({ ...mark, url: "http://127.0.0.1:3000" }));
    expect(findRunningApp(dataDir)).toBeUndefined();
    writeFileSync(join(dataDir, "app.json"), JSON.stringify({ pid: process.pid, started: "another start", url: "x" }));
    expect(findRunningApp(dataDir)).toBeUndefined();
  });

  it("is not lost to a damaged mark", async () => {
    writeFileSync(join(dataDir, "app.json"), '{"pid":');
    expect(await claimInstance(dataDir)).toHaveProperty("claimed");
  });
});
