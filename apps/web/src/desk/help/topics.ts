/** The pages of the help: read from their files, found by words, chosen for a page and a person. */
import type { Lang } from "@lotline/schema/words";
import { plainOf } from "./markdown.ts";

export interface Topic {
  readonly id: string;
  readonly title: string;
  /** The pages it belongs to: an address, "/lot/*" for what lies below it, "*" for all. */
  readonly pages: readonly string[];
  /** Whose work it is; nobody's in particular when empty. */
  readonly permits: readonly string[];
  /** The version on which somebody read it against the product. */
  readonly checked: string;
  readonly body: string;
}

/** The order of the list. */
const order = [
  "start",
  "find",
  "lists",
  "record",
  "sign",
  "purchase",
  "receive",
  "suppliers",
  "inspect",
  "sampling",
  "lot",
  "hold",
  "make",
  "ship",
  "nonconformity",
  "deviation",
  "trace",
  "trail",
  "keeping",
  "review",
  "todo",
  "master",
  "device-record",
  "label",
  "codes",
  "import",
  "setup",
  "people",
  "separation",
  "operations",
  "emergency",
  "terminals",
  "qualified",
  "account",
  "connection",
] as const;

const loaders: Readonly<Record<Lang, () => Promise<{ default: Readonly<Record<string, string>> }>>> = {
  en: () => import("./topics-en.ts"),
  zh: () => import("./topics-zh.ts"),
};

/** All topics of a language, in order. */
export async function loadTopics(lang: Lang): Promise<readonly Topic[]> {
  const { default: files } = await loaders[lang]();
  return order.map((id) => {
    const text = files[`./topics/${id}.${lang}.md`];
    if (text === undefined) throw new Error(`the help has no ${id} in ${lang}`);
    return readTopic(id, text);
  });
}

/** @throws Error when the head of the file is not complete */
export function readTopic(id: string, text: string): Topic {
  const [, head = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const values = new Map(
    head.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()] as const),
  );
  const need = (name: string): string => {
    const value = values.get(name);
    if (!value) throw new Error(`the help page ${id} has no ${name}`);
    return value;
  };
  const permits = values.get("permits")?.split(" ") ?? [];
  return { id, title: need("title"), pages: need("pages").split(" "), permits, checked: need("checked"), body: body.trim() };
}

function closeness(topic: Topic, path: string): number {
  if (topic.pages.includes(path)) return 3;
  if (topic.pages.some((page) => page.endsWith("/*") && path.startsWith(page.slice(0, -1)))) return 2;
  return topic.pages.includes("*") ? 1 : 0;
}

/** The topics of a page: its own before what belongs to every page, those of the person's work first. */
export function topicsFor(topics: readonly Topic[], path: string, permits: ReadonlySet<string>): readonly Topic[] {
  const mine = (topic: Topic) => topic.permits.some((permit) => permits.has(permit));
  return topics
    .filter((topic) => closeness(topic, path) > 0)
    .toSorted((a, b) => closeness(b, path) - closeness(a, path) || Number(mine(b)) - Number(mine(a)));
}

/** The topics with every word that was typed, those with it in their title first. */
export function findTopics(topics: readonly Topic[], typed: string): readonly Topic[] {
  const words = typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return topics
    .filter(({ title, body }) => has(`${title}\n${plainOf(body)}`))
    .toSorted((a, b) => Number(has(b.title)) - Number(has(a.title)));
}
