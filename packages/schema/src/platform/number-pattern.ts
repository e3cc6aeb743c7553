/**
 * How the numbers of a type of record are made (rule `number-pattern`): fixed signs and tokens. `{yy}` `{yyyy}` `{mm}` are the date at
 * the record's site, `{site}` the site's code, `{seq:4}` counts on, with at least four digits; a new count begins with each other text
 * around it.
 */
import { type Label, label } from "../kit/label.ts";

const token = /\{(yyyy|yy|mm|site|seq:[2-8])\}/g;

/** A pattern begins with a letter, so that a number is told from a count, and stays short enough for a label. */
const form = /^[A-Z]([A-Z0-9._/-]|\{(?:yyyy|yy|mm|site|seq:[2-8])\})*$/;

export const mostPattern = 40;

const tokensIn = (pattern: string): string[] => [...pattern.matchAll(token)].map(([, name = ""]) => name);

/** What is wrong with a pattern by itself, in words; empty for nothing. */
export function patternFaults(pattern: string, hasSite: boolean): Label[] {
  const tokens = tokensIn(pattern);
  const counts = tokens.filter((name) => name.startsWith("seq:")).length;
  const faults: Label[] = [];
  if (pattern.length > mostPattern || !form.test(pattern))
    faults.push(
      label(
        "A pattern begins with a letter and has capital letters, digits, . _ / - and the tokens {yy} {yyyy} {mm} {site} {seq:4}; at most 40 signs.",
        "编号规则以字母开头，可含大写字母、数字、. _ / - 以及 {yy} {yyyy} {mm} {site} {seq:4}；最多 40 个字符。",
      ),
    );
  if (counts !== 1)
    faults.push(
      label("It has {seq:4} exactly once; 2 to 8 digits are possible.", "流水号 {seq:4} 须且只能出现一次，位数 2 至 8。"),
    );
  if (tokens.includes("mm") && !tokens.includes("yy") && !tokens.includes("yyyy"))
    faults.push(label("With the month it has the year, too.", "使用月份 {mm} 时须同时使用年份。"));
  if (tokens.includes("site") && !hasSite)
    faults.push(label("These records belong to no site.", "该类记录不属于任何场所，不能使用 {site}。"));
  return faults;
}

/** The pattern with the date (YYYY-MM-DD) and the site put in: the name of its count. */
export const seriesOf = (pattern: string, day: string, site: string): string =>
  pattern
    .replaceAll("{yyyy}", day.slice(0, 4))
    .replaceAll("{yy}", day.slice(2, 4))
    .replaceAll("{mm}", day.slice(5, 7))
    .replaceAll("{site}", site);

/** A number of a series. */
export const numberIn = (series: string, count: number): string =>
  series.replace(/\{seq:(\d+)\}/, (_match, width: string) => String(count).padStart(Number(width), "0"));

/** The signs of a pattern: one of a set each, some of them as often as one likes. */
interface Sign {
  readonly one: string;
  readonly more: boolean;
}

const digits = "0123456789";
const siteSigns = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ._/-`;
const times = (count: number): Sign[] => Array.from({ length: count }, () => ({ one: digits, more: false }));

function signsOf(pattern: string): Sign[] {
  return pattern.split(/(\{[^}]+\})/).flatMap((part): Sign[] => {
    if (part === "{yyyy}") return times(4);
    if (part === "{yy}" || part === "{mm}") return times(2);
    if (part === "{site}")
      return [
        { one: siteSigns, more: false },
        { one: siteSigns, more: true },
      ];
    // A count that has outgrown its digits goes on with one more.
    const seq = /^\{seq:(\d)\}$/.exec(part);
    if (seq) return [...times(Number(seq[1])), { one: digits, more: true }];
    return [...part].map((sign) => ({ one: sign, more: false }));
  });
}

/** Whether two patterns could ever give the same number. Exact: it looks for a text that both describe. */
export function mayMeet(a: string, b: string): boolean {
  const [left, right] = [signsOf(a), signsOf(b)];
  const seen = new Set<string>();
  const ends = (signs: readonly Sign[], at: number) => signs.slice(at).every(({ more }) => more);
  const go = (i: number, j: number): boolean => {
    if (seen.has(`${i} ${j}`)) return false;
    seen.add(`${i} ${j}`);
    if (ends(left, i) && ends(right, j)) return true;
    const [x, y] = [left[i], right[j]];
    if (x?.more && go(i + 1, j)) return true;
    if (y?.more && go(i, j + 1)) return true;
    if (!x || !y || ![...x.one].some((sign) => y.one.includes(sign))) return false;
    return go(x.more ? i : i + 1, y.more ? j : j + 1);
  };
  return go(0, 0);
}

/** A pattern as what stands before its count, the digits of it, and what stands after, for the database to compare numbers with. */
export function comparedBy(pattern: string): { readonly before: string; readonly digits: number; readonly after: string } {
  const [before = "", width = "4", after = ""] = pattern.split(/\{seq:(\d)\}/);
  const expression = (text: string) =>
    text
      .replace(/[.]/g, "\\$&")
      .replaceAll("{yyyy}", "[0-9]{4}")
      .replace(/\{(?:yy|mm)\}/g, "[0-9]{2}")
      .replaceAll("{site}", "[A-Z0-9._/-]+");
  return { before: expression(before), digits: Number(width), after: expression(after) };
}
