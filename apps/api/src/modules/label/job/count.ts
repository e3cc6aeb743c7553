import { because, type Reason, type Rec } from "@lotline/schema";

type Counts = Pick<Rec<"LabelJob">, "printed" | "applied" | "destroyed" | "returned" | "specimens">;

/** Labels that nobody can account for; below zero, more than were printed. */
export const differenceOf = ({ printed, applied, destroyed, returned, specimens }: Counts): number =>
  (printed ?? 0) - (applied ?? 0) - (destroyed ?? 0) - (returned ?? 0) - (specimens ?? 0);

/** Why a job cannot be closed: what was printed is not what came of it (REQ-TRC-08). */
export function countReasons(job: Counts & Pick<Rec<"LabelJob">, "number">): Reason[] {
  const difference = differenceOf(job);
  const { printed, applied, destroyed, returned, specimens } = job;
  if (applied === null)
    return [because("NOT_COUNTED", "The labels have not been counted yet.", "尚未登记标签数量。", "LabelJob", job.number)];
  if (difference === 0) return [];
  const sum = `${applied} + ${destroyed ?? 0} + ${returned ?? 0} + ${specimens ?? 0}`;
  return [
    because(
      "LABELS_DIFFER",
      `Printed ${printed ?? 0}; applied, destroyed, returned and specimens are ${sum}: the difference is ${difference}, and must be 0.`,
      `已打印 ${printed ?? 0}；已贴、已销毁、已退回、留样为 ${sum}：差异 ${difference}，须为 0。`,
      "LabelJob",
      job.number,
    ),
  ];
}
