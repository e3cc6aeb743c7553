/** Approval routes as rule data: what a proposed one must look like, so that every record can be approved by somebody (ADR 29). */
import type { Issue } from "@lotline/schema";
import { routeIssues, routeKey } from "@lotline/schema/approval-routes";
import type { Reader } from "../../../base/context.ts";

interface Written {
  readonly key: string;
  readonly content: unknown;
}

export const approvalRoute = "approval-route";

/** What is wrong with a route as it is written, all of it at once: its steps, its site, permits that no role holds. */
export async function routeFaults(reader: Reader, { key, content }: Written): Promise<Issue[]> {
  const issues = routeIssues(key, content);
  const { site } = routeKey(key);
  if (site !== undefined && (await reader.sql("select from site where number = ?", [site])).length === 0)
    issues.push({
      path: "key",
      code: "site",
      text: { en: `There is no site ${site}.`, zh: `场所 ${site} 不存在。` },
    });
  const held = await reader.rule("role-permit");
  for (const [index, permit] of permitsIn(content)) {
    const roles = held.get(permit);
    if (Array.isArray(roles) && roles.length === 0)
      issues.push({
        path: `content.stages.${index}.permits`,
        code: "NOBODY_SIGNS",
        text: {
          en: `Step ${index + 1}: no role holds the permit ${permit}, so nobody could sign.`,
          zh: `第 ${index + 1} 步：没有角色持有权限 ${permit}，无人可签署。`,
        },
      });
  }
  return issues;
}

function permitsIn(content: unknown): [number, string][] {
  const { stages } = (content ?? {}) as { readonly stages?: unknown };
  if (!Array.isArray(stages)) return [];
  return stages.flatMap((stage: { readonly permits?: unknown } | null, index) =>
    Array.isArray(stage?.permits)
      ? [...new Set(stage.permits.filter((one) => typeof one === "string"))].map((permit): [number, string] => [index, permit])
      : [],
  );
}
