/** Label jobs: fixed by a second person, proved again at release, printed in ranges, scanned back, reconciled to the last label. */
import { type ActionInputOf, because, maxLines, type New, type Reason, type Rec, readSerials } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { mismatchReasons, type ReadSymbol, readBack } from "../draw/read-back.ts";
import { differenceOf } from "./count.ts";
import { contentOf } from "./fixed.ts";
import { drawnOf, type Ready, readyOf, readyReasons } from "./ready.ts";
import { sampleOf } from "./sample.ts";
import { scanReasons } from "./scan.ts";

type Job = Rec<"LabelJob">;

export const labelJobBehaviour = behaviour({
  record: "LabelJob",
  beforeCreate: async (tx, given) => {
    given.item = (await tx.get("ItemLabel", given.itemLabel)).item;
  },
  actions: {
    check: {
      evidence: async (tx, job, answers) => {
        // Told before the password is asked for.
        tx.require(answerReasons(answers));
        return fixedBy(await readyFor(tx, job));
      },
      effect: async (tx, job, answers) => {
        tx.require(answerReasons(answers));
        await takeTurns(tx, job);
        const ready = await readyFor(tx, job);
        tx.require(readyReasons(ready));
        tx.update("LabelJob", job, fixedBy(ready));
      },
    },
    sendBack: { effect: async (tx, job) => tx.update("LabelJob", job, nothingFixed) },
    release: { effect: release },
    print: {
      effect: async (tx, job, range) => {
        tx.require([...rangeReasons(job, range), ...printedReasons(await runsOf(tx, job), range)]);
        await addRun(tx, job, range, false);
      },
    },
    reprint: {
      effect: async (tx, job, range) => {
        tx.require([...rangeReasons(job, range), ...notPrintedReasons(await runsOf(tx, job), range)]);
        await addRun(tx, job, range, true);
      },
    },
    scanBack: { effect: scanBack },
    clear: {
      effect: async (tx, job) => {
        const stop = (await tx.lines("LabelJob", "stops", job)).findLast(({ clearedAt }) => clearedAt === null);
        if (stop)
          tx.updateLine("LabelJob", job, stop, { clearedAt: tx.now, clearedBy: tx.actor.id, clearedWhy: tx.reason.trim() });
      },
    },
    reconcile: {
      effect: async (tx, job, { applied, destroyed, returned, specimens }) => {
        const counts = { applied, destroyed, returned, specimens };
        tx.update("LabelJob", job, { ...counts, difference: differenceOf({ printed: job.printed, ...counts }) });
      },
    },
  },
});

/** Jobs of one lot number lock no row in common: they take turns, so that one sees what another has fixed. */
const takeTurns = (tx: Tx, { lotNumber }: Job) =>
  tx.sql("select pg_advisory_xact_lock(hashtext('label lot ' || ?))", [lotNumber]);

async function readyFor(tx: Tx, job: Job): Promise<Ready> {
  const ready = (await readyOf(tx, [job])).get(job.id);
  if (!ready) throw new Error(`label job ${job.number} stands on nothing`);
  return ready;
}

type Fixed = Pick<New<"LabelJob">, "itemRevision" | "template" | "di" | "expiresOn" | "storage" | "udi">;

/** What the second person's signature fixes; of labels with serial numbers the UDI of the first. */
function fixedBy(ready: Ready): Fixed {
  const { ground, expiresOn, serials } = ready;
  const drawn = drawnOf(ready, serials[0] ?? null);
  return {
    itemRevision: ground.revision?.id ?? null,
    template: ground.template?.id ?? null,
    di: ground.packs[0]?.di ?? null,
    expiresOn,
    storage: ground.revision?.storage ?? null,
    udi: drawn && "udi" in drawn ? drawn.udi.canonical : null,
  };
}

const nothingFixed: Fixed = {
  itemRevision: null,
  template: null,
  di: null,
  expiresOn: null,
  storage: null,
  udi: null,
};

const asked = {
  udiRight: { en: "the UDI", zh: "UDI" },
  expiryRight: { en: "made on and expiry", zh: "生产日期与有效期" },
  storageRight: { en: "the storage text", zh: "储存条件" },
} as const;

/** All three were looked at and found right (21 CFR 820.45); who finds one wrong does not sign. */
function answerReasons(answers: ActionInputOf<"LabelJob", "check">): Reason[] {
  return (Object.keys(asked) as (keyof typeof asked)[])
    .filter((name) => !answers[name])
    .map((name) => because("NOT_CONFIRMED", `You have not confirmed ${asked[name].en}.`, `尚未确认${asked[name].zh}无误。`));
}

