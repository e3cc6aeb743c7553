/** What is asked before a template is approved, and before a label job is checked, released and closed. */
import type { Reason } from "@lotline/schema";
import { condition } from "../../kernel/behaviour.ts";
import { companyDay } from "../master/index.ts";
import { fitReasons, packReasons } from "./fits.ts";
import { groundKey, groundsOf, partsOf } from "./ground.ts";
import { countReasons } from "./job/count.ts";
import { readyOf, readyReasons } from "./job/ready.ts";
import { completeReasons, partReasons } from "./template/check.ts";

export const templateComplete = condition({
  gate: "labelTemplate.approve",
  code: "TEMPLATE_INCOMPLETE",
  about: {
    en: "A label template shows the UDI as text and as symbol, with the same production identifiers, and carries what its item carries",
    zh: "标签模板的 UDI 文字与条码信息一致，并与物料要求相符",
  },
  record: "LabelTemplate",
  facts: async (reader, templates) => {
    const on = await companyDay(reader);
    const parts = await partsOf(
      reader,
      templates.map(({ id }) => id),
    );
    const grounds = await groundsOf(
      reader,
      templates.map(({ itemLabel }) => ({ itemLabel, on })),
    );
    return new Map(
      templates.map((template): [string, Reason[]] => {
        const content = { ...template, parts: parts.get(template.id) ?? [] };
        const ground = grounds.get(groundKey({ itemLabel: template.itemLabel, on }));
        return [
          template.id,
          [
            ...partReasons(content),
            ...completeReasons(content),
            ...(ground ? [...packReasons(ground), ...fitReasons(ground, content)] : []),
          ],
        ];
      }),
    );
  },
  check: (_template, reasons) => reasons ?? [],
});

export const labelReady = condition({
  gate: "labelJob.release",
  code: "LABEL_NOT_READY",
  about: {
    en: "A label job has a revision, an approved template and a DI in force, and prints what its item carries",
    zh: "标签任务有现行物料版本、已批准模板和产品标识，且与物料要求相符",
  },
  record: "LabelJob",
  facts: async (reader, jobs) =>
    new Map([...(await readyOf(reader, jobs))].map(([id, ready]): [string, Reason[]] => [id, readyReasons(ready)])),
  check: (_job, reasons) => reasons ?? [],
});

export const labelsReconciled = condition({
  gate: "labelJob.close",
  code: "LABELS_DIFFER",
  about: {
    en: "Every label printed was applied, destroyed, returned or kept as a specimen",
    zh: "已打印标签全部已贴、销毁、退回或留样",
  },
  record: "LabelJob",
  facts: async () => new Map<string, null>(),
  check: (job) => countReasons(job),
});
