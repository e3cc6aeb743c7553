import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../test/command-line.ts";

const words = (more: readonly string[] = []) =>
  ["sampling plan --standard iso-2859-1 --lot-size 3000 --level II --aql 1.0".split(" "), more].flat();

describe("sampling plan", () => {
  it("answers one question in six fields, without a database", async () => {
    using line = commandLine();
    const { exit, json, said } = await line.call(words(["--severity", "normal", "--json"]));
    expect([exit, said]).toEqual([0, ""]);
    expect(json).toEqual({
      codeLetter: "K",
      sampleSize: 125,
      accept: 3,
      reject: 4,
      inspectAll: false,
      steps: ["lot 3000, level II → code letter K", "K/1.0 normal → n 125, Ac 3, Re 4"],
    });
    expect(readdirSync(line.dataDir)).toEqual([]);
  });

  it("tells people the same as a sentence, in their language", async () => {
    using line = commandLine();
    expect((await line.call(words(["--lang", "zh"]))).out).toBe(
      "批量 3000、检验水平 II → 样本量字码 K；K/1.0 正常 → n 125，Ac 3，Re 4\n",
    );
  });

  it.each([
    ["--aql", "0.7", "AQL_UNKNOWN"],
    ["--level", "IV", "LEVEL_UNKNOWN"],
    ["--standard", "iso-9001", "STANDARD_UNKNOWN"],
    ["--lot-size", "0", "LOT_SIZE"],
    ["--severity", "hard", "SEVERITY_UNKNOWN"],
  ])("refuses %s %s by name", async (option, value, code) => {
    using line = commandLine();
    const { exit, json } = await line.call(words([option, value, "--json"]));
    expect([exit, json.error.code]).toEqual([1, code]);
    expect(json.error.message).toContain(value);
  });

  it("asks for what is missing as wrong usage", async () => {
    using line = commandLine();
    const { exit, json } = await line.call(["sampling", "plan", "--standard", "z1.4", "--json"]);
    expect([exit, json.error.code]).toEqual([2, "USAGE"]);
    expect(json.error.message).toContain("--lot-size, --level, --aql");
  });

  it("answers each line of standard input with a line, bad ones with an error, and goes on", async () => {
    using line = commandLine();
    const good = { standard: "iso-2859-1", lotSize: 24000, level: "S3", aql: 2.5, severity: "tightened" };
    const input = `${[JSON.stringify(good), "{", "", '"text"', JSON.stringify({ ...good, aql: "7" }), `\ufeff${JSON.stringify(good)}\r`].join("\n")}\n`;
    // Pieces end in the middle of lines, and the last line may have no end.
    const pieces = [input.slice(0, 30), input.slice(30, 190), input.slice(190), JSON.stringify({ ...good, severity: undefined })];
    const { exit, out } = await line.call(["sampling", "plan", "-", "--json"], {}, pieces);
    expect(exit).toBe(0);
    const answers = out
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(answers.map((a) => a.error?.code ?? [a.codeLetter, a.sampleSize, a.accept, a.reject, a.inspectAll])).toEqual([
      ["G", 32, 1, 2, false],
      "NOT_JSON",
      "NOT_JSON",
      "NOT_AN_OBJECT",
      "AQL_UNKNOWN",
      ["G", 32, 1, 2, false],
      ["F", 20, 1, 2, false],
    ]);
    expect(Object.keys(answers[1].error)).toEqual(["code", "message"]);
  });

  it("answers a hundred thousand lines in seconds", async () => {
    using line = commandLine();
    const text = `${JSON.stringify({ standard: "iso-2859-1", lotSize: 24000, level: "II", aql: "0.65" })}\n`.repeat(1000);
    const began = performance.now();
    const { out } = await line.call(["sampling", "plan", "-"], {}, Array(100).fill(text));
    expect(out.split("\n")).toHaveLength(100_001);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
