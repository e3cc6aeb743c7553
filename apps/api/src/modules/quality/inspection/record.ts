import { type ActionInputOf, because, type Issue, type Reason } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type EquipmentFact, equipmentOf, equipmentReasons, rangeReasons } from "../../master/index.ts";
import { type DefectFact, defectReasons, defectsNamed } from "./defects.ts";
import { type Judged, judgeReading } from "./judge.ts";
import { currentOf, type Inspected, type InspectedCharacteristic, type Reading, roundOf } from "./readings.ts";

type Typed = ActionInputOf<"Inspection", "record">["readings"][number];

/** A reading as it is written. */
export interface NewReading {
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
  readonly conforms: boolean;
  readonly replaces: string | null;
  readonly equipment: string | null;
  readonly defect: string | null;
  readonly retest: string | null;
}

interface Ground {
  readonly characteristic: InspectedCharacteristic;
  readonly current: ReadonlyMap<number, Reading>;
  readonly isComplete: boolean;
}

/**
 * Judges what was typed against the frozen plan; what is the same as recorded is left out. All or nothing: readings that cannot
 * be taken refuse the whole, each at its own place ("readings.3.value").
 */
export async function judgeAll(
  tx: Tx,
  site: string,
  { characteristics }: Inspected,
  typed: readonly Typed[],
): Promise<NewReading[]> {
  if (typed.length === 0)
    throw invalid({ path: "readings", code: "required", text: { en: "There is no reading yet.", zh: "尚无读数。" } });
  const grounds = new Map(characteristics.map((c) => [c.position, groundOf(c)]));
  const equipment = await equipmentOf(tx, [...new Set(typed.flatMap((row) => row.equipment ?? []))]);
  const defects = await defectsNamed(tx, [...new Set(typed.flatMap((row) => row.defect ?? []))]);
  const seen = new Set<string>();
  const against: Against = { issues: [], reasons: new Map() };
  const rows = typed.flatMap((row, index) => {
    const wrong = wrongAt(against.issues, index);
    const ground = grounds.get(row.characteristic);
    if (!ground)
      return wrong(
        "characteristic",
        "unknown",
        `The plan has no characteristic ${row.characteristic}.`,
        `检验规程没有第 ${row.characteristic} 项。`,
      );
    const key = `${row.characteristic} ${row.sample}`;
    if (seen.has(key)) return wrong("sample", "twice", "This sample is given twice.", "该样品重复录入。");
    seen.add(key);
    const [read] = judgeOne(tx, ground, row, against, wrong);
    if (!read) return [];
    const found = [
      // What is only added to leaves its value as it was measured.
      ...(read.adds ? [] : instrumentReasons(site, ground.characteristic, row, equipment, wrong)),
      ...codeReasons(ground.characteristic, row, defects, wrong),
    ];
    for (const reason of found) against.reasons.set(`${reason.code} ${reason.number}`, reason);
    return [read.reading];
  });
  if (against.issues.length > 0) throw invalid(...against.issues);
  tx.require([...against.reasons.values()]);
  return rows;
}

/** What stands against the readings: what cannot be read, place by place, and what forbids it, each once. */
interface Against {
  readonly issues: Issue[];
  readonly reasons: Map<string, Reason>;
}

/** Notes what is wrong at its place; nothing is read there. */
type Wrong = (field: string, code: string, en: string, zh: string) => never[];
const wrongAt =
  (issues: Issue[], index: number): Wrong =>
  (field, code, en, zh) => {
    issues.push({ path: `readings.${index}.${field}`, code, text: { en, zh } });
    return [];
  };

function groundOf(characteristic: InspectedCharacteristic): Ground {
  const current = new Map(currentOf(characteristic.readings).map((reading) => [reading.sample, reading]));
  return { characteristic, current, isComplete: current.size >= characteristic.samples };
}

interface Read {
  readonly reading: NewReading;
  /** Nothing was measured anew: only a code is added. */
  readonly adds: boolean;
}

