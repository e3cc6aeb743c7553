import { outsideTypes, registry } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";

// Dates of a site with an unknown zone could not be computed at all, so it is refused where it is typed.
const requireZone = (zone: string | undefined): void => {
  if (zone === undefined || knownZone(zone)) return;
  throw invalid({
    path: "zone",
    code: "zone",
    text: { en: "A time zone such as Asia/Shanghai is expected.", zh: "应为时区名称，例如 Asia/Shanghai。" },
  });
};

function knownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A site's time zone is one the calendar knows; it begins with its outside places. */
export const siteBehaviour = behaviour({
  record: "Site",
  beforeCreate: async (_tx, given) => requireZone(given.zone),
  beforeEdit: async (_tx, _site, changes) => requireZone(changes.zone),
  // Every posting sums to zero over places, so a site has the outside world from its first day.
  afterCreate: async (tx, site) => {
    // The scope of this transaction was fixed before the site existed.
    await tx.sql(
      "select set_config('app.sites', concat_ws(',', nullif(current_setting('app.sites', true), ''), ?::text), true)",
      [site.id],
    );
    const labels = registry.Location.fields.type.of.values;
    for (const type of [...outsideTypes, "transit"] as const)
      await tx.create("Location", {
        site: site.id,
        number: `${site.number}-${type.toUpperCase()}`,
        nameEn: labels[type].en,
        nameZh: labels[type].zh,
        type,
      });
  },
});
