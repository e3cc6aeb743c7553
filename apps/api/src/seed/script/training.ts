import type { ItemSpec } from "./catalogue.ts";
import type { Scene } from "./scene.ts";

interface SkillSpec {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly months: number;
  readonly isCritical: boolean;
}

const skills: readonly SkillSpec[] = [
  { number: "QS-RAW", en: "Inspection of raw materials", zh: "原材料检验", months: 12, isCritical: true },
  { number: "QS-PKG", en: "Inspection of packaging", zh: "包装材料检验", months: 24, isCritical: false },
  { number: "QS-IPC", en: "In-process inspection", zh: "过程检验", months: 24, isCritical: false },
  { number: "QS-FIN", en: "Final inspection of devices", zh: "成品检验", months: 12, isCritical: true },
];

/** The skill that the inspection plan of an item asks for. */
export function skillOf({ itemClass, source }: ItemSpec): string {
  if (itemClass === "finished") return "QS-FIN";
  if (itemClass === "packaging") return "QS-PKG";
  return source === "made" ? "QS-IPC" : "QS-RAW";
}

interface Granted {
  readonly person: string;
  readonly skill: string;
  readonly from: string;
  readonly basis: "test" | "observed" | "certificate";
  readonly evidence: string;
}

const course = "Course IQC-01, test passed 92/100 / 课程 IQC-01，考核 92 分";
const observed = "Three lots inspected under observation / 在监督下完成三批检验";
const again = "Yearly reassessment: two lots observed, no difference / 年度再评定：监督检验两批，结果一致";

const qualified = (person: string, skill: string, evidence = course, from = "2025-09-01"): Granted => ({
  person,
  skill,
  from,
  basis: evidence === course ? "test" : "observed",
  evidence,
});

/** Before the first inspection of the story; that of Sun Ye for raw materials was a year old on 19 August 2026. */
const first: readonly Granted[] = [
  qualified("chenhe", "QS-RAW", observed),
  qualified("chenhe", "QS-PKG"),
  qualified("sunye", "QS-IPC"),
  qualified("sunye", "QS-FIN", observed),
  qualified("sunye", "QS-RAW", observed, "2025-08-20"),
  qualified("hejia", "QS-RAW", observed),
  qualified("hejia", "QS-PKG"),
  qualified("hejia", "QS-IPC"),
  qualified("hejia", "QS-FIN", observed),
  qualified("fengtao", "QS-IPC"),
];

/** Renewed in good time. */
const renewed: readonly Granted[] = [
  qualified("chenhe", "QS-RAW", again, "2026-07-14"),
  qualified("hejia", "QS-RAW", again, "2026-07-14"),
  qualified("hejia", "QS-FIN", again, "2026-07-14"),
  qualified("sunye", "QS-FIN", again, "2026-07-14"),
];

const propose = async (scene: Scene, { person, skill, from, basis, evidence }: Granted) =>
  (await scene.by("wenjie")).create("Qualification", {
    person: await scene.person(person),
    skill: await scene.id("Skill", skill),
    basis,
    evidence,
    validFrom: from,
  });

/** What one can be qualified for, entered by the trainer and approved by QA. */
export async function enterSkills(scene: Scene): Promise<void> {
  for (const { number, en, zh, months, isCritical } of skills) {
    const skill = await (await scene.by("wenjie")).create("Skill", {
      number,
      nameEn: en,
      nameZh: zh,
      validityMonths: months,
      isCritical,
    });
    await (await scene.by("xuheng")).act("Skill", skill, "approve");
  }
}

/** The inspectors and verifiers of the company, granted by QA. */
export async function qualifyInspectors(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "15:00");
  for (const one of first) await (await scene.by("linjing")).act("Qualification", await propose(scene, one), "grant");
}

/** A year of it: one revoked after mistakes, most renewed, one forgotten until the day after it ended. */
export async function keepQualified(scene: Scene): Promise<void> {
  await scene.at("2026-05-20", "14:10");
  const lost = await scene.qualificationOf("fengtao", "QS-IPC");
  await (await scene.by("wenjie")).act(
    "Qualification",
    lost,
    "revoke",
    {},
    "Two wrong readings in the yearly comparison / 年度比对两次读数错误",
  );
  await scene.at("2026-07-14", "10:00");
  for (const one of renewed) await (await scene.by("linjing")).act("Qualification", await propose(scene, one), "grant");
  await scene.at("2026-08-20", "08:10");
  await propose(scene, qualified("sunye", "QS-RAW", again, "2026-08-20"));
}
