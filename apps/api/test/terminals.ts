/** Terminals, limits and readings as a firm makes them. For tests of where critical input is made. */
import { type Browser, doneOf, type Reply, type Target } from "./browser.ts";
import { type Company, inspectionOf, openCompany, receive } from "./company.ts";
import { type Served, serve } from "./served.ts";

export let company: Company;
export let served: Served;
// Where QA sits, who must be able to lift a limit that blocks everything.
let office: string | null = null;

/** Opens a company with QA's office as its first terminal, and its server. */
export async function openTerminals(): Promise<void> {
  company = await openCompany();
  served = await serve(company.kernel);
  office = await deviceAt(await activated("QA-OFFICE"));
}

export async function closeTerminals(): Promise<void> {
  await served?.[Symbol.asyncDispose]();
  await company?.close();
}

let count = 0;
export const next = (prefix: string) => `${prefix}-${++count}`;

export const present = async (table: string, { id }: { id: string }): Promise<Target> =>
  (await company.sql<Target>(`select id::text as id, version from ${table} where id = $1`, [id]))[0] as Target;

export const enrol = async (by: Browser, terminal: { id: string }): Promise<Reply> => {
  const { id, version } = await present("terminal", terminal);
  return by.ask("mutation ($c: ID!, $id: ID!, $v: Int!) { enrolTerminal(commandId: $c, id: $id, version: $v) }", {
    ...{ c: crypto.randomUUID(), id, v: version },
  });
};

export const given = async (number: string, more: object = {}) => ({
  ...{ number, nameEn: `Bench ${number}`, nameZh: `工作台 ${number}` },
  site: await company.id("Site", "SZ1"),
  ...more,
});

/** A terminal that two administrators have put to work. */
export async function activated(number = next("T"), more: object = {}): Promise<Target & { number: string }> {
  const proposed = doneOf(await (await company.browser("guping")).create("Terminal", await given(number, more)));
  return doneOf(await (await company.browser("weiqing")).act("Terminal", proposed, "activate"));
}

/** The cookie of a device that was bound to a terminal. */
export async function deviceAt(terminal: { id: string }): Promise<string> {
  const admin = await company.browser("weiqing");
  const reply = await enrol(admin, terminal);
  if (reply.code) throw new Error(`not enrolled: ${reply.code} ${reply.reasons}`);
  return admin.terminal ?? "";
}

/** Puts a limit in force as a firm does, drafted by one and signed by the other. */
export async function limit(key: string, content: object): Promise<string> {
  const [author, head] = [await company.browser("linjing"), await company.browser("xuheng")];
  [author.terminal, head.terminal] = [office, office];
  const draft = doneOf(
    await author.create("Rule", {
      ...{ ruleName: "terminal-limit", key, content, validFrom: "2026-07-06", citation: "21 CFR 11.10(h)" },
    }),
  );
  doneOf(await head.sign("Rule", draft, "approve"));
  return draft.number;
}

export async function toInspect(): Promise<Target & { number: string }> {
  const lot = await receive(company, "SUP-01", "RM-201", next("LOT"), "100");
  return inspectionOf(company, lot);
}

export const weigh = async (by: Browser, inspection: { id: string }, sample = 1) =>
  by.act("Inspection", await present("inspection", inspection), "record", {
    input: { readings: [{ characteristic: 1, sample, value: "14.2" }] },
  });

export const noted = (inspection: { id: string }) =>
  company.sql<{ operation: string; terminal: string | null; flagged: boolean; rule: string | null }>(
    `select operation, terminal_number as terminal, is_flagged as flagged, rule_number as rule from terminal_act
     where record_type = 'Inspection' and record_id = $1 order by id`,
    [inspection.id],
  );
