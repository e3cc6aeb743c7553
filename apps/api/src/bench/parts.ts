/** The parts in their order, with their sizes. */
import { bundlePart } from "./bundle.ts";
import { foundCompany } from "./company.ts";
import type { Options, PartName } from "./options.ts";
import { type PostingSize, postingPart } from "./posting.ts";
import type { PartReport } from "./report.ts";
import type { Ground } from "./scratch.ts";

interface Sizes {
  /** Lots beside the hot one. */
  readonly lots: number;
  readonly posting: PostingSize;
}

const full: Sizes = {
  lots: 1000,
  posting: { connections: [1, 8, 32], rounds: 5, warmups: 1, seconds: 1 },
};

const quick: Sizes = {
  lots: 50,
  posting: { connections: [1, 8], rounds: 1, warmups: 0, seconds: 0.2 },
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
    lists: () => {
      throw new Error();
    },
    bundle: () => bundlePart(),
    trace: () => {
      throw new Error();
    },
    verify: () => {
      throw new Error();
    },
  };
  for (const part of options.only) {
    say(part);
    show(part, await work[part]());
  }
}
