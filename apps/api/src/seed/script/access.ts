import type { Line } from "@lotline/schema";
import { giveAgainstRule } from "../company.ts";
import type { Handled } from "../hands.ts";
import type { Scene } from "./scene.ts";

const reasonKept = "Deputy or reading role, needed though seldom used / 代理或只读角色，使用少但仍需要";

/** The half-yearly review of who holds which role: everybody's by the QA head, his own by the security administrator. */
async function halfYear(scene: Scene): Promise<void> {
  await scene.at("2026-07-01", "09:10");
  const review = await (await scene.by("weiqing")).create("AccessReview", { subject: "First half of 2026 / 2026 年上半年" });
  const head = await scene.by("xuheng");
  const lines: Line<"AccessReview", "roles">[] = [];
  await head.read(async (tx) => {
    lines.push(...(await tx.lines("AccessReview", "roles", await tx.get("AccessReview", review.id))));
  });
  const kept = (of: readonly Line<"AccessReview", "roles">[]) => ({
    decisions: of.map(({ position, proposal }) => ({
      line: position,
      decision: "keep" as const,
      remark: proposal === "remove" ? reasonKept : null,
    })),
  });
  const isOwn = ({ person }: Line<"AccessReview", "roles">) => person === head.ctx.personId;
  await scene.at("2026-07-02", "13:30");
  await (await scene.by("xuheng")).act("AccessReview", review, "decide", kept(lines.filter((line) => !isOwn(line))));
  await (await scene.by("weiqing")).act("AccessReview", review, "decide", kept(lines.filter(isOwn)));
  await (await scene.by("xuheng")).act("AccessReview", review, "complete");
}

/** The role that Qin Lan holds against a rule: its mitigation is reviewed, and before it ends it is given for another year. */
async function deputyBuyer(scene: Scene): Promise<void> {
  await scene.at("2026-08-05", "10:00");
  let held: Handled | undefined;
  let person = "";
  await (await scene.by("weiqing")).read(async (tx) => {
    const { id } = (await tx.findOne("Person", { login: "qinlan" })) ?? { id: "" };
    person = id;
    held = (await tx.findOne("RoleGrant", { person: id as never, role: "PURCHASING_MANAGER", state: "active" })) ?? undefined;
  });
  if (!held) throw new Error("Qin Lan holds no second role");
  const looked = "Ten orders of July looked at, none approved by who wrote it / 抽查 7 月十份订单，均非本人批准本人订单";
  await (await scene.by("xuheng")).act("RoleGrant", held, "reviewMitigation", {}, looked);
  await scene.at("2026-08-17", "09:20");
  await giveAgainstRule({ as: (login) => scene.by(login) }, { person, role: "PURCHASING_MANAGER" });
  await (await scene.by("weiqing")).act("RoleGrant", held, "end", {}, "Given for another year / 已续期一年");
}

/** A Saturday night without a keeper: the shift leader opens emergency access, and the QA head reviews it on Monday (REQ-ACC-09). */
async function nightWithoutKeeper(scene: Scene): Promise<void> {
  await scene.at("2026-08-01", "22:10");
  const leader = await scene.by("hechuan");
  const access = await leader.create("EmergencyAccess", {
    role: "WAREHOUSE",
    cause: "productAtRisk",
    why: "Cold store alarm, the keeper on call does not answer / 冷库报警，值班仓管员无法联系",
    minutes: 30,
  });
  await leader.act("EmergencyAccess", access, "open");
  await scene.at("2026-08-01", "22:24");
  await (await scene.by("hechuan")).act("EmergencyAccess", access, "end");
  await scene.at("2026-08-03", "09:05");
  await (await scene.by("xuheng")).act("EmergencyAccess", access, "review", {
    conclusion: "justified",
    finding: "The keeper came after 14 minutes; nothing had to be moved / 仓管员 14 分钟后到场，未发生移库",
  });
}

/** The authority announces its inspection of the infusion sets: its inspector reads, two people let him (REQ-ACC-12). */
async function inspectionAnnounced(scene: Scene): Promise<void> {
  await scene.at("2026-08-18", "14:00");
  const security = await scene.by("weiqing");
  const found: { person?: string; site?: string; item?: string } = {};
  await security.read(async (tx) => {
    found.person = (await tx.findOne("Person", { login: "zhaoming" }))?.id ?? "";
    found.site = (await tx.findOne("Site", { number: "SZ1" }))?.id ?? "";
    found.item = (await tx.findOne("Item", { number: "FG-IS100" }))?.id ?? "";
  });
  const access = await security.create("InspectorAccess", {
    person: found.person,
    inspection: "Provincial authority, inspection of infusion sets / 省药监局输液器生产检查",
    why: "Announced by letter of 2026-08-14 / 2026-08-14 来函通知",
    validFrom: "2026-08-19",
    validTo: "2026-09-16",
    sites: [{ place: found.site }],
    areas: [{ area: "master" }, { area: "inventory" }, { area: "quality" }, { area: "production" }],
    items: [{ item: found.item }],
  });
  await scene.at("2026-08-18", "15:20");
  await (await scene.by("xuheng")).act("InspectorAccess", access, "confirm");
}

/** Where critical data are entered: the bench of incoming inspection. Its device is bound there, by hand (REQ-ACC-07). */
async function benchRegistered(scene: Scene): Promise<void> {
  await scene.at("2026-08-04", "13:40");
  const bench = await (await scene.by("guping")).create("Terminal", {
    number: "SZ1-QC-1",
    nameEn: "Incoming inspection, bench 1",
    nameZh: "来料检验 1 号台",
    site: await scene.id("Site", "SZ1"),
    location: await scene.id("Location", "SZ1-Q1"),
  });
  await scene.at("2026-08-04", "15:05");
  await (await scene.by("weiqing")).act("Terminal", bench, "activate");
}

/** What the firm does about who may do what. */
export const accessKept = (scene: Scene): Promise<void> =>
  scene.together(halfYear, deputyBuyer, nightWithoutKeeper, inspectionAnnounced, benchRegistered);
