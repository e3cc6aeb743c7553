/** How much a record matters to patients: choices told by its record file, judged by the rule `patient-risk` (ADR 38). */
import { type AnyRecord, type PatientRisk, type PatientRiskRule, type RiskPath, registry, riskPath } from "@lotline/schema";
import type { Reader } from "./context.ts";
import { columnOf, snake, specOf, tableOf } from "./names.ts";
import { steady } from "./sqltext.ts";

const order: readonly PatientRisk[] = ["high", "medium", "low"];

/** The value at the end of a path, as SQL over the row `r`. */
function valueSql({ steps, field }: RiskPath, record: AnyRecord): string {
  let [home, alias, joins] = [record, "r", ""];
  for (const [index, { reference, target }] of steps.entries()) {
    const next = `t${index}`;
    joins +=
      reference === "supplierItem"
        ? ` left join lateral (select s.* from supplier_item s where s.supplier_id = ${alias}.supplier_id and s.item_id = ${alias}.item_id order by s.id desc limit 1) ${next} on true`
        : ` left join ${tableOf(target)} ${next} on ${next}.id = ${alias}.${columnOf(home.fields, reference)}`;
    home = specOf(target);
    alias = next;
  }
  return `(select ${alias}.${snake(field)} from (select r.*) r${joins})`;
}

const statements = new Map<string, { readonly text: string; readonly names: readonly string[] }>();

/** One statement for each type of record: the values of all its paths. */
function statementOf(name: string, record: AnyRecord) {
  const known = statements.get(name);
  if (known) return known;
  // The registry checked that each path leads to a choice.
  const paths = (record.risk ?? []).flatMap((path) => riskPath(record, path, registry) ?? []);
  const values = paths.map((path) => valueSql(path, record));
  const text = steady(
    `select r.id, array[${values.join(", ")}]::text[] as values from ${tableOf(name)} r where r.id = any(?::bigint[])`,
  );
  const made = { text, names: paths.map(({ of }) => of.name) };
  statements.set(name, made);
  return made;
}

/** The risk of records of one type: the highest that any of its choices tells; what the rule says where none is known. */
export async function risksOf(reader: Reader, name: string, ids: readonly string[]): Promise<Map<string, PatientRisk>> {
  const record = specOf(name);
  if (!record.risk || ids.length === 0) return new Map(ids.map((id) => [id, "low"]));
  // The content of this rule is checked when the rule is approved; it is shipped with the product.
  const rule = (await reader.rule("patient-risk")).get("default") as PatientRiskRule;
  const { text, names } = statementOf(name, record);
  const rows = names.length > 0 ? await reader.sql<{ id: string; values: (string | null)[] }>(text, [ids]) : [];
  const told = new Map(
    rows.map(({ id, values }) => [id, values.flatMap((value, at) => rule.values[names[at] ?? ""]?.[value ?? ""] ?? [])]),
  );
  return new Map(ids.map((id) => [id, order.find((risk) => told.get(id)?.includes(risk)) ?? rule.unknown]));
}
