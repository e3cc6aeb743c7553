/** Where the page stands: area / list / record, the last one not a link. */

import { registry } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useWords } from "../kit/lang.tsx";
import { Code } from "../kit/mark/Text.tsx";
import { recordOfSlug } from "../kit/path.ts";
import { useSession } from "../kit/session.tsx";
import { navAreas, placeOf } from "./nav.ts";
import css from "./shell.module.css";

/** Pages of the shell itself. */
const own: Readonly<Record<string, PlainWord>> = { help: "nav.help", password: "password.title", account: "account.title" };

export function Breadcrumb() {
  const { t, say } = useWords();
  const { session } = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  // Also of a page that is refused: what it is called is no secret.
  const { area, page } = placeOf(navAreas, path);
  const [slug = "", below] = path.split("/").filter(Boolean);
  // What stands below a page is a record, unless it is a page itself.
  const number = page?.to === path ? undefined : below;
  const record = recordOfSlug(slug);
  const site = session.sites[0];
  const shell = own[slug];
  const listLabel = page ? say(page.label) : record ? say(registry[record].plural) : shell ? t(shell) : "";
  const name = number === "new" ? t("do.new") : number && decodeURIComponent(number);
  // Many tabs are open at once; each says what it shows, the record first (WCAG 2.4.2).
  useEffect(() => {
    document.title = [name, listLabel, t("app.name")].filter(Boolean).join(" · ");
  }, [name, listLabel, t]);
  if (!page && !record && !shell) {
    return (
      <p className={css.crumbs}>
        <strong>{site ? say(site.title) : t("app.name")}</strong> {site && <span className={css.siteCode}>{site.number}</span>}
      </p>
    );
  }
  return (
    <nav aria-label={t("nav.where")} className={css.crumbs}>
      {area && t(area.word) !== listLabel && (
        <>
          <strong>{area.hub ? <Link to={area.pages[0]?.to ?? "/"}>{t(area.word)}</Link> : t(area.word)}</strong>
          <span aria-hidden>/</span>
        </>
      )}
      {number ? <Link to={`/${slug}`}>{listLabel}</Link> : <span aria-current="page">{listLabel}</span>}
      {number && <span aria-hidden>/</span>}
      {number && <span aria-current="page">{number === "new" ? name : <Code>{name}</Code>}</span>}
    </nav>
  );
}
