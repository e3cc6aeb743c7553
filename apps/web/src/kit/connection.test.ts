import { describe, expect, it } from "vitest";
import { Connection } from "./connection.ts";

/** A server that is there or not, and a clock whose waits end when the test says so. */
function stage() {
  const world = { there: true, probes: 0, waits: [] as number[], wake: () => {} };
  const connection = new Connection({
    probe: async () => {
      world.probes++;
      return world.there;
    },
    sleep: (ms) => {
      world.waits.push(ms);
      return new Promise((done) => {
        world.wake = done;
      });
    },
  });
  const settle = () => new Promise((done) => setTimeout(done, 0));
  return { world, connection, settle };
}

describe("the connection [U23]", () => {
  it("is not lost by one failed request while the server answers", async () => {
    const { world, connection } = stage();
    expect(await connection.check()).toBe(true);
    expect([connection.lost, world.probes]).toEqual([false, 1]);
  });

  it("is asked for once by many failures at the same time", async () => {
    const { world, connection } = stage();
    world.there = false;
    await Promise.all([connection.check(), connection.check(), connection.check()]);
    expect([connection.lost, world.probes]).toEqual([true, 1]);
  });

  it("lets readers wait until it is back, and tells of both", async () => {
    const { world, connection, settle } = stage();
    const heard: boolean[] = [];
    const read: string[] = [];
    connection.subscribe(() => heard.push(connection.lost));
    world.there = false;
    await connection.check();
    void connection.whenThere().then(() => read.push("first"));
    void connection.whenThere().then(() => read.push("second"));
    world.wake();
    await settle();
    expect([read, world.waits]).toEqual([[], [1000, 2000]]);
    world.there = true;
    world.wake();
    await settle();
    expect([read, heard, connection.lost]).toEqual([["first", "second"], [true, false], false]);
  });
});
