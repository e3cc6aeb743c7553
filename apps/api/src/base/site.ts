/** The sites at which somebody works. */
import type { Actor } from "./context.ts";
import { refused } from "./error.ts";

/** Refuses what belongs to a site at which the actor has no role; what belongs to none is nobody's in particular. */
export function requireSite({ actor }: { readonly actor: Actor }, site: unknown): void {
  if (typeof site === "string" && !actor.sites.includes(site))
    throw refused({ code: "OTHER_SITE", text: { en: "You have no role at this site.", zh: "您在该场所没有角色。" } });
}