/** Proves again what was checked, reads the symbols back by sample, and lets the labels go to the line. */
async function release(tx: Tx, job: Job): Promise<void> {
  await takeTurns(tx, job);
  const ready = await readyFor(tx, job);
  const now = fixedBy(ready);
  const changed = (Object.keys(now) as (keyof Fixed)[]).filter((name) => (job[name] ?? null) !== (now[name] ?? null));
  tx.require([
    ...readyReasons(ready),
    ...(changed.length > 0
      ? [
          because(
            "CHANGED_SINCE_CHECK",
            `What the label says has changed since it was checked (${job.udi ?? ""} → ${now.udi ?? ""}); send it back and have it checked again.`,
            `核对之后标签内容已变化（${job.udi ?? ""} → ${now.udi ?? ""}），请退回后重新核对。`,
            "LabelJob",
            job.number,
          ),
        ]
      : []),
  ]);
  const places = sampleOf(ready.serials.length);
  const read: ReadSymbol[] = [];
  for (const place of places) {
    const drawn = drawnOf(ready, ready.serials[place] ?? null);
    if (drawn && "laid" in drawn) read.push(...(await readBack(drawn.laid)));
  }
  tx.require(mismatchReasons(job.number, read));
  tx.update("LabelJob", job, {
    content: contentOf(ready),
    releasedAt: tx.now,
    printed: 0,
    reprinted: 0,
    scannedGood: 0,
    readBack: `${places.length} / ${ready.serials.length} · ${read.length} × ${read[0]?.read ?? ""}`.slice(0, 300),
  });
}

const maxRuns = maxLines;

type Range = ActionInputOf<"LabelJob", "print">;

const runsOf = (tx: Tx, job: Job) => tx.lines("LabelJob", "prints", job);

function rangeReasons(job: Job, { first, last }: Range): Reason[] {
  return first <= last && last <= job.quantity
    ? []
    : [
        because(
          "NO_SUCH_LABELS",
          `${job.number} has the labels 1 to ${job.quantity}; ${first} to ${last} are no range of them.`,
          `${job.number} 的标签序号为 1 至 ${job.quantity}，${first} 至 ${last} 不是有效区间。`,
        ),
      ];
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly isReprint: boolean;
}

/** A label is printed once; again only as what it is, with its reason. */
function printedReasons(runs: readonly Run[], { first, last }: Range): Reason[] {
  const before = runs.find((run) => !run.isReprint && run.first <= last && first <= run.last);
  return before
    ? [
        because(
          "PRINTED_ALREADY",
          `Labels ${before.first} to ${before.last} have been printed; print them again with a reason.`,
          `标签 ${before.first} 至 ${before.last} 已打印，如需再次打印请补打并说明原因。`,
        ),
      ]
    : [];
}

function notPrintedReasons(runs: readonly Run[], { first, last }: Range): Reason[] {
  const printed = runs.filter(({ isReprint }) => !isReprint).sort((a, b) => a.first - b.first);
  let reached = first - 1;
  for (const run of printed) if (run.first <= reached + 1) reached = Math.max(reached, run.last);
  return reached >= last
    ? []
    : [
        because(
          "NOT_PRINTED_YET",
          `Label ${reached + 1} has not been printed yet; nothing is there to print again.`,
          `标签 ${reached + 1} 尚未打印，不能补打。`,
        ),
      ];
}

async function addRun(tx: Tx, job: Job, { first, last }: Range, isReprint: boolean): Promise<void> {
  const runs = await runsOf(tx, job);
  if (runs.length >= maxRuns)
    throw invalid({
      path: "first",
      code: "TOO_MANY_RUNS",
      text: { en: `A job has at most ${maxRuns} print runs.`, zh: `一个任务最多 ${maxRuns} 次打印。` },
    });
  const count = last - first + 1;
  tx.addLine("LabelJob", "prints", job, runs.length + 1, {
    first,
    last,
    isReprint,
    reason: isReprint ? tx.reason.trim().slice(0, 500) : null,
    printedAt: tx.now,
    printedBy: tx.actor.id,
  });
  const printed = (job.printed ?? 0) + count;
  tx.update("LabelJob", job, {
    printed,
    reprinted: (job.reprinted ?? 0) + (isReprint ? count : 0),
    difference: differenceOf({ ...job, printed }),
  });
}

/** A label that is not this job's stops it at once; what was scanned and why is kept. */
async function scanBack(tx: Tx, job: Job, { scanned }: ActionInputOf<"LabelJob", "scanBack">): Promise<void> {
  const template = await tx.get("LabelTemplate", job.template ?? "");
  const serials = readSerials(job.serials ?? "");
  const reasons = scanReasons(scanned, {
    di: job.di ?? "",
    lotNumber: job.lotNumber,
    madeOn: job.madeOn,
    expiresOn: job.expiresOn,
    serials: template.carriesSerial && serials.ok ? serials.serials : null,
    carries: template,
  });
  if (reasons.length === 0) {
    tx.update("LabelJob", job, { scannedGood: (job.scannedGood ?? 0) + 1 });
    return;
  }
  const stops = await tx.lines("LabelJob", "stops", job);
  if (stops.length >= maxRuns)
    throw invalid({
      path: "scanned",
      code: "TOO_MANY_STOPS",
      text: { en: `A job has at most ${maxRuns} stops.`, zh: `一个任务最多停机 ${maxRuns} 次。` },
    });
  const said = (lang: "en" | "zh") =>
    reasons
      .map(({ text }) => text[lang])
      .join(lang === "en" ? " " : "")
      .slice(0, 1000);
  tx.addLine("LabelJob", "stops", job, stops.length + 1, {
    scanned,
    whyEn: said("en"),
    whyZh: said("zh"),
    stoppedAt: tx.now,
    stoppedBy: tx.actor.id,
    clearedAt: null,
    clearedBy: null,
    clearedWhy: null,
  });
  await tx.act("LabelJob", job.id, "stop", {});
}
