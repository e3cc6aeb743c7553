/** What each step of setting up the company still lacks, asked of the records themselves. */
import type { Label } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { staffingOf } from "../separation/staffing.ts";

/** Something that is not there yet, and the page where it is put right. */
export interface Missing {
  readonly text: Label;
  readonly to: string | null;
}

const lack = (en: string, zh: string, to: string | null = null): Missing => ({ text: { en, zh }, to });

/** One line when nothing of a kind is there. */
async function none(reader: Reader, sql: string, en: string, zh: string): Promise<Missing[]> {
  return (await reader.sql(`${sql} limit 1`)).length > 0 ? [] : [lack(en, zh)];
}

async function places(reader: Reader): Promise<Missing[]> {
  const sites = await reader.sql<{ number: string; types: string[] | null }>(
    `select s.number, array_agg(distinct l.type) filter (where l.state = 'active') as types
     from site s left join location l on l.site_id = s.id group by s.number order by s.number`,
  );
  if (sites.length === 0) return [lack("There is no site yet.", "尚无场所。", "/site/new")];
  return sites.flatMap(({ number, types }) => [
    ...(types?.includes("quarantine") ? [] : [lack(`${number}: no quarantine`, `${number}：无待验区`)]),
    ...(types?.includes("storage") ? [] : [lack(`${number}: no storage`, `${number}：无合格品区`)]),
  ]);
}

interface Somebody {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly password: "none" | "oneTime" | "own";
  readonly identified: boolean;
  readonly roles: number;
}

async function people(reader: Reader): Promise<Missing[]> {
  const rows = await reader.sql<Somebody>(
    `select p.number, p.name_en as en, p.name_zh as zh, p.identity_document is not null as identified,
       case when c.id is null then 'none' when c.must_change then 'oneTime' else 'own' end as password,
       (select count(*)::int from role_grant g where g.person_id = p.id and g.state in ('proposed', 'active'))
         + (select count(*)::int from inspector_access a where a.person_id = p.id and a.state in ('proposed', 'active')) as roles
     from person p left join credential c on c.id = p.id where p.state = 'active' and p.id <> 1 order by p.number`,
  );
  const missing = rows.flatMap(({ number, en, zh, password, identified, roles }) => {
    const said = (what: string, whatZh: string) => lack(`${en}: ${what}`, `${zh}：${whatZh}`, `/person/${number}`);
    return [
      ...(password === "none" ? [said("no password", "无密码")] : []),
      ...(password === "oneTime" ? [said("has not signed in yet", "尚未首次登录")] : []),
      ...(identified ? [] : [said("identity not proved", "身份未核验")]),
      ...(roles > 0 ? [] : [lack(`${en}: no role`, `${zh}：无角色`, "/role-grant/new")]),
    ];
  });
  return rows.length > 2
    ? missing
    : [lack("Nobody besides the administrators.", "除管理员外尚无人员。", "/person/new"), ...missing];
}

async function roles(reader: Reader): Promise<Missing[]> {
  const waiting = await reader.sql<{ number: string; en: string; zh: string }>(
    `select g.number, p.name_en as en, p.name_zh as zh from role_grant g join person p on p.id = g.person_id
     where g.state = 'proposed' order by g.id`,
  );
  const head = await none(
    reader,
    `select from role_grant g join person p on p.id = g.person_id and p.state = 'active'
     where g.role = 'QA_HEAD' and g.state = 'active' and (g.valid_to is null or g.valid_to >= public.company_day())`,
    "Nobody is QA head: nobody can approve rules or sign the go-live.",
    "无 QA 负责人：无人可批准规则、签署启用。",
  );
  return [
    ...head,
    ...waiting.map(({ number, en, zh }) =>
      lack(`${number} of ${en} waits for a second person`, `${number}（${zh}）待第二人确认`, `/role-grant/${number}`),
    ),
  ];
}

const staffing = async (reader: Reader): Promise<Missing[]> =>
  (await staffingOf(reader)).filter(({ level }) => level !== "single").map(({ text }) => ({ text, to: null }));

