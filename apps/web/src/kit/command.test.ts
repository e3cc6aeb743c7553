import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { describe, expect, it } from "vitest";
import { commandId, makeCommand } from "./command.ts";

const now = () => Promise.resolve();
const net = { lost: false, check: () => undefined };
const refused = new CombinedGraphQLErrors({
  errors: [
    { message: "no", extensions: { code: "REFUSED", reasons: [{ code: "LOT_ON_HOLD", text: { en: "Held", zh: "已冻结" } }] } },
  ],
});

describe("a command", () => {
  it("is replayed under the same id when its answer is lost, and says that it is checking", async () => {
    const seen: string[] = [];
    let checks = 0;
    const command = makeCommand((id) => {
      seen.push(id);
      return seen.length < 3 ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve("released");
    });
    const outcome = await command.send({ sleep: now, net, onChecking: () => checks++ });
    expect(outcome).toEqual({ ok: true, value: "released" });
    expect(new Set(seen)).toEqual(new Set([command.id]));
    expect([seen.length, checks]).toEqual([3, 2]);
  });

  it("is not replayed after a refusal", async () => {
    let sent = 0;
    const outcome = await makeCommand(() => {
      sent++;
      return Promise.reject(refused);
    }).send({ sleep: now, net });
    expect(sent).toBe(1);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "refused", reasons: [{ code: "LOT_ON_HOLD" }] } });
  });

  it("stays unknown after the last try, and a later try uses the same id again", async () => {
    const seen: string[] = [];
    const command = makeCommand((id) => {
      seen.push(id);
      return Promise.reject(new TypeError("Failed to fetch"));
    });
    expect(await command.send({ sleep: now, net, maxTries: 2 })).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    await command.send({ sleep: now, net, maxTries: 1 });
    expect(new Set(seen).size).toBe(1);
    expect(seen.length).toBe(3);
  });

  it("is not sent at all while the server is known not to answer, and says so [U23]", async () => {
    let sent = 0;
    const command = makeCommand(() => {
      sent++;
      return Promise.resolve("released");
    });
    const lost = { lost: true, check: () => undefined };
    expect(await command.send({ sleep: now, net: lost })).toEqual({ ok: false, failure: { kind: "unsent" } });
    expect(sent).toBe(0);
    expect(await command.send({ sleep: now, net })).toEqual({ ok: true, value: "released" });
  });

  it("is asked about, not given up, when the connection goes while it is on its way [U23]", async () => {
    const seen: string[] = [];
    const going = { lost: false, check: () => Object.assign(going, { lost: true }) };
    const command = makeCommand((id) => {
      seen.push(id);
      return seen.length < 3 ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve("released");
    });
    expect(await command.send({ sleep: now, net: going })).toEqual({ ok: true, value: "released" });
    expect([seen.length, new Set(seen).size]).toEqual([3, 1]);
  });

  it("has a version 7 UUID that begins with the time", () => {
    const id = commandId(0x0123456789ab, (bytes) => bytes.fill(0xff));
    expect(id).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
  });
});
