import { dutyLabels, type Issue, role as roles } from "@lotline/schema";
import { invalid } from "../../base/error.ts";
import { behaviour } from "../../kernel/behaviour.ts";

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The rules the product knows, each with the shape its content must have: the code that decides by it relies on that. */
const shapes: { readonly [rule: string]: { readonly fits: (content: unknown) => boolean; readonly shape: string } } = {
  "role-permit": {
    fits: (content) =>
      content === "*" ||
      (Array.isArray(content) && content.every((role) => typeof role === "string" && Object.hasOwn(roles.values, role))),
    shape: '["QA_HEAD", …] or "*"',
  },
  separation: {
    fits: (content) =>
      Array.isArray(content) &&
      content.length === 2 &&
      content.every((duty) => typeof duty === "string" && Object.hasOwn(dutyLabels, duty)),
    shape: '["author", "approver"]',
  },
  retention: {
    fits: (content) =>
      isObject(content) &&
      (content.years === null || (Number.isInteger(content.years) && Number(content.years) >= 1 && Number(content.years) <= 100)),
    shape: '{"years": 15} or {"years": null}',
  },
  "receipt-tolerance": {
    fits: (content) => isObject(content) && typeof content.percent === "string" && /^\d{1,2}(\.\d{1,2})?$/.test(content.percent),
    shape: '{"percent": "10"}',
  },
};

/** What is wrong with a rule's name or content, or null. */
export function ruleFault(ruleName: string, content: unknown): Issue | null {
  const known = Object.hasOwn(shapes, ruleName) ? shapes[ruleName] : undefined;
  const names = Object.keys(shapes);
  if (!known)
    return {
      path: "ruleName",
      code: "rule",
      text: { en: `The product knows these rules: ${names.join(", ")}.`, zh: `可用的规则：${names.join("、")}。` },
    };
  if (known.fits(content)) return null;
  return {
    path: "content",
    code: "shape",
    text: { en: `The content of this rule has the form ${known.shape}.`, zh: `该规则的内容格式为 ${known.shape}。` },
  };
}

const check = (ruleName: string, content: unknown): void => {
  const fault = ruleFault(ruleName, content);
  if (fault) throw invalid(fault);
};

/** Rule data: a new version of a rule the product knows, in force from its date once another person has approved it. */
export const ruleBehaviour = behaviour({
  record: "Rule",
  beforeCreate: async (_tx, given) => check(given.ruleName, given.content),
  beforeEdit: async (_tx, rule, changes) => {
    if (changes.content !== undefined) check(rule.ruleName, changes.content);
  },
});
