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

/** What the firm does about who may do what. */
export const accessKept = (scene: Scene): Promise<void> => scene.together(halfYear, deputyBuyer);
