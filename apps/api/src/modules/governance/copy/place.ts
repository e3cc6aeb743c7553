/** Where copies lie until their download ends: beside the attached files, on every server that serves them. */
import { dirname, join } from "node:path";
import { type Field, registry } from "@lotline/schema";
import { lineSets, specOf } from "../../../base/names.ts";
import type { Kernel } from "../../../kernel/command.ts";

/** The directory of copies. @throws where no files are kept at all, as in a program beside the server */
export function copiesDir({ filesDir }: Pick<Kernel, "filesDir">): string {
  if (filesDir === undefined) throw new Error("this program keeps no files, so it makes no copies");
  return join(dirname(filesDir), "copies");
}

export const archiveOf = (kernel: Pick<Kernel, "filesDir">, id: string): string => join(copiesDir(kernel), `${id}.zip`);
export const buildOf = (kernel: Pick<Kernel, "filesDir">, id: string): string => join(copiesDir(kernel), `${id}.building`);

/** The permits that show masked fields, over all record types. */
export const maskPermits: readonly string[] = [
  ...new Set(
    Object.keys(registry).flatMap((name) => {
      const spec = specOf(name);
      const fields: Field[] = [
        ...Object.values<Field>(spec.fields),
        ...lineSets(spec).flatMap(([, lines]) => Object.values(lines.fields)),
      ];
      return fields.flatMap(({ masked }) => masked ?? []);
    }),
  ),
];
