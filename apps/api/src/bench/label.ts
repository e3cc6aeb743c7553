/** A job of many labels: generated for the printer, read back by a sampling plan, reconciled; alike ones and those with serial numbers. */
import { build } from "@lotline/udi";
import { layOut } from "../modules/label/draw/layout.ts";
import { readBack } from "../modules/label/draw/read-back.ts";
import { symbolsEncoded } from "../modules/label/draw/symbol.ts";
import type { Fill, Laid, Part, Template } from "../modules/label/draw/types.ts";
import { zplOf } from "../modules/label/draw/zpl.ts";
import { countReasons } from "../modules/label/job/count.ts";
import { runsOf } from "../modules/label/job/fixed.ts";
import { sampleOf } from "../modules/label/job/sample.ts";
import { labelDesigns } from "../seed/script/label-designs.ts";
import type { PartReport } from "./report.ts";
import { rounded } from "./statistics.ts";

export interface LabelSize {
  readonly labels: number;
}

/** The job of US-07 at its full size; the counts keep their proportions at another. */
const destroyedOf = (labels: number): number => Math.round((labels * 888) / 24_540);

interface Measured {
  readonly kind: string;
  readonly seconds: number;
  readonly generateMs: number;
  readonly readBackMs: number;
  readonly readBack: number;
  readonly symbolsEncoded: number;
  readonly peakMb: number;
  readonly zplMb: number;
}

/** Runs the job once for labels that are alike and once for labels with serial numbers. */
export async function labelPart({ labels }: LabelSize): Promise<PartReport> {
  const runs = [await measure("alike", labels, false), await measure("with serial numbers", labels, true)];
  return {
    figures: { labels, runs },
    tables: [
      {
        title: `${labels} labels generated for the printer, read back by GB/T 2828.1 level II AQL 0.65, reconciled`,
        head: ["labels", "seconds", "generated ms", "read back ms", "read back", "symbols encoded", "peak MB", "ZPL MB"],
        rows: runs.map((run) => [
          ...[run.kind, run.seconds, run.generateMs, run.readBackMs, run.readBack, run.symbolsEncoded, run.peakMb, run.zplMb],
        ]),
      },
    ],
  };
}

async function measure(kind: string, labels: number, hasSerials: boolean): Promise<Measured> {
  const encodedBefore = symbolsEncoded();
  let peak = process.memoryUsage().rss;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const began = performance.now();
  const labelOf = labelsOf(hasSerials);
  let bytes = 0;
  let made = 0;
  for (const { laid, copies } of runsOf(labelOf, 1, labels)) {
    bytes += Buffer.byteLength(zplOf(laid, { dotsPerMm: 12, copies }));
    made += copies;
    if (made % 1000 === 0) look();
  }
  const generated = performance.now();
  const encoded = symbolsEncoded() - encodedBefore;
  // Labels that are alike are one; those with serial numbers are as many as there are.
  const places = sampleOf(hasSerials ? labels : 1);
  for (const place of places) {
    const read = await readBack(labelOf(place + 1));
    if (read.length === 0 || read.some(({ isSame }) => !isSame))
      throw new Error(`label ${place + 1} is not read as it was meant`);
  }
  const readAt = performance.now();
  look();
  const destroyed = destroyedOf(labels);
  const specimens = 12;
  const job = { number: "bench", printed: made, applied: labels - destroyed - specimens, destroyed, returned: 0, specimens };
  if (countReasons(job).length > 0) throw new Error("the labels do not reconcile");
  return {
    kind,
    seconds: rounded((performance.now() - began) / 1000),
    generateMs: rounded(generated - began),
    readBackMs: rounded(readAt - generated),
    readBack: places.length,
    symbolsEncoded: encoded,
    peakMb: rounded(peak / 1_048_576),
    zplMb: rounded(bytes / 1_048_576),
  };
}

/** The pouch label of the demo company; with serial numbers, the pump's. */
function labelsOf(hasSerials: boolean): (label: number) => Laid {
  const design = labelDesigns[hasSerials ? 3 : 0];
  if (!design) throw new Error("the demo company has no such label");
  const { template: given } = design;
  const parts = (given.parts as readonly Partial<Part>[]).map((part): Part => ({ ...noPart, ...part }));
  // The designs are data of the seed, checked when the demo company is made.
  const template = { linkHost: null, ...given, parts } as unknown as Template;
  const labelFor = (serial: string | null): Laid => {
    const udi = build({
      agency: "GS1",
      di: hasSerials ? "09521234000037" : "09521234000013",
      pi: {
        manufacturedOn: "2026-07-31",
        ...(serial === null ? { expiresOn: "2029-07-30", lot: "IS2607A" } : { serial }),
      },
    });
    return layOut(
      template,
      { ...noFill, lot: "IS2607A", serial: serial ?? "", madeOn: "2026-07-31", expiresOn: "2029-07-30" },
      udi,
    );
  };
  const same = hasSerials ? undefined : labelFor(null);
  return (label) => same ?? labelFor(`IP26${String(label).padStart(8, "0")}`);
}

const noPart: Part = {
  ...{ kind: "text", x: "0", y: "0", width: "1", height: "1", textEn: null, textZh: null, sizePt: null },
  ...{ isBold: null, align: null, symbol: null, moduleMm: null, graphic: null },
};

const noFill: Fill = {
  ...{ item: "FG-IS100", nameEn: "Infusion set 5 µm, sterile", nameZh: "一次性使用精密过滤输液器 5 µm", specification: "" },
  ...{ registration: "国械注准DEMO3140001", storage: "5–35 °C", temperatureMin: "", temperatureMax: "", lot: "", serial: "" },
  ...{ madeOn: "", expiresOn: "", di: "", udi: "", contents: "1", firmEn: "", firmZh: "", addressEn: "", addressZh: "" },
};
