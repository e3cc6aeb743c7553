import type { Issue, TaxRateRule } from "@lotline/schema";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { invalid } from "../../base/error.ts";
import type { ListColumn } from "../../base/list-column.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { attributeRuleFaults, kindReasons, lockAttributes } from "./attribute.ts";
import { ruleFault } from "./rule-shapes.ts";
import { approvalRoute, routeFaults } from "./setting/approval-route.ts";
import { approvePattern, numberPattern, patternIssues } from "./setting/number-pattern.ts";
import { isPrintRule, printIssues } from "./setting/print-form.ts";
import { placeFaults } from "./terminal/limit.ts";

interface Written {
  readonly ruleName: string;
  readonly key: string;
  readonly content: unknown;
  readonly validFrom: string;
}

/** A calendar of a site that does not exist would count for nobody, and nobody would notice. */
async function siteFault(tx: Tx, { ruleName, key }: Written): Promise<Issue | null> {
  if (ruleName !== "working-days" || key === "default" || (await tx.findOne("Site", { number: key }))) return null;
  return {
    path: "key",
    code: "site",
    text: { en: "The key of this rule is the code of a site, or default.", zh: "该规则的键为场所代码，或 default。" },
  };
}

/** A default that names a rate which is not in force on its day would leave every line without one. */
async function rateFault(tx: Tx, { ruleName, content, validFrom }: Written): Promise<Issue | null> {
  if (ruleName !== "purchase-tax") return null;
  const { rate } = content as { readonly rate: string };
  const known = (await tx.rule("tax-rate", validFrom)).get(rate) as TaxRateRule | undefined;
  if (known?.inUse) return null;
  return {
    path: "content.rate",
    code: "TAX_RATE_NOT_IN_FORCE",
    text: { en: `The tax rate ${rate} is not in force on ${validFrom}.`, zh: `税率 ${rate} 在 ${validFrom} 未生效或已停用。` },
  };
}

async function faultsOf(tx: Tx, written: Written): Promise<Issue[]> {
  if (written.ruleName === "attribute") return attributeRuleFaults(tx, written);
  if (written.ruleName === numberPattern) return patternIssues(tx, written);
  if (written.ruleName === approvalRoute) return routeFaults(tx, written);
  if (isPrintRule(written.ruleName)) return printIssues(tx, written);
  const fault =
    ruleFault(written.ruleName, written.content, written.key) ?? (await siteFault(tx, written)) ?? (await rateFault(tx, written));
  if (!fault && written.ruleName === "terminal-limit") return placeFaults(tx, written.content);
  return fault ? [fault] : [];
}

async function check(tx: Tx, written: Written): Promise<void> {
  const faults = await faultsOf(tx, written);
  if (faults.length > 0) throw invalid(...faults);
}

/** Rule data: a new version of a rule the product knows, in force from its date once another person has approved it. */
export const ruleBehaviour = behaviour({
  record: "Rule",
  beforeCreate: (tx, given) => check(tx, given),
  beforeEdit: (tx, rule, changes) => check(tx, { ...rule, ...changes }),
  actions: {
    approve: {
      effect: async (tx, rule) => {
        if (rule.ruleName === numberPattern) return approvePattern(tx, rule);
        if (rule.ruleName !== "attribute") return;
        // The gate has asked already; values may have been stored since, and none are while this command ends.
        await lockAttributes(tx, rule.key);
        tx.require(await kindReasons(tx, rule));
      },
    },
  },
});

/** What a rule decides, in words, beside its name. */
export const ruleColumns: readonly ListColumn[] = [
  {
    record: "Rule",
    name: "meaning",
    load: async (reader, ids) => {
      const rows = await reader.sql<{ id: string; name: string }>(
        "select id, rule_name as name from rule where id = any(?::bigint[])",
        [ids],
      );
      return new Map(rows.flatMap(({ id, name }) => (ruleMeanings[name] ? [[id, ruleMeanings[name]]] : [])));
    },
  },
];
