import { flag, integer, json, text } from "@lotline/schema";
import { tableSchema } from "../../derive/entity.ts";
import { byXid, stamp } from "../../derive/tables.ts";

const words = { en: "", zh: "" };
const bigint = { type: "bigint", columnType: "bigint", nullable: false };

const absent = { ...bigint, nullable: true };

/**
 * Readings: append-only; a corrected one is a new row that names the one it replaces, and the first stays to be seen.
 * Sampling events: what each concluded inspection did to the severity of its pair, and which ones caused a switch; with each draw
 * of skip-lot and what it rested on.
 */
export const qualityTables = () => [
  tableSchema(
    "Reading",
    { characteristic: integer(words), sample: integer(words), value: text(words, { max: 40 }), conforms: flag(words) },
    { inspectionId: bigint, replacesId: absent, equipmentId: absent, defectId: absent, retestId: absent, ...stamp },
    {
      indexes: [{ name: "reading_inspection", properties: ["inspectionId", "characteristic", "sample"] }, byXid("reading")],
      uniques: [{ name: "reading_replaced_once", properties: ["replacesId"] }],
    },
  ),
  tableSchema(
    "SamplingEvent",
    {
      result: text(words, { optional: true, max: 20 }),
      original: flag(words),
      severityFrom: text(words, { max: 20 }),
      severityTo: text(words, { max: 20 }),
      code: text(words, { max: 40 }),
      causes: json(words),
      skip: json(words, { optional: true }),
    },
    { stateId: bigint, inspectionId: { ...bigint, nullable: true }, ...stamp },
    { indexes: [{ name: "sampling_event_state", properties: ["stateId", "id"] }, byXid("sampling_event")] },
  ),
];