/** One reading, or none: nothing new, or something stands against it. */
function judgeOne(tx: Tx, { characteristic, current, isComplete }: Ground, row: Typed, against: Against, wrong: Wrong): Read[] {
  if (row.sample > characteristic.samples)
    return wrong("sample", "max", `There are ${characteristic.samples} samples only.`, `样本量为 ${characteristic.samples}。`);
  const judged = judgeReading(characteristic, row.value);
  if (!judged)
    return characteristic.kind === "variable"
      ? wrong("value", "decimal", "A number such as 12.5 is expected.", "应为数字，例如 12.5。")
      : wrong("value", "defects", "A number of defects, OK or NG is expected.", "应为缺陷数、OK 或 NG。");
  if (judged.conforms && row.defect)
    return wrong("defect", "conforms", "It is within its limits, so it has no defect code.", "该读数合格，不应有缺陷代码。");
  const before = current.get(row.sample);
  const change = before ? changeOf(before, judged, row) : "first";
  if (change === "none") return [];
  if (change === "correction") requireReason(tx, against.issues);
  const isSame = before?.value === judged.value;
  // Once all samples are read, a result is known: what failed is tested again only with an approved reason (REQ-GATE-12).
  const isKnown = isComplete || wasComplete(characteristic, before);
  if (before && isKnown && !before.conforms && !isSame)
    against.reasons.set(`retest ${characteristic.position}`, retestNeeded(characteristic));
  const reading = {
    characteristic: row.characteristic,
    sample: row.sample,
    ...judged,
    replaces: before?.id ?? null,
    equipment: row.equipment ?? (isSame ? (before.equipment?.id ?? null) : null),
    defect: row.defect ?? (isSame ? (before.defect?.id ?? null) : null),
    retest: roundOf(characteristic, row.sample),
  };
  return [{ reading, adds: isSame && !row.equipment }];
}

/** A retest is asked for when all samples are read, so what counted before the last one belongs to a result. */
const wasComplete = ({ retests }: InspectedCharacteristic, before: Reading | undefined): boolean =>
  before !== undefined && retests.length > 0 && before.retest !== retests.at(-1)?.id;

/** What is given of a reading that is recorded already: nothing new, what it lacked, or a correction. */
function changeOf(before: Reading, judged: Judged, row: Typed): "none" | "added" | "correction" {
  if (before.value !== judged.value) return "correction";
  const code = !row.defect || row.defect === before.defect?.id;
  const instrument = !row.equipment || row.equipment === before.equipment?.id;
  if (code && instrument) return "none";
  return (!code && before.defect) || (!instrument && before.equipment) ? "correction" : "added";
}

function codeReasons(
  characteristic: InspectedCharacteristic,
  row: Typed,
  defects: ReadonlyMap<string, DefectFact>,
  wrong: Wrong,
): Reason[] {
  if (!row.defect) return [];
  const fact = defects.get(row.defect);
  if (!fact) return wrong("defect", "ref", "There is no such defect code.", "没有该缺陷代码。");
  return defectReasons(fact, characteristic);
}

const retestNeeded = ({ position, nameEn, nameZh }: InspectedCharacteristic): Reason =>
  because(
    "RETEST_NOT_APPROVED",
    `${position} ${nameEn} has its result; a failed sample is tested again only after a retest is asked for and approved.`,
    `${position} ${nameZh} 已有结果；不合格样品须先申请复测并获批准。`,
  );

/** The instrument of a reading: given where the plan names one, fit to measure today, the value within its range (REQ-GATE-07). */
function instrumentReasons(
  site: string,
  characteristic: InspectedCharacteristic,
  row: Typed,
  equipment: ReadonlyMap<string, EquipmentFact>,
  wrong: Wrong,
): Reason[] {
  const fact = row.equipment ? equipment.get(row.equipment) : undefined;
  if (!fact) {
    if (characteristic.instrument === null && !row.equipment) return [];
    return wrong("equipment", "required", "Say what it was measured with.", "请选择测量设备。");
  }
  return [
    ...equipmentReasons(fact, { type: characteristic.instrument, site }),
    ...(characteristic.kind === "variable" ? rangeReasons(fact, row.value, characteristic.unit) : []),
  ];
}

/** A reading that stands in the place of another says why, once for all of them (REQ-REC-04). */
function requireReason(tx: Tx, issues: Issue[]): void {
  if ([...tx.reason.trim()].length >= 10 || issues.some(({ path }) => path === "reason")) return;
  issues.push({
    path: "reason",
    code: "REASON_REQUIRED",
    text: { en: "A corrected reading needs a reason of at least 10 characters.", zh: "更正读数须说明原因，至少 10 个字符。" },
  });
}

// A statement takes at most 65,535 values.
const atOnce = 2_000;
const columns = [
  "inspection_id",
  "characteristic",
  "sample",
  "value",
  "conforms",
  "replaces_id",
  "equipment_id",
  "defect_id",
  "retest_id",
] as const;

/** Appends readings, thousands in a statement. */
export async function writeReadings(tx: Tx, inspection: string, rows: readonly NewReading[]): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce)
    await tx.insert(
      "reading",
      columns,
      rows
        .slice(from, from + atOnce)
        .map((r) => [inspection, r.characteristic, r.sample, r.value, r.conforms, r.replaces, r.equipment, r.defect, r.retest]),
    );
}
