/** The parts in their order, with their sizes. */
import { bundlePart } from "./bundle.ts";
import { foundCompany } from "./company.ts";
import { type ImportSize, importPart } from "./import.ts";
import { type IncomingSize, incomingPart } from "./incoming.ts";
import { type LabelSize, labelPart } from "./label.ts";
import { type ListSize, listsPart } from "./lists.ts";
import { type LoadSize, loadPart } from "./load.ts";
import type { Options, PartName } from "./options.ts";
import { type PostingSize, postingPart } from "./posting.ts";
import type { PartReport } from "./report.ts";
import { type ReviewSize, reviewPart } from "./review.ts";
import type { Ground } from "./scratch.ts";
import { type TraceSize, tracePart } from "./trace.ts";
import { type UdiSize, udiPart } from "./udi.ts";
import { type VerifySize, verifyPart } from "./verify.ts";
import { type WebSize, webPart } from "./web.ts";

interface Sizes {
  /** Lots beside the hot one. */
  readonly lots: number;
  readonly posting: PostingSize;
  readonly lists: ListSize;
  readonly incoming: IncomingSize;
  readonly import: ImportSize;
  readonly review: ReviewSize;
  readonly udi: UdiSize;
  readonly label: LabelSize;
  readonly trace: TraceSize;
  readonly verify: VerifySize;
  readonly load: LoadSize;
  readonly web: WebSize;
}

const full: Sizes = {
  lots: 1000,
  posting: { connections: [1, 8, 32], rounds: 12, warmups: 1, seconds: 0.4 },
  lists: { rows: 1_000_000, rounds: 7, warmups: 1, requests: 7 },
  incoming: {
    fefo: { lots: [1_000, 10_000], rounds: 15 },
    ledger: { movements: 1_000_000, lots: 20_000, rounds: 7 },
    inspection: { samples: 200, characteristics: 20, rounds: 7 },
  },
  import: { rows: 10_000, most: 50_000 },
  review: { tasks: [1_000, 20_000], rounds: 15 },
  udi: { codes: 100_000, rounds: 7 },
  label: { labels: 24_540 },
  trace: { levels: 6, lotsPerLevel: 17_500, inputs: 3, samples: 200, rounds: 7, reach: [100, 1_000, 10_000, 100_000] },
  verify: { lots: 50_000, smallSeals: 20, rounds: 3 },
  load: { rows: 1_000_000, users: 50, seconds: 180, thinkMs: 1000 },
  web: { rows: 100_000, frames: 900, keys: 200 },
};

const quick: Sizes = {
  lots: 20,
  posting: { connections: [1, 4], rounds: 1, warmups: 0, seconds: 0.1 },
  lists: { rows: 1_000, rounds: 2, warmups: 0, requests: 1 },
  incoming: {
    fefo: { lots: [50], rounds: 2 },
    ledger: { movements: 2_000, lots: 200, rounds: 2 },
    inspection: { samples: 20, characteristics: 3, rounds: 1 },
  },
  import: { rows: 60, most: 120 },
  review: { tasks: [120], rounds: 1 },
  udi: { codes: 200, rounds: 1 },
  label: { labels: 200 },
  trace: { levels: 4, lotsPerLevel: 200, inputs: 3, samples: 10, rounds: 1, reach: [100] },
  verify: { lots: 300, smallSeals: 2, rounds: 1 },
  load: { rows: 1_000, users: 4, seconds: 1, thinkMs: 20 },
  web: { rows: 300, frames: 30, keys: 10 },
};

/** Runs the chosen parts one after the other and hands over what each found. */
export async function runParts(
  ground: Ground,
  options: Pick<Options, "only" | "quick">,
  show: (part: PartName, report: PartReport) => void,
): Promise<void> {
  const sizes = options.quick ? quick : full;
  const { say } = ground;
  say("founding the company");
  const company = await foundCompany(ground, sizes.lots);
  const work: { readonly [P in PartName]: () => Promise<PartReport> | PartReport } = {
    posting: () => postingPart(ground, company, sizes.posting),
    lists: () => listsPart(ground, company, sizes.lists),
    incoming: () => incomingPart(ground, company, sizes.incoming),
    import: () => importPart(ground, company, sizes.import),
    review: () => reviewPart(ground, company, sizes.review),
    bundle: () => bundlePart(),
    udi: () => udiPart(sizes.udi),
    label: () => labelPart(sizes.label),
    trace: () => tracePart(ground, company, sizes.trace),
    verify: () => verifyPart(ground, company, sizes.verify),
    load: () => loadPart(ground, company, sizes.load),
    web: () => webPart(ground, company, sizes.web),
  };
  for (const part of options.only) {
    say(part);
    show(part, await work[part]());
  }
}
