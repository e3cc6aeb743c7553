/** What a label job would print, and everything that still keeps it from being checked and released (REQ-TRC-06…08). */
import { because, type Reason, type Rec, readSerials } from "@lotline/schema";
import { type Decoded, UdiError, wordsOf } from "@lotline/udi";
import type { Reader } from "../../../base/context.ts";
import { blockedReasons, dayAt, siteDays } from "../../master/index.ts";
import { layOut } from "../draw/layout.ts";
import type { Laid, Template } from "../draw/types.ts";
import { fitReasons, packReasons } from "../fits.ts";
import { engineAgency, expiryOf, fillOf, type Ground, groundKey, groundsOf, type Particulars, udiOf } from "../ground.ts";
import { completeReasons } from "../template/check.ts";
import { type LotFact, lotFactsOf, lotReasons } from "./lot-facts.ts";

export type Job = Pick<
  Rec<"LabelJob">,
  "id" | "number" | "site" | "itemLabel" | "lotNumber" | "quantity" | "madeOn" | "serials" | "state"
>;

/** A job with all that it stands on. */
export interface Ready {
  readonly job: Job;
  readonly ground: Ground;
  readonly expiresOn: string | null;
  /** Of a serial-tracked item; one empty place for all labels that are the same. */
  readonly serials: readonly (string | null)[];
  readonly lot: LotFact;
}

/** The ground of jobs, by their ids. A job whose label is not visible has none. */
export async function readyOf(reader: Reader, jobs: readonly Job[]): Promise<Map<string, Ready>> {
  const days = await siteDays(
    reader,
    jobs.map(({ site }) => site),
  );
  const asked = jobs.map((job) => ({ itemLabel: job.itemLabel, on: dayAt(days, job.site) }));
  const grounds = await groundsOf(reader, asked);
  const lots = await lotFactsOf(reader, jobs);
  const found = new Map<string, Ready>();
  for (const [index, job] of jobs.entries()) {
    const ground = grounds.get(groundKey(asked[index] ?? { itemLabel: "", on: "" }));
    if (!ground) continue;
    const read = readSerials(job.serials ?? "");
    found.set(job.id, {
      job,
      ground,
      expiresOn: expiryOf(ground, job.madeOn),
      serials: ground.item.serialTracked && read.ok && read.serials.length > 0 ? read.serials : [null],
      lot: lots.get(job.id) ?? { others: [], lot: null },
    });
  }
  return found;
}

/** Everything that stands against a job, at once. */
export function readyReasons(ready: Ready): Reason[] {
  const { job, ground } = ready;
  const { item, revision, template, label } = ground;
  const content = template?.content;
  return [
    ...blockedReasons(item.number, item.state),
    ...(label.state === "active"
      ? []
      : [because("LABEL_RETIRED", `${label.number} is retired.`, `${label.number} 已停用。`, "ItemLabel", label.number)]),
    ...(revision
      ? []
      : [
          because(
            "NO_REVISION_IN_FORCE",
            `${item.number} has no revision in force on ${ground.on}.`,
            `${item.number} 在 ${ground.on} 无生效版本。`,
            "Item",
            item.number,
          ),
        ]),
    ...(template
      ? []
      : [
          because(
            "NO_TEMPLATE_IN_FORCE",
            `${label.number} has no approved template in force on ${ground.on}.`,
            `${label.number} 在 ${ground.on} 无已批准的生效模板。`,
            "ItemLabel",
            label.number,
          ),
        ]),
    ...packReasons(ground),
    ...(content ? [...completeReasons(content), ...fitReasons(ground, content)] : []),
    ...serialReasons(ready),
    ...lotReasons(job, ready.lot, { item: item.number, expiresOn: ready.expiresOn }),
    ...drawReasons(ready),
  ];
}

/** Serial numbers are named exactly where the item has them, as many as labels. */
function serialReasons({ job, ground: { item } }: Ready): Reason[] {
  const given = job.serials?.trim() ?? "";
  if (!item.serialTracked)
    return given === ""
      ? []
      : [because("NO_SERIAL", `${item.number} has no serial numbers.`, `${item.number} 不按序列号管理。`, "Item", item.number)];
  const read = readSerials(given);
  if (!read.ok)
    return [
      because("SERIALS_UNREADABLE", `The serial numbers cannot be read at “${read.piece}”.`, `序列号“${read.piece}”无法识别。`),
    ];
  if (read.serials.length !== job.quantity)
    return [
      because(
        "SERIAL_COUNT",
        `${read.serials.length} serial numbers are named for ${job.quantity} labels.`,
        `列出 ${read.serials.length} 个序列号，标签数量为 ${job.quantity}。`,
      ),
    ];
  return [];
}

/** What comes of drawing the first and the longest label: rules of the agency that are broken, and what does not fit its place. */
function drawReasons(ready: Ready): Reason[] {
  const longest = ready.serials.reduce<string | null>((a, b) => ((b ?? "").length > (a ?? "").length ? b : a), null);
  const samples = [...new Set([ready.serials[0] ?? null, longest])];
  const reasons = samples.flatMap((serial) => {
    const drawn = drawnOf(ready, serial);
    return drawn === null ? [] : "reasons" in drawn ? drawn.reasons : misfitReasons(drawn.laid);
  });
  return [...new Map(reasons.map((reason) => [reason.text.en, reason])).values()];
}

export const misfitReasons = ({ misfits }: Pick<Laid, "misfits">): Reason[] =>
  misfits.map(({ code, en, zh }) => because(code, en, zh));

/** What the engine says against a code, as reasons. */
export function udiReasons(error: unknown): Reason[] {
  if (!(error instanceof UdiError)) throw error;
  return error.problems.map((problem) => {
    const { en, zh } = wordsOf(problem);
    return because("UDI_RULE", `UDI: ${en}`, `UDI：${zh}`);
  });
}

type Drawn = { readonly laid: Laid; readonly udi: Decoded } | { readonly reasons: readonly Reason[] } | null;

/** One label of a job as it would be printed; null while there is no template or no DI, reasons where its code breaks a rule. */
export function drawnOf(ready: Ready, serial: string | null): Drawn {
  const { ground, expiresOn, job } = ready;
  if (!ground.template) return null;
  return labelOf(ground, ground.template.content, { lotNumber: job.lotNumber, madeOn: job.madeOn, expiresOn, serial });
}

/** One label of a ground by a template. */
export function labelOf(ground: Ground, template: Template, about: Particulars): Drawn {
  const [pack] = ground.packs;
  const agency = pack && engineAgency(pack);
  if (!pack || !agency) return null;
  try {
    const udi = udiOf(pack, agency, template, about);
    return { laid: layOut(template, fillOf(ground, pack, udi, about), udi), udi };
  } catch (error) {
    return { reasons: udiReasons(error) };
  }
}
