/** Letterhead and print forms as rule data: what they must look like; a logo is an image attached to a letterhead's rule. */
import {
  actionSchema,
  type Issue,
  letterheadFields,
  letterheadRows,
  mostLetterheadRows,
  printFormFields,
  validate,
} from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { printOf } from "../../../print/print.ts";

interface Written {
  readonly ruleName: string;
  readonly key: string;
  readonly content: unknown;
}

export const isPrintRule = (ruleName: string): boolean => ruleName === "letterhead" || ruleName === "print-form";

const schemas = {
  letterhead: actionSchema({
    fields: letterheadFields,
    rows: { registrations: letterheadRows.registrations.fields, footer: letterheadRows.footer.fields },
    most: mostLetterheadRows,
  }),
  "print-form": actionSchema({ fields: printFormFields }),
};

/** What is wrong with a letterhead or a form as it is written; all of it at once. */
export async function printIssues(reader: Reader, { ruleName, key, content }: Written): Promise<Issue[]> {
  const isHead = ruleName === "letterhead";
  const result = validate(schemas[isHead ? "letterhead" : "print-form"], content);
  const issues: Issue[] = result.ok
    ? []
    : result.issues.map((issue) => ({ ...issue, path: ["content", issue.path].filter(Boolean).join(".") }));
  if (!isHead)
    return printOf(key)
      ? issues
      : [
          ...issues,
          fault("key", "print", "The key of this rule is a type of record that is printed.", "该规则的键为可打印的记录类型。"),
        ];
  if (key !== "default" && (await reader.sql("select from site where number = ?", [key])).length === 0)
    issues.push(
      fault("key", "site", "The key of this rule is the code of a site, or default.", "该规则的键为场所代码，或 default。"),
    );
  const logo = isObject(content) && typeof content.logo === "string" ? content.logo : "";
  return logo === "" || (await isLogo(reader, logo))
    ? issues
    : [
        ...issues,
        fault(
          "content.logo",
          "logo",
          "A logo is a PNG or JPEG of at most 1 MB that is attached to the rule of a letterhead.",
          "标志须为附在抬头规则上的 PNG 或 JPEG 图片，最大 1 MB。",
        ),
      ];
}

const isObject = (value: unknown): value is { readonly [member: string]: unknown } => typeof value === "object" && value !== null;

const fault = (path: string, code: string, en: string, zh: string): Issue => ({ path, code, text: { en, zh } });

const mostLogo = 1024 * 1024;

async function isLogo(reader: Reader, sha256: string): Promise<boolean> {
  const found = await reader.sql(
    `select from attachment a join rule r on r.id = a.record_id where a.record_type = 'Rule' and r.rule_name = 'letterhead'
       and a.sha256 = ? and a.media_type in ('image/png', 'image/jpeg') and a.size <= ? limit 1`,
    [sha256, mostLogo],
  );
  return found.length > 0;
}
