/** The frame of every page: top bar, rail by job, the stations of an area, the page, the key bar. */

import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import {
  IconAlertTriangle,
  IconHelp,
  IconHome,
  IconKey,
  IconLock,
  IconLogout,
  IconMoon,
  IconSettings,
  IconShieldLock,
  IconSun,
} from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import type { Panel } from "../desk/types.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { useNow, useZone } from "../kit/clock.tsx";
import { inZone } from "../kit/format.ts";
import { keyName, useKeyBar, useTell } from "../kit/keys.tsx";
import { useWords } from "../kit/lang.tsx";
import { Code, DashedTag, Key } from "../kit/mark/Text.tsx";
import { Menu } from "../kit/Popup.tsx";
import { useMay, useSession } from "../kit/session.tsx";
import { OfflineBar } from "../kit/states.tsx";
import { Bell } from "./Bell.tsx";
import { Breadcrumb } from "./Breadcrumb.tsx";
import { DeskLayer, OpenBar } from "./DeskLayer.tsx";
import { JobsButton } from "./JobsButton.tsx";
import { Logo } from "./Logo.tsx";
import { placeOf, useNavAreas, usePlaces } from "./nav.ts";
import { PaletteBox } from "./PaletteBox.tsx";
import { Stations } from "./Stations.tsx";
import css from "./shell.module.css";

const EmergencyDialog = lazy(() => import("../features/platform/emergency/OpenDialog.tsx"));
const InspectorBanner = lazy(() => import("../features/platform/inspection/Banner.tsx"));
const EmergencyBanner = lazy(() => import("../features/platform/emergency/Banner.tsx"));

export function Shell() {
  const { t } = useWords();
  const [panel, setPanel] = useState<Panel>();
  const places = usePlaces();
  const tell = useTell();
  const onBack = useCallback(() => tell(t("net.back")), [tell, t]);
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t("app.skipToContent")}
      </a>
      <TopBar onPanel={setPanel} />
      <Rail />
      <div className={css.page}>
        <OfflineBar onBack={onBack} />
        <OpenBar />
        <Standing />
        <Stations />
        <main id="content" className={css.content} tabIndex={-1}>
          <Outlet />
        </main>
        <KeyBar />
      </div>
      <DeskLayer panel={panel} places={places} onPanel={setPanel} />
    </div>
  );
}

function TopBar({ onPanel }: { onPanel: (panel: Panel) => void }) {
  const { t } = useWords();
  const { demo } = useSession();
  return (
    <header className={css.top}>
      <div className={css.where}>
        <Link to="/" className={css.logo} aria-label={t("nav.home")}>
          <Logo />
        </Link>
        <Breadcrumb />
        {demo && <DashedTag title={t("shell.demoHint")}>{t("shell.demoData")}</DashedTag>}
      </div>
      <PaletteBox onOpen={() => onPanel("palette")} />
      <div className={css.desk}>
        <DomainClock />
        <LangSwitch />
        <ThemeSwitch />
        <JobsButton onOpen={() => onPanel("jobs")} />
        <Bell />
        <PersonMenu />
      </div>
    </header>
  );
}

function DomainClock() {
  const { t } = useWords();
  const zone = useZone();
  const at = inZone(useNow(10_000), zone);
  if (!at) return null;
  return (
    <time className={css.clock} dateTime={`${at.date}T${at.time}${at.offset}`} title={`${t("shell.clock")}, ${zone}`}>
      <Code>
        {at.date} {at.time} <span className={css.offset}>{at.offset}</span>
      </Code>
    </time>
  );
}

/** 中 / EN; the choice holds at once, without reload. */
export function LangSwitch({ long = false }: { long?: boolean }) {
  const { t, lang, setLang } = useWords();
  return (
    <fieldset className={css.lang}>
      <legend className={css.legend}>{t("shell.language")}</legend>
      <button type="button" lang="zh-CN" title="中文" aria-pressed={lang === "zh"} onClick={() => setLang("zh")}>
        {long ? "中文" : "中"}
      </button>
      <button type="button" lang="en" title="English" aria-pressed={lang === "en"} onClick={() => setLang("en")}>
        {long ? "English" : "EN"}
      </button>
    </fieldset>
  );
}

function ThemeSwitch() {
  const { t } = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <IconButton
      icon={dark ? IconSun : IconMoon}
      name={dark ? t("shell.themeToLight") : t("shell.themeToDark")}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    />
  );
}

/** What stands above every page: that emergency access is open, or that somebody reads as an inspector. */
function Standing() {
  const { emergency, inspection } = useSession().session;
  if (!emergency && !inspection) return null;
  return (
    <Suspense fallback={null}>
      {emergency && <EmergencyBanner access={emergency} />}
      {inspection && <InspectorBanner number={inspection} />}
    </Suspense>
  );
}

