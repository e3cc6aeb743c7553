import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../test/command-line.ts";
import { commands } from "./commands.ts";

describe("the command line", () => {
  it("tells every command in the language of the caller, without a database", async () => {
    using line = commandLine();
    for (const command of commands) {
      const words = [...command.name.split(" "), "--help"];
      const en = await line.call(words, { LANG: "en_GB.UTF-8" });
      const zh = await line.call(words, { LANG: "zh_CN.UTF-8" });
      expect([en.exit, zh.exit]).toEqual([0, 0]);
      expect(en.out).toContain(command.about.en);
      expect(zh.out).toContain(command.about.zh);
      expect((await line.call([...words, "--lang", "zh"], { LANG: "en" })).out).toBe(zh.out);
    }
    const all = await line.call(["--help"]);
    for (const command of commands) expect(all.out).toContain(`  ${command.name}`);
    expect(all.said).toBe("");
  });

  it("refuses wrong usage with exit code 2, before any database is opened", async () => {
    using line = commandLine();
    const cases: [string[], string][] = [
      [["nonsense"], "USAGE"],
      [["audit"], "USAGE"],
      [["audit", "verify", "more"], "USAGE"],
      [["status", "--as", "x"], "USAGE"],
      [["backup"], "USAGE"],
      [["user", "add", "--login", "x"], "USAGE"],
      [["user", "disable", "x", "--as", "y"], "USAGE"],
      [["audit", "export", "--from", "2026-02-30"], "USAGE"],
      [["status", "--lang", "fr"], "USAGE"],
    ];
    for (const [words, code] of cases) {
      const { exit, json } = await line.call([...words, "--json"]);
      expect([exit, json.error.code, Object.keys(json)]).toEqual([2, code, ["error"]]);
      expect(Object.keys(json.error)).toEqual(["code", "message"]);
    }
    const human = await line.call(["nonsense", "--lang", "zh"]);
    expect([human.exit, human.out]).toEqual([2, ""]);
    expect(human.said).toContain("没有命令“nonsense”");
    expect(readdirSync(line.dataDir)).toEqual([]);
  });

  it("tells the status of an installation that has no database yet without making one", async () => {
    using line = commandLine();
    const { exit, json } = await line.call(["status", "--json"]);
    expect([exit, json.database, json.app]).toEqual([0, null, null]);
    expect(readdirSync(line.dataDir)).toEqual([]);
  });

  it("tells wrong settings as an error of its own", async () => {
    using line = commandLine();
    const { exit, json } = await line.call(["status", "--json"], { PORT: "many" });
    expect([exit, json.error.code]).toEqual([1, "CONFIG_INVALID"]);
  });
});
