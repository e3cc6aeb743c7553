/** What may not be created or changed where somebody sits, told before it is tried (REQ-ACC-07). */
import type { Label, RecordName } from "@lotline/schema";
import type { Actor } from "../../../base/context.ts";
import { recordNames, specOf } from "../../../base/names.ts";
import { terminalReasons } from "../../../base/terminal.ts";

export interface Bar {
  readonly record: RecordName;
  readonly verb: "create" | "edit";
  /** Only for records of this site; null for those of all sites, and of none. */
  readonly site: string | null;
  readonly reason: Label;
}

/** Every bar on creating and changing; none where nothing is limited. */
export function barsOf(actor: Actor): Bar[] {
  if ((actor.standing?.limits.length ?? 0) === 0) return [];
  const asked = recordNames.flatMap((record) => (["create", "edit"] as const).map((verb) => ({ record, verb })));
  return asked.flatMap(({ record, verb }) => {
    const at = (site: string | null): Bar[] =>
      terminalReasons(actor, specOf(record), verb, { site }).map(({ text }) => ({ record, verb, site, reason: text }));
    const everywhere = at(null);
    const bySite = actor.sites.flatMap(at);
    // Of what belongs to no site nothing is told by site.
    return everywhere.length > 0 && (!specOf(record).site || bySite.length === actor.sites.length) ? everywhere : bySite;
  });
}
