import { permits } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { recordOfSlug } from "../../kit/path.ts";
import { blocksOf, inlinesOf } from "./markdown.ts";
import { findTopics, loadTopics, topicsFor } from "./topics.ts";

const none = new Set<string>();

describe.each(["en", "zh"] as const)("the help in %s [U25]", (lang) => {
  it("says of each page on which version it was checked", async () => {
    for (const { id, checked, body } of await loadTopics(lang)) {
      expect(checked, id).toMatch(/^\d+\.\d+\.\d+$/);
      expect(body.length, id).toBeGreaterThan(100);
    }
  });

  it("names only pages, permits and links that exist", async () => {
    const known = new Set([
      "/",
      "/trace",
      "/movements",
      "/decode",
      "/help",
      "/password",
      "/account",
      "/sessions",
      "/review",
      "/review/quality",
      "/todo",
      "/import",
      "/setup",
      "/supplier-performance",
      "/trail",
      "/trail/proof",
      "/configuration",
      "/retention",
      "/admin",
      "/separation",
      "/health",
    ]);
    for (const { id, pages, permits: named, body } of await loadTopics(lang)) {
      for (const page of pages.filter((one) => one !== "*")) {
        const slug = page.split("/")[1] ?? "";
        expect(known.has(page) || recordOfSlug(slug) !== undefined, `${id}: ${page}`).toBe(true);
      }
      for (const permit of named) expect(Object.keys(permits), id).toContain(permit);
      const links = blocksOf(body)
        .flatMap((block) => ("items" in block ? block.items.flat() : block.inlines))
        .flatMap((inline) => (inline.kind === "link" ? [inline.to] : []));
      for (const link of links) expect([...known], id).toContain(link);
    }
  });

  it("leaves no mark of the notation in what is read", async () => {
    for (const { id, body } of await loadTopics(lang))
      for (const block of blocksOf(body))
        for (const inline of "items" in block ? block.items.flat() : block.inlines)
          if (inline.kind === "text") expect(inline.text, id).not.toMatch(/\*\*|`|\]\(/);
  });
});

it("both languages have the same pages for the same places and people [U25]", async () => {
  const [en, zh] = await Promise.all([loadTopics("en"), loadTopics("zh")]);
  const bones = (topics: typeof en) => topics.map(({ id, pages, permits: of, checked }) => ({ id, pages, of, checked }));
  expect(bones(zh)).toEqual(bones(en));
});

describe("the help of a place", () => {
  it("begins with the page's own topic, and with that of the person's work [U25]", async () => {
    const topics = await loadTopics("en");
    const ids = (path: string, may: ReadonlySet<string>) => topicsFor(topics, path, may).map(({ id }) => id);
    expect(ids("/lot", none)[0]).toBe("lists");
    expect(ids("/lot", new Set(["lot.release"]))[0]).toBe("lot");
    expect(ids("/lot/R201-2607", new Set(["hold.place"])).slice(0, 2)).toEqual(["hold", "record"]);
    expect(ids("/rule", none)).toEqual(["people", "find", "connection"]);
  });

  it("is found by words in any order, in both languages", async () => {
    expect(findTopics(await loadTopics("en"), "quarantine receive").map(({ id }) => id)[0]).toBe("receive");
    expect(findTopics(await loadTopics("zh"), "扫码")[0]?.id).toBe("find");
    expect(findTopics(await loadTopics("zh"), "没有这样的词")).toEqual([]);
  });
});

describe("the notation of the help", () => {
  it("knows headings, paragraphs, lists, bold, code and links", () => {
    expect(blocksOf("## A\n\none\ntwo\n\n- x\n- **y**\n\n1. z")).toEqual([
      { kind: "heading", inlines: [{ kind: "text", text: "A" }] },
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "one" },
          { kind: "text", text: " " },
          { kind: "text", text: "two" },
        ],
      },
      { kind: "bullets", items: [[{ kind: "text", text: "x" }], [{ kind: "bold", text: "y" }]] },
      { kind: "steps", items: [[{ kind: "text", text: "z" }]] },
    ]);
  });

  it("takes no address outside the house, and no markup", () => {
    for (const text of ["[x](https://example.org)", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>"])
      expect(inlinesOf(text)).toEqual([{ kind: "text", text }]);
  });
});
