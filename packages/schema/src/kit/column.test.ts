import { describe, expect, it } from "vitest";
import { type AnyRecord, registry } from "../index.ts";
import { columnField } from "./column.ts";

describe("[REQ-REC-11] a column", () => {
  it("of a name that every object of the language has is no column of any record", () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
    const found = (Object.values(registry) as readonly AnyRecord[]).flatMap((record) =>
      names.filter((name) => columnField(record, name) !== undefined).map((name) => `${record.name}.${name}`),
    );
    expect(found).toEqual([]);
  });
});
