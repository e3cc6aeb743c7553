/** The labels of a released job: drawn from what was released, whatever has changed meanwhile. */
import { type Json, type Rec, readSerials } from "@lotline/schema";
import { UdiError } from "@lotline/udi";
import type { PackLevelFact } from "../../master/index.ts";
import { layOut } from "../draw/layout.ts";
import type { Fill, Laid, Template } from "../draw/types.ts";
import { engineAgency, fillOf, type Particulars, udiOf } from "../ground.ts";
import type { Ready } from "./ready.ts";

interface Content {
  readonly pack: PackLevelFact;
  readonly template: Template;
  readonly fill: Fill;
  readonly about: Omit<Particulars, "serial">;
}

/** What is released, as it is kept on the job. @throws UdiError and Error for a job that is not ready */
export function contentOf({ ground, job, expiresOn, serials }: Ready): Json {
  const [pack] = ground.packs;
  const agency = pack && engineAgency(pack);
  if (!ground.template || !pack || !agency) throw new Error(`label job ${job.number} is not ready`);
  const about = { lotNumber: job.lotNumber, madeOn: job.madeOn, expiresOn };
  const template = ground.template.content;
  const first = { ...about, serial: serials[0] ?? null };
  const fill = fillOf(ground, pack, udiOf(pack, agency, template, first), first);
  // Dates, texts and numbers only: what goes in comes out.
  return JSON.parse(JSON.stringify({ pack, template: onlyContent(template), fill, about } satisfies Content)) as Json;
}

const partFields = [
  ...["kind", "x", "y", "width", "height", "textEn", "textZh", "sizePt", "isBold", "align", "symbol", "moduleMm", "graphic"],
] as const;

function onlyContent(template: Template): Template {
  const parts = template.parts.map((part) =>
    Object.fromEntries(partFields.map((name) => [name, Reflect.get(part, name) ?? null])),
  );
  return { ...template, parts: parts as unknown as Template["parts"] };
}

/** The labels of a released job by their numbers from 1; those that are the same are laid out once. */
export function labelsOf(job: Pick<Rec<"LabelJob">, "number" | "content" | "serials">): (label: number) => Laid {
  if (job.content === null) throw new Error(`${job.number} is not released`);
  const content = job.content as unknown as Content;
  const read = readSerials(job.serials ?? "");
  const serials = content.template.carriesSerial && read.ok ? read.serials : null;
  let same: Laid | undefined;
  return (label) => {
    if (!serials) {
      same ??= laidOf(content, null);
      return same;
    }
    const serial = serials[label - 1];
    if (serial === undefined) throw new Error(`${job.number} has no label ${label}`);
    return laidOf(content, serial);
  };
}

function laidOf({ pack, template, fill, about }: Content, serial: string | null): Laid {
  const agency = engineAgency(pack);
  if (!agency) throw new UdiError([{ code: "NOT_A_UDI", ai: null, position: 0, length: 0, detail: null }]);
  const udi = udiOf(pack, agency, template, { ...about, serial });
  return layOut(template, { ...fill, serial: serial ?? "", udi: udi.canonical }, udi);
}

/** Labels that are the same as the one before, with how many there are of them: a printer is told the number. */
export function* runsOf(labels: (label: number) => Laid, first: number, last: number): Generator<{ laid: Laid; copies: number }> {
  let run: { laid: Laid; copies: number } | undefined;
  for (let label = first; label <= last; label += 1) {
    const laid = labels(label);
    if (run?.laid === laid) run.copies += 1;
    else {
      if (run) yield run;
      run = { laid, copies: 1 };
    }
  }
  if (run) yield run;
}
