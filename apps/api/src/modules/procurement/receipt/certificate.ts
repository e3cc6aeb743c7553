import { attachmentKind, because, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";

interface Asked {
  readonly lot: string;
  readonly receipt: string;
  readonly kind: NonNullable<Rec<"InspectionPlan">["certificate"]>;
  readonly isThere: boolean;
}

// By the plan that the lot's inspection froze; the certificate lies with the receipt or with the lot.
const certificatesOf = async (reader: Reader, lots: readonly { id: string }[]): Promise<Map<string, Asked[]>> => {
  const rows = await reader.sql<Asked>(
    `select distinct l.lot_id as lot, r.number as receipt, p.certificate as kind, exists (select from attachment a
         where a.kind = p.certificate and ((a.record_type = 'Receipt' and a.record_id = r.id) or (a.record_type = 'Lot' and a.record_id = l.lot_id))
       ) as "isThere"
     from receipt_line l join receipt r on r.id = l.head_id join inspection i on i.lot_id = l.lot_id
       join inspection_plan p on p.id = i.plan_id
     where l.lot_id = any(?::bigint[]) and p.certificate is not null`,
    [lots.map((lot) => lot.id)],
  );
  return Map.groupBy(rows, (row) => row.lot);
};

/** A bought lot is accepted with the certificate that its plan asks of the supplier (REQ-SUP-05). */
export const certificateThere = condition({
  gate: "lot.release",
  code: "CERTIFICATE_MISSING",
  about: { en: "The certificate that the plan asks of the supplier is attached", zh: "检验规程要求的供应商证明文件已附" },
  record: "Lot",
  facts: certificatesOf,
  check: (_lot, asked) =>
    (asked ?? [])
      .filter(({ isThere }) => !isThere)
      .map(({ kind, receipt }) => {
        const { en, zh } = attachmentKind.values[kind];
        return because(
          "CERTIFICATE_MISSING",
          `${en} is missing; attach it to ${receipt}.`,
          `缺少${zh}，请附于 ${receipt}。`,
          "Receipt",
          receipt,
        );
      }),
});
