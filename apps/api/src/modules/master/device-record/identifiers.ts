import type { Issue, Line, Rec } from "@lotline/schema";
import { packTree } from "@lotline/schema/device-record";
import { type Agency, build, examine, UdiError, wordsOf } from "@lotline/udi";
import type { Reader } from "../../../base/context.ts";

type Agencies = Rec<"DeviceRecord">["issuingAgency"];
type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };
type Package = Pick<Line<"DeviceRecord", "packages">, "level" | "di" | "quantity" | "containedDi">;
type OtherDi = Pick<Line<"DeviceRecord", "otherDis">, "kind" | "di" | "agency">;

/** A device record with its rows, as it is given or saved. */
export interface Identified
  extends Given<Pick<Rec<"DeviceRecord">, "unitOfUseDi" | "directMarkDi" | "registeredDi" | "basicUdiDi">>,
    Pick<Rec<"DeviceRecord">, "item" | "primaryDi" | "issuingAgency"> {
  readonly packages?: readonly Package[];
  readonly otherDis?: readonly OtherDi[];
}

/** Issuing agencies of the register by their names in the UDI engine. */
export const engineAgencies: { readonly [A in Agencies]: Agency } = {
  GS1: "GS1",
  MA: "ZIIOT-MA",
  AHM: "AHM",
  HIBCC: "HIBCC",
  ICCBBA: "ICCBBA",
};

interface Named {
  readonly path: string;
  readonly di: string;
  readonly agency: Agencies;
}

/** Every DI of a record, with the box that it stands in; `registered` is the registration's own and may be another product's. */
function identifiersOf(record: Identified): (Named & { readonly registered?: true })[] {
  const agency = record.issuingAgency;
  const one = (path: "unitOfUseDi" | "directMarkDi") => {
    const di = record[path];
    return di ? [{ path, di, agency }] : [];
  };
  return [
    { path: "primaryDi", di: record.primaryDi, agency },
    ...one("unitOfUseDi"),
    ...one("directMarkDi"),
    ...(record.registeredDi ? [{ path: "registeredDi", di: record.registeredDi, agency, registered: true as const }] : []),
    ...(record.packages ?? []).map(({ di }, index) => ({ path: `packages.${index}.di`, di, agency })),
    ...(record.otherDis ?? []).map(({ di, agency: own }, index) => ({ path: `otherDis.${index}.di`, di, agency: own })),
  ];
}

/** What is wrong with a DI by the rules of its agency: it is written as a code and read back (REQ-TRC-06). */
export function diFaults(agency: Agencies, di: string): { code: string; text: Issue["text"] }[] {
  const name = engineAgencies[agency];
  const problems =
    name === "AHM"
      ? examine(di, { agency: name }).problems
      : (() => {
          try {
            build({ agency: name, di });
            return [];
          } catch (error) {
            if (error instanceof UdiError) return error.problems;
            throw error;
          }
        })();
  return problems.map((problem) => {
    const { en, zh } = wordsOf(problem);
    return { code: problem.code, text: { en: `${di}: ${en}`, zh: `${di}：${zh}` } };
  });
}

const basicFaults = (text: string): Issue[] =>
  examine(`(8013)${text.replaceAll("(", "\\(")}`, { agency: "GS1" })
    // It stands above all devices of its kind, so it names none of them.
    .problems.filter(({ code }) => code !== "NO_DI")
    .map((problem) => ({ path: "basicUdiDi", code: problem.code, text: wordsOf(problem) }));

/** Everything that is wrong with the identifiers of a record in itself: each DI by its agency, and the packaging tree. */
export function identifierIssues(record: Identified): Issue[] {
  const named = identifiersOf(record);
  const agency = record.issuingAgency;
  return [
    ...named.flatMap(({ path, di, agency: own }) => diFaults(own, di).map((found) => ({ path, ...found }))),
    // EUDAMED takes a Basic UDI-DI of the same agency; only that of GS1 has a public rule.
    ...(record.basicUdiDi && agency === "GS1" ? basicFaults(record.basicUdiDi) : []),
    ...packTree(record.primaryDi, record.packages ?? []).faults.map(({ row, field, code, text }) => ({
      path: `packages.${row}.${field}`,
      code,
      text,
    })),
  ];
}

