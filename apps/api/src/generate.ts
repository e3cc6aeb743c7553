/** Writes what is derived from the record files: `node dist/generate.js <directory>`; a check compares it with the repository. */
import "reflect-metadata";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type AnyRecord,
  actionsOf,
  areas,
  dutyLabels,
  type Fields,
  type Label,
  meaningStatements,
  permits,
  registry,
  role,
} from "@lotline/schema";
import { lexicographicSortSchema, printSchema } from "graphql";
import { areaList } from "./modules/index.ts";
import { buildGraphqlSchema } from "./schema.ts";

const records = Object.values(registry) as readonly AnyRecord[];
const both = ({ en, zh }: Label): string => `${en} | ${zh}`;
const table = (head: string, rows: readonly string[]): string =>
  `${head}\n${head.replace(/[^|]+/g, "---")}\n${rows.join("\n")}\n`;

/** Every word of the records in both languages: types, fields, states, actions, choices, roles, duties, meanings. */
function glossary(): string {
  const parts = areas.map((area) => {
    const rows = records.filter((r) => r.area === area).flatMap((r) => wordsOf(r));
    return `## ${area}\n\n${table("| code | English | 中文 |", rows)}`;
  });
  const roles = Object.entries(role.values).map(([code, label]) => `| ${code} | ${both(label)} |`);
  const duties = Object.entries(dutyLabels).map(([code, label]) => `| ${code} | ${both(label)} |`);
  const meanings = Object.entries(meaningStatements).map(
    ([code, m]) => `| ${code} | ${m.title.en}: ${m.sentence.en} | ${m.title.zh}：${m.sentence.zh} |`,
  );
  return [
    "# Glossary / 术语表",
    "",
    "Made from the record files; the same words stand on the screens, in the errors and in the records.",
    "",
    ...parts,
    `## Roles / 角色\n\n${table("| code | English | 中文 |", roles)}`,
    `## Duties / 职责\n\n${table("| code | English | 中文 |", duties)}`,
    `## Meanings of signatures / 签名含义\n\n${table("| code | English | 中文 |", meanings)}`,
  ].join("\n");
}

function wordsOf(record: AnyRecord): string[] {
  const fields = Object.entries(record.fields as Fields);
  return [
    `| **${record.name}** | **${record.label.en}** | **${record.label.zh}** |`,
    ...fields.map(([name, field]) => `| ${record.name}.${name} | ${both(field.label)} |`),
    ...Object.entries((record.states ?? {}) as { [state: string]: Label }).map(
      ([state, label]) => `| ${record.name} = ${state} | ${both(label)} |`,
    ),
    ...Object.entries(actionsOf(record)).map(([name, action]) => `| ${record.name}: ${name}() | ${both(action.label)} |`),
    ...fields.flatMap(([, field]) =>
      // The codes of a standard, of which a firm uses some by rule data, are no words of the product.
      field.kind === "choice" && field.inUse === undefined
        ? Object.entries(field.of.values).map(([value, label]) => `| ${field.of.name}.${value} | ${both(label)} |`)
        : [],
    ),
  ];
}

/** Who may do what, and what it takes: the shipped permit table beside each action. */
function matrix(): string {
  const holders = (permit: string | undefined): string => {
    const given = permit ? (permits as { readonly [permit: string]: readonly string[] | "*" })[permit] : undefined;
    return given === "*" ? "everybody" : given ? given.join(", ") : "the system";
  };
  const rows = records.flatMap((r) => [
    `| ${r.name} | read | | ${r.read} | ${holders(r.read)} | |`,
    ...(r.create ? [`| ${r.name} | create | | ${r.create.permit} | ${holders(r.create.permit)} | |`] : []),
    ...(r.edit
      ? [`| ${r.name} | edit | ${(r.edit.in ?? []).join(", ")} | ${r.edit.permit} | ${holders(r.edit.permit)} | |`]
      : []),
    ...Object.entries(actionsOf(r)).map(
      ([name, a]) =>
        `| ${r.name} | ${name} | ${a.from.join(", ")}${a.to ? ` → ${a.to}` : ""} | ${a.permit ?? ""} | ${holders(a.permit)} | ${[a.sign ? `signed: ${a.sign.meaning}` : "", a.notBy ? `not by: ${a.notBy.join(", ")}` : "", a.gate ? `gate ${a.gate}` : "", a.reason ? "reason" : ""].filter(Boolean).join("; ")} |`,
    ),
  ]);
  return `# Who may do what\n\nAs shipped; the table in the product decides.\n\n${table("| record | action | states | permit | roles | takes |", rows)}`;
}

/** Every condition that can refuse something. */
function conditions(): string {
  const rows = areaList.flatMap((area) =>
    area.conditions.map((c) => `| ${c.gate} | ${c.code} | ${area.name} | ${c.about.en} | ${c.about.zh} |`),
  );
  return `# Conditions\n\nWhat must hold before something may happen; each is asked inside the transaction.\n\n${table("| gate | code | area | English | 中文 |", rows.sort())}`;
}

const directory = process.argv[2];
if (!directory) throw new Error("say where to: node dist/generate.js <directory>");
const files: { readonly [path: string]: string } = {
  "packages/schema/generated/schema.graphql": `${printSchema(lexicographicSortSchema(await buildGraphqlSchema()))}\n`,
  "docs/glossary.md": glossary(),
  "docs/generated/permits.md": matrix(),
  "docs/generated/conditions.md": conditions(),
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}
