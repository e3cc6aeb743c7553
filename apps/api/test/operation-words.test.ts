/** Every operation that the trail can name has words in both languages: an inspector reads no identifiers (REQ-REC-11). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { operationLabel } from "@lotline/schema/operation";
import { describe, expect, it } from "vitest";
import { areaList } from "../src/modules/index.ts";

const sources = fileURLToPath(new URL("../src", import.meta.url));

/** The operations that sources name in so many letters. */
function namedOperations(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.(ts|sql)$/.test(file) && !/\.(test|soak)\.ts$|^bench\//.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(sources, file), "utf8");
    return [...text.matchAll(/operation: "(\w+)"|'app\.operation', '(\w+)'/g)].map(([, one, two]) => one ?? two ?? "");
  });
}

/** Looks that an inspector takes, and reading: nothing of them stands in the trail. */
const looks = new Set(["copy", "export", "file", "history", "print", "read", "retentionList", "trail"]);

describe("[REQ-REC-11] the words of the trail", () => {
  it("name every operation of commands, of messages that are worked off, and of what the system does itself", () => {
    const worked = areaList.flatMap(({ consumers = [] }) => consumers.map(({ name }) => name));
    expect(worked.length).toBeGreaterThan(20);
    const operations = new Set([...worked, ...namedOperations()].filter((operation) => !looks.has(operation)));
    expect(operations.size).toBeGreaterThan(45);
    expect([...operations].filter((operation) => !operationLabel(operation, "")).sort()).toEqual([]);
  });
});