const usedSql = `select distinct on (u.di) u.di, r.number
  from (
    select id as head_id, primary_di as di from device_record
    union all select id, unit_of_use_di from device_record where unit_of_use_di is not null
    union all select id, direct_mark_di from device_record where direct_mark_di is not null
    union all select head_id, di from device_record_package
    union all select head_id, di from device_record_other_di
  ) u join device_record r on r.id = u.head_id
  where u.di = any(?::text[]) and r.item_id <> ? and r.state <> 'withdrawn' order by u.di, r.id`;

const repackedSql = `select distinct on (p.di) p.di, p.quantity, p.contained_di as "containedDi", r.number
  from device_record_package p join device_record r on r.id = p.head_id
  where p.di = any(?::text[]) and r.item_id = ? and r.state = 'approved' order by p.di, r.effective_from desc`;

const rolesSql = `select distinct on (u.di) u.di, r.number, u.is_package as "isPackage"
  from (
    select id as head_id, primary_di as di, false as is_package from device_record
    union all select head_id, di, true from device_record_package
  ) u join device_record r on r.id = u.head_id
  where u.di = any(?::text[]) and r.item_id = ? and r.state = 'approved' order by u.di, r.id`;

/** What is wrong with its identifiers beside those of other records: a DI names one product and one package for good. */
export async function reuseIssues(reader: Reader, record: Identified): Promise<Issue[]> {
  const named = identifiersOf(record).filter(({ registered }) => !registered);
  const dis = [...new Set(named.map(({ di }) => di))];
  const used = await reader.sql<{ di: string; number: string }>(usedSql, [dis, record.item]);
  const packages = (record.packages ?? []).map((row, index) => ({ ...row, index }));
  const packed = await reader.sql<{ di: string; quantity: number; containedDi: string; number: string }>(repackedSql, [
    packages.map(({ di }) => di),
    record.item,
  ]);
  const roles = await reader.sql<{ di: string; number: string; isPackage: boolean }>(rolesSql, [dis, record.item]);
  return [
    ...named.flatMap(({ path, di }): Issue[] => {
      const other = used.find((row) => row.di === di);
      if (!other) return [];
      const text = {
        en: `${di} belongs to ${other.number}; a DI is never used for another device.`,
        zh: `${di} 已属于 ${other.number}；产品标识不得用于其他器械。`,
      };
      return [{ path, code: "DI_USED", text }];
    }),
    ...packages.flatMap(({ di, quantity, containedDi, index }): Issue[] => {
      const before = packed.find((row) => row.di === di);
      if (!before || (before.quantity === quantity && before.containedDi === containedDi)) return [];
      const text = {
        en: `${di} was ${before.quantity} × ${before.containedDi} in ${before.number}; another content needs another package DI.`,
        zh: `${di} 在 ${before.number} 中为 ${before.quantity} × ${before.containedDi}；内容变更须使用新的包装标识。`,
      };
      return [{ path: `packages.${index}.di`, code: "PACKAGE_DI_REUSED", text }];
    }),
    ...roles.flatMap(({ di, number, isPackage }): Issue[] => {
      const isPackageNow = packages.some((row) => row.di === di);
      if (isPackageNow === isPackage || (!isPackageNow && di !== record.primaryDi)) return [];
      const path = isPackageNow ? `packages.${packages.find((row) => row.di === di)?.index}.di` : "primaryDi";
      const text = isPackage
        ? { en: `${di} is a package in ${number}.`, zh: `${di} 在 ${number} 中是包装标识。` }
        : { en: `${di} is the sales unit in ${number}.`, zh: `${di} 在 ${number} 中是最小销售单元标识。` };
      return [{ path, code: "DI_OTHER_ROLE", text }];
    }),
  ];
}