function PersonMenu() {
  const [isUrgent, setUrgent] = useState(false);
  const may = useMay();
  return (
    <>
      <PersonEntries onUrgent={may("emergency.open") ? () => setUrgent(true) : undefined} />
      {isUrgent && (
        <Suspense fallback={null}>
          <EmergencyDialog onClose={() => setUrgent(false)} />
        </Suspense>
      )}
    </>
  );
}

function PersonEntries({ onUrgent }: { onUrgent: (() => void) | undefined }) {
  const { t, say } = useWords();
  const { session, lock, signOut } = useSession();
  const name = say(session.name);
  const title = say(session.title);
  return (
    <Menu
      position="bottom-end"
      target={
        // Its name is what it shows; a name of its own would differ from it (WCAG 2.5.3).
        <button type="button" className={css.person} title={t("shell.person")}>
          <span className={css.initial} aria-hidden>
            {[...name][0]}
          </span>
          <span className={css.personName}>{name}</span> <span className={css.personTitle}>{title}</span>
        </button>
      }
    >
      {({ Item, Label }) => (
        <>
          <Label>
            {name} · {title}
            {session.sites[0] && ` · ${say(session.sites[0].title)}`}
            <br />
            {session.terminal
              ? `${t("terminal.at")} ${session.terminal.number} · ${say(session.terminal.name)}`
              : t("terminal.unregistered")}
          </Label>
          <Item component={Link} to="/account" leftSection={<IconShieldLock size={15} stroke={1.6} />}>
            {t("account.title")}
          </Item>
          <Item component={Link} to="/admin" leftSection={<IconSettings size={15} stroke={1.6} />}>
            {t("admin.title")}
          </Item>
          <Item component={Link} to="/password" leftSection={<IconKey size={15} stroke={1.6} />}>
            {t("password.title")}
          </Item>
          {onUrgent && !session.emergency && (
            <Item leftSection={<IconAlertTriangle size={15} stroke={1.6} />} onClick={onUrgent}>
              {t("emergency.open")}
            </Item>
          )}
          <Item leftSection={<IconLock size={15} stroke={1.6} />} onClick={lock}>
            {t("shell.lock")}
          </Item>
          <Item leftSection={<IconLogout size={15} stroke={1.6} />} onClick={signOut}>
            {t("shell.signOut")}
          </Item>
        </>
      )}
    </Menu>
  );
}

function Rail() {
  const { t } = useWords();
  const path = useLocation({ select: (location) => location.pathname });
  const areas = useNavAreas();
  const current = placeOf(areas, path).area?.key;
  return (
    <nav className={css.rail} aria-label={t("nav.main")}>
      <Link to="/" className={css.entry} aria-current={path === "/" ? "page" : undefined}>
        <IconHome size={20} stroke={1.6} aria-hidden />
        {t("nav.home")}
      </Link>
      {areas
        .filter(({ hub }) => !hub)
        .map(({ key, word, icon: IconOf, pages }) => (
          <Link key={key} to={pages[0]?.to ?? "/"} className={css.entry} aria-current={key === current ? "true" : undefined}>
            <IconOf size={20} stroke={1.6} aria-hidden />
            {t(word)}
          </Link>
        ))}
      <Link to="/help" className={`${css.entry} ${css.last}`} aria-current={path === "/help" ? "page" : undefined}>
        <IconHelp size={20} stroke={1.6} aria-hidden />
        {t("nav.help")}
      </Link>
    </nav>
  );
}

function KeyBar() {
  const { shown, prefix, notice } = useKeyBar();
  return (
    <footer className={css.keys}>
      <ul className={css.keyList}>
        {shown
          .filter(({ key, quiet }) => key && !quiet)
          .map(({ key = "", label }) => (
            <li key={`${key} ${label}`}>
              <Key>{keyName(key)}</Key> {label}
            </li>
          ))}
      </ul>
      {prefix && <Key>{keyName(prefix)} …</Key>}
      <p role="status" className={css.notice}>
        {notice?.text}
      </p>
      {notice?.act && (
        <Button className={css.act} onClick={notice.act.run}>
          {notice.act.label}
        </Button>
      )}
      <SigningChip />
    </footer>
  );
}

/** While a signing session is open: how long the next signature asks for one secret only. */
function SigningChip() {
  const { session } = useSession();
  const { open, validUntil } = session.signing;
  return open && validUntil ? <SigningLeft until={Date.parse(validUntil)} /> : null;
}

function SigningLeft({ until }: { until: number }) {
  const { t } = useWords();
  const left = until - useNow(1000);
  if (left <= 0) return null;
  const time = `${Math.floor(left / 60_000)}:${String(Math.floor((left % 60_000) / 1000)).padStart(2, "0")}`;
  return <span className={css.signing}>{t("shell.signingOpen", { time })}</span>;
}
