import { describe, expect, test } from "vitest";
import { RowText } from "./row-text.ts";

const column = (name: string, type: string) => ({ name, type });
const table = {
  name: "t",
  sql: "t",
  hidden: ["secret"],
  columns: [
    column("quantity", "numeric"),
    column("id", "int8"),
    column("is_on", "bool"),
    column("name", "text"),
    column("at", "timestamptz"),
    column("secret", "text"),
    column("tags", "_text"),
  ],
};

describe("row text", () => {
  test("columns of types it does not know are asked for as JSON", () => {
    expect(new RowText(table, { leaves: ["name"] }).select).toBe(
      'this."at", this."id", to_jsonb(this."tags")::text, this."is_on", this."secret", this."quantity"',
    );
  });

  test("is the text PostgreSQL gives, nulls and secrets as asked for", () => {
    const row = ["2026-07-15 08:00:00.12+00", "7", '批"\u0001\u2028', "[null]", "f", "s", "NaN"];
    expect(new RowText(table).write(row, 0, false)).toBe(
      '{"at": "2026-07-15T08:00:00.12+00:00", "id": 7, "name": "批\\"\\u0001\u2028", "tags": [null], "is_on": false, "secret": "s", "quantity": "NaN"}',
    );
    const nulls = [null, "7", null, null, "t", "s", "-0.50"];
    expect(new RowText(table, { veils: true }).write(nulls, 0, true)).toBe(
      '{"at": null, "id": 7, "name": null, "tags": null, "is_on": true, "secret": "sha256:043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89", "quantity": -0.50}',
    );
    expect(new RowText(table).write([null, null, null, null, null, null, null], 0, false)).toBe("{}");
  });

  test.each([
    ["infinity", '"infinity"'],
    ["0044-03-15 12:00:00+00 BC", '"0044-03-15T12:00:00+00:00 BC"'],
    ["12026-07-15 08:00:00+00", '"12026-07-15T08:00:00+00:00"'],
  ])("the instant %s", (text, expected) => {
    expect(new RowText({ ...table, columns: [column("at", "timestamptz")] }).write([text], 0, true)).toBe(`{"at": ${expected}}`);
  });
});
