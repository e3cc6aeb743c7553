/** A printed label is scanned back and held against its job: another item, lot, date or serial number stops the line. */
import { because, type Reason } from "@lotline/schema";
import { examine, wordsOf } from "@lotline/udi";

export interface Expected {
  readonly di: string;
  readonly lotNumber: string;
  readonly madeOn: string;
  readonly expiresOn: string | null;
  /** Those of the job; null where its labels carry none. */
  readonly serials: readonly string[] | null;
  readonly carries: {
    readonly carriesLot: boolean;
    readonly carriesMadeOn: boolean;
    readonly carriesExpiresOn: boolean;
  };
}

/** What is wrong with a label that was scanned; nothing when it is one of the job. */
export function scanReasons(scanned: string, expected: Expected): Reason[] {
  const read = examine(scanned);
  const [problem] = read.problems;
  if (read.agency === null || problem) {
    const said = problem ? wordsOf(problem) : { en: "", zh: "" };
    return [
      because("SCAN_UNREADABLE", `“${scanned}” is no UDI that holds: ${said.en}`, `“${scanned}”不是有效的 UDI：${said.zh}`),
    ];
  }
  const { pi } = read;
  const differs = (code: string, en: string, zh: string, is: string | null, should: string | null): Reason[] =>
    is === should
      ? []
      : [
          because(
            code,
            `${en} is ${is ?? "missing"}, this job prints ${should ?? "none"}.`,
            `${zh}为 ${is ?? "（缺）"}，本任务应为 ${should ?? "（无）"}。`,
          ),
        ];
  const { carries, serials } = expected;
  return [
    ...differs("SCAN_OTHER_ITEM", "The device identifier", "产品标识", read.di, expected.di),
    ...differs("SCAN_OTHER_LOT", "The lot", "批号", pi.lot, carries.carriesLot ? expected.lotNumber : null),
    ...differs("SCAN_OTHER_MADE_ON", "Made on", "生产日期", pi.manufacturedOn, carries.carriesMadeOn ? expected.madeOn : null),
    ...differs("SCAN_OTHER_EXPIRY", "The expiry", "有效期", pi.expiresOn, carries.carriesExpiresOn ? expected.expiresOn : null),
    ...(serials === null
      ? differs("SCAN_OTHER_SERIAL", "The serial number", "序列号", pi.serial, null)
      : serials.includes(pi.serial ?? "")
        ? []
        : [
            because(
              "SCAN_OTHER_SERIAL",
              `The serial number ${pi.serial ?? "is missing and"} is none of this job.`,
              `序列号 ${pi.serial ?? "（缺）"} 不属于本任务。`,
            ),
          ]),
  ];
}
