import { describe, expect, it } from "vitest";
import { allDocuments, pluralOf } from "./documents.ts";

describe("the documents of record screens", () => {
  const names = allDocuments().map((text) => /^(?:query|mutation) (\w+)/.exec(text)?.[1]);

  it("exist for every record and exposed action, each under a name of its own", () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("releaseLot");
    expect(names).not.toContain("rejectLot");
  });

  it("ask for lists by the plural that the API gives them", () => {
    expect(["Lot", "Nonconformity", "SigningKey"].map(pluralOf)).toEqual(["lots", "nonconformities", "signingKeys"]);
  });
});