async function items(reader: Reader): Promise<Missing[]> {
  const rows = await reader.sql<{ number: string; approved: boolean }>(
    `select i.number, exists (select from item_revision r where r.item_id = i.id and r.state = 'approved') as approved
     from item i where i.state = 'active' order by i.number`,
  );
  if (rows.length === 0) return [lack("There is no item yet.", "尚无物料。")];
  return rows
    .filter(({ approved }) => !approved)
    .map(({ number }) =>
      lack(`${number}: no approved revision`, `${number}：无已批准版本`, `/item/${encodeURIComponent(number)}`),
    );
}

async function plans(reader: Reader): Promise<Missing[]> {
  const rows = await reader.sql<{ number: string }>(
    `select i.number from item i where i.state = 'active' and i.inspection_required
       and not exists (select from inspection_plan p where p.item_id = i.id and p.state = 'approved') order by i.number`,
  );
  const without = await none(reader, "select from item where state = 'active'", "There is no item yet.", "尚无物料。");
  return without.concat(
    rows.map(({ number }) =>
      lack(`${number}: no approved inspection plan`, `${number}：无已批准检验规程`, `/item/${encodeURIComponent(number)}`),
    ),
  );
}

async function suppliers(reader: Reader): Promise<Missing[]> {
  const rows = await reader.sql<{ number: string; supplier: string; item: string; state: string }>(
    `select a.number, s.number as supplier, i.number as item, a.state from supplier_item a
     join supplier s on s.id = a.supplier_id join item i on i.id = a.item_id
     where a.state in ('approved', 'conditional', 'reviewDue', 'underEvaluation') order by a.id`,
  );
  const open = rows.filter(({ state }) => state === "underEvaluation");
  return [
    ...(rows.length > open.length
      ? []
      : [lack("No supplier is approved for an item.", "尚无合格供应商物料。", "/supplier-item/new")]),
    ...open.map(({ number, supplier, item }) =>
      lack(`${supplier} for ${item} is not approved`, `${supplier} 的 ${item} 尚未批准`, `/supplier-item/${number}`),
    ),
  ];
}

async function opening(reader: Reader): Promise<Missing[]> {
  const posted = await none(
    reader,
    "select from opening_stock where state = 'posted'",
    "No opening stock is posted.",
    "尚无期初库存入账。",
  );
  if (posted.length === 0 || (await reader.rule("opening-stock")).has("default")) return posted;
  return [
    lack("QA has not opened the days of the change-over.", "QA 尚未开放系统切换日期。", "/rule?q=opening-stock"),
    ...posted,
  ];
}

/** What the step of this key lacks; nothing: it is done. Steps that a rule decides are judged by `ownRules`. */
export const missingOf: Readonly<Record<string, (reader: Reader) => Promise<Missing[]>>> = {
  site: (reader) => none(reader, "select from site", "There is no site yet.", "尚无场所。"),
  people,
  roles,
  staffing,
  locations: places,
  units: (reader) => none(reader, "select from unit", "There is no unit yet.", "尚无计量单位。"),
  defects: (reader) =>
    none(reader, "select from defect_code where state = 'active'", "There is no defect code yet.", "尚无缺陷代码。"),
  items,
  plans,
  suppliers,
  customers: (reader) => none(reader, "select from customer where state = 'active'", "There is no customer yet.", "尚无客户。"),
  opening,
  backup: async (reader) => [
    ...(await none(
      reader,
      "select from maintenance_run where kind = 'backup' and good",
      "No backup was made: npm run -s lotline -- backup",
      "尚未备份：npm run -s lotline -- backup",
    )),
    ...(await none(
      reader,
      "select from maintenance_run where kind = 'drill' and good",
      "No restore was tried: npm run -s lotline -- drill <file>",
      "尚未演练恢复：npm run -s lotline -- drill <file>",
    )),
  ],
};

/** The rules of which a version of the firm's own is approved. */
export async function ownRules(reader: Reader): Promise<ReadonlySet<string>> {
  const rows = await reader.sql<{ name: string }>(
    "select distinct rule_name as name from rule where state = 'approved' and created_by_id <> 1 and valid_from <= public.company_day()",
  );
  return new Set(rows.map(({ name }) => name));
}
