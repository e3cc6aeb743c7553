import { describe, expect, it } from "vitest";
import cases from "../../test/gs1-cases.json" with { type: "json" };
import vectors from "../../test/gs1-linter-vectors.json" with { type: "json" };
import { answerGs1, type Gs1Question } from "./conformance.ts";
import { linters } from "./lint/index.ts";

interface Case extends Gs1Question {
  readonly id: string;
  readonly valid: boolean;
  readonly expected?: unknown;
  readonly error?: string;
}

describe("[REQ-TRC-06] the GS1 Syntax Engine's own cases", () => {
  const known = cases.cases as readonly unknown[] as readonly Case[];
  it.each(known.map((one) => [one.id, one] as const))("%s", (_id, one) => {
    const { ok, output, error } = answerGs1(one);
    expect(ok).toBe(one.valid);
    if (one.valid && one.expected !== undefined) expect(output).toEqual(one.expected);
    if (!one.valid && one.kind === "bracketed-content-lint") expect(error).toBe(one.error);
  });
});

describe("[REQ-TRC-06] the GS1 linters", () => {
  it.each(vectors.vectors.map((vector) => [`${vector.linter} ${JSON.stringify(vector.input)}`, vector] as const))(
    "%s",
    (_title, vector) => {
      const linter = linters.get(vector.linter);
      const found = linter?.(vector.input) ?? null;
      expect(found?.code ?? null).toBe(vector.error ?? null);
      if (!found || vector.highlight === undefined) return;
      const { at, length } = found;
      const marked = `${vector.input.slice(0, at)}*${vector.input.slice(at, at + length)}*${vector.input.slice(at + length)}`;
      expect(marked).toBe(vector.highlight);
    },
  );
});
