import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OpenCommand } from "./open-commands.ts";

const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

const release: OpenCommand = {
  id: "01890000-0000-7000-8000-000000000001",
  record: "Lot",
  verb: "release",
  label: { en: "Release for use", zh: "放行使用" },
  number: "R201-2607",
  variables: { id: "7", version: 3, signature: { intent: "i1", userName: "zhouqiming", password: "secret", code: "482615" } },
  at: 1,
};
const stored = () => JSON.parse(kept.get("lotline.open.14") ?? "[]");

describe("commands on their way [U23]", () => {
  beforeEach(() => {
    kept.clear();
    vi.resetModules();
  });

  it("are kept without any secret, and forgotten when their outcome is known", async () => {
    const { keepOpen, dropOpen } = await import("./open-commands.ts");
    keepOpen("14", release);
    expect(stored()).toEqual([{ ...release, variables: { id: "7", version: 3, signature: { intent: "i1" } } }]);
    expect([...kept.values()].join()).not.toMatch(/secret|482615/);
    dropOpen("14", release.id);
    expect(stored()).toEqual([]);
  });

  it("are read again after a reload; what is no command is not", async () => {
    kept.set("lotline.open.14", JSON.stringify([release, { id: "x" }, 5]));
    const { keepOpen } = await import("./open-commands.ts");
    keepOpen("14", { ...release, id: "two" });
    expect(stored().map(({ id }: OpenCommand) => id)).toEqual([release.id, "two"]);
  });

  it("are each person's own", async () => {
    const { keepOpen } = await import("./open-commands.ts");
    keepOpen("14", release);
    keepOpen("15", { ...release, id: "two" });
    expect([stored().length, JSON.parse(kept.get("lotline.open.15") ?? "[]").length]).toEqual([1, 1]);
  });
});
