/** Everything the palette can do besides opening found records: verbs of the screen, pages, new records, settings. */

import type { Reason } from "@lotline/schema";
import { type AnyRecord, formPermit, type RecordName, registry } from "@lotline/schema";
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useKeyBar } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { isRecordName, newPath, recordPath } from "../../kit/path.ts";
import { useMay, useSession } from "../../kit/session.tsx";
import { recentOf } from "../recent.ts";
import type { Panel, Place } from "../types.ts";

export type Kind = "record" | "verb" | "page" | "setting";

export interface Entry {
  readonly key: string;
  readonly kind: Kind;
  readonly label: string;
  /** Other texts it is found by. */
  readonly also?: readonly string[];
  /** What kind of thing it is, at the right. */
  readonly note: string;
  readonly code?: string;
  /** Its key on the keyboard. */
  readonly press?: string;
  readonly reasons?: readonly Reason[];
  /** Found by its words only, unless it has a key. */
  readonly quiet?: boolean;
  readonly run: () => void;
}

const creatable = Object.keys(registry)
  .filter(isRecordName)
  .filter((name) => formPermit(registry[name]) !== undefined);

/** The entries in the order in which they stand when nothing is typed. */
export function useEntries(places: readonly Place[], onPanel: (panel: Panel) => void): readonly Entry[] {
  return [...useScreenVerbs(), ...useRecent(), ...useNew(), ...usePages(places), ...useSettings(onPanel)];
}

/** The commands of the record and of the page on the screen. */
function useScreenVerbs(): readonly Entry[] {
  const { t } = useWords();
  const { shown, subject } = useKeyBar();
  const note = { record: subject?.number ?? "", page: t("palette.thisPage") };
  return shown.flatMap(({ group = "page", label, key, reasons, quiet, run }, index): Entry[] =>
    !run || group === "global" || key === "Escape"
      ? []
      : [
          {
            key: `verb ${index}`,
            kind: "verb",
            label,
            note: note[group],
            run,
            ...(key ? { press: key } : {}),
            ...(quiet ? { quiet } : {}),
            ...(reasons ? { reasons } : {}),
          },
        ],
  );
}

function useRecent(): readonly Entry[] {
  const { say } = useWords();
  const navigate = useNavigate();
  const { subject } = useKeyBar();
  const { session } = useSession();
  return recentOf(session.personId)
    .filter(({ record, number }) => record !== subject?.record || number !== subject.number)
    .map(({ record, number, title }) => ({
      key: `recent ${record} ${number}`,
      kind: "record",
      label: title === number ? "" : title,
      code: number,
      also: [number],
      note: say(registry[record].label),
      run: () => void navigate({ to: recordPath(record, number) }),
    }));
}

function useNew(): readonly Entry[] {
  const { t, say, lang } = useWords();
  const navigate = useNavigate();
  const may = useMay();
  const other = lang === "zh" ? "en" : "zh";
  const entry = (name: RecordName): Entry => {
    const { label }: AnyRecord = registry[name];
    return {
      key: `new ${name}`,
      kind: "verb",
      label: t("form.new", { label: say(label) }),
      also: [label[other], say(label)],
      note: t("do.new"),
      run: () => void navigate({ to: newPath(name) }),
    };
  };
  return creatable.filter((name) => may(formPermit(registry[name]))).map(entry);
}

function usePages(places: readonly Place[]): readonly Entry[] {
  const navigate = useNavigate();
  return places.map(({ to, label, also, area, go }) => ({
    key: `page ${to}`,
    kind: "page",
    label,
    also,
    note: area,
    ...(go ? { press: `g ${go}` } : {}),
    run: () => void navigate({ to }),
  }));
}

function useSettings(onPanel: (panel: Panel) => void): readonly Entry[] {
  const { t, lang, setLang } = useWords();
  const { lock, signOut } = useSession();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const setting = (key: string, label: string, run: () => void, also: readonly string[] = []): Entry => ({
    key: `setting ${key}`,
    kind: "setting",
    label,
    also,
    note: t("palette.setting"),
    run,
  });
  return [
    setting("lang", lang === "zh" ? "English" : "中文", () => setLang(lang === "zh" ? "en" : "zh"), ["language", "语言"]),
    setting("theme", dark ? t("shell.themeToLight") : t("shell.themeToDark"), () => setColorScheme(dark ? "light" : "dark"), [
      "theme",
      "主题",
    ]),
    setting("keys", t("shell.keys"), () => onPanel("keys"), ["shortcuts", "快捷键"]),
    setting("help", t("help.here"), () => onPanel("help"), ["help", "帮助"]),
    setting("password", t("password.title"), () => void navigate({ to: "/password" }), ["password", "密码"]),
    setting("lock", t("shell.lock"), lock, ["lock", "锁定"]),
    setting("signOut", t("shell.signOut"), signOut, ["sign out", "退出"]),
  ];
}
