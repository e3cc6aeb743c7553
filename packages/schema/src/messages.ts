import { type Field, integer, type Label, ref, text } from "./kit/index.ts";

/** What the house tells after a commit: to its own areas, and to systems beside it. Values are ids and texts, never secrets. */
export interface MessageSpec {
  /** Grows when the fields change in a way that a receiver must know. */
  readonly version: number;
  readonly label: Label;
  readonly fields: { readonly [field: string]: Field };
}

const defineMessage = <const S extends MessageSpec>(spec: S): S => spec;

const lot = ref({ en: "Lot", zh: "批" }, "Lot");
const shipment = ref({ en: "Shipment", zh: "发货单" }, "Shipment");

/** Every message by name: subject, dot, what happened to it. */
export const messages = {
  "lot.released": defineMessage({ version: 1, label: { en: "Lot released", zh: "批已放行" }, fields: { lot } }),
  "lot.rejected": defineMessage({ version: 1, label: { en: "Lot rejected", zh: "批判为不合格" }, fields: { lot } }),
  "hold.placed": defineMessage({
    version: 1,
    label: { en: "Hold placed", zh: "批已冻结" },
    fields: { hold: ref({ en: "Hold", zh: "冻结单" }, "Hold"), lot },
  }),
  "shipment.shipped": defineMessage({ version: 1, label: { en: "Shipment left", zh: "已发货" }, fields: { shipment } }),
  // To the house itself: the next turn of a long job is due.
  "job.due": defineMessage({
    version: 1,
    label: { en: "Turn of a job due", zh: "作业待续" },
    fields: { job: text({ en: "Job", zh: "作业" }), turn: integer({ en: "Turn", zh: "轮次" }) },
  }),
} as const;

export type MessageName = keyof typeof messages;

/** The fields of a message with their values as texts. */
export type PayloadOf<M extends MessageName> = { readonly [K in keyof (typeof messages)[M]["fields"]]: string };
