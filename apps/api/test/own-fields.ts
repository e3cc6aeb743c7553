/** The small firm with what stories about own fields need: to define them by two people, and records to fill them. */
import type { Handled } from "../src/seed/hands.ts";
import { type Company, openCompany } from "./company.ts";

export interface Given {
  readonly [member: string]: unknown;
}

/** A choice, as a firm defines it. */
export const terms = {
  labelEn: "Payment terms",
  labelZh: "付款条件",
  kind: "choice",
  required: false,
  options: [
    { value: "net30", en: "30 days net", zh: "月结 30 天" },
    { value: "prepaid", en: "Prepaid", zh: "预付" },
  ],
  order: 1,
};

/** Opens the firm of these stories. */
export async function openOwnFields() {
  const company: Company = await openCompany();
  let count = 0;
  /** The rule of an attribute, still a draft. */
  const propose = async (key: string, content: unknown, validFrom = "2026-07-06"): Promise<Handled> =>
    (await company.as("linjing")).create("Rule", { ruleName: "attribute", key, content, validFrom, citation: "QP-07" });
  const approve = async (rule: Handled): Promise<Handled> => (await company.as("xuheng")).act("Rule", rule, "approve");
  return {
    company,
    propose,
    approve,
    /** A number no other record of the story has. */
    next: (): string => `OWN-${++count}`,
    /** Proposed by one person and approved by another. */
    define: async (key: string, content: Given, validFrom?: string): Promise<Handled> =>
      approve(await propose(key, { labelEn: key, labelZh: key, ...content }, validFrom)),
    supplier: async (attributes?: unknown): Promise<Handled> => {
      const number = `OWN-${++count}`;
      const given = { number, nameEn: number, nameZh: number, address: "Own Road" };
      return (await company.as("luoan")).create("Supplier", attributes === undefined ? given : { ...given, attributes });
    },
    /** What the table holds. */
    stored: async (target: { id: string }, table = "supplier"): Promise<{ attributes: object; version: number } | undefined> => {
      const rows = await company.sql<{ attributes: object; version: number }>(
        `select attributes, version from ${table} where id = $1`,
        [target.id],
      );
      return rows[0];
    },
  };
}
