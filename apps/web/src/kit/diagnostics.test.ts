import { expect, it } from "vitest";
import { codeOf, diagnosticsText, noteRequest, noteVersion } from "./diagnostics.ts";

it("the diagnostics name codes, requests and times, and nothing that anybody typed [U23]", () => {
  noteVersion("0.1.0");
  for (let n = 1; n <= 25; n++) noteRequest({ operation: `query${n}`, at: "2026-08-20T01:00:00Z", ms: n, outcome: "ok" });
  const place = {
    path: "/lot",
    search: "?text=secret-customer&state=released",
    language: "zh-CN",
    browser: "Chromium",
    window: "1440×900",
    lost: false,
  };
  const failure = { kind: "internal", code: "INTERNAL", reference: "ref-7", message: "password=hunter2" } as const;
  const text = diagnosticsText(failure, new Date("2026-08-20T01:00:00Z"), place);
  expect(text).not.toMatch(/secret-customer|hunter2/);
  expect(JSON.parse(text)).toMatchObject({
    version: "0.1.0",
    failure: "INTERNAL ref-7",
    page: "/lot",
    parameters: ["text", "state"],
    lost: false,
  });
  expect(JSON.parse(text).requests.map(({ operation }: { operation: string }) => operation)).toEqual(
    Array.from({ length: 20 }, (_, n) => `query${n + 6}`),
  );
});

it("each failure has a code in a word", () => {
  const text = { en: "", zh: "" };
  expect(codeOf({ kind: "refused", reasons: [{ code: "LOT_ON_HOLD", text }] })).toBe("refused LOT_ON_HOLD");
  expect(codeOf({ kind: "invalid", issues: [{ path: "lines.0.quantity", code: "MIN", text }] })).toBe(
    "invalid lines.0.quantity:MIN",
  );
  expect(codeOf({ kind: "unsent" })).toBe("unsent");
});
