import { instant, text } from "@lotline/schema";
import { tableSchema } from "../../../derive/entity.ts";

const words = { en: "", zh: "" };

/** The device that is bound to a terminal, known by the hash of its cookie (ADR 53). */
export const terminalTables = () => [
  tableSchema(
    "TerminalDevice",
    { tokenHash: text(words), enrolledAt: instant(words), endedAt: instant(words, { optional: true }) },
    { terminalId: { type: "bigint", columnType: "bigint", nullable: false } },
    {
      uniques: [{ name: "terminal_device_token_unique", properties: ["tokenHash"] }],
      indexes: [{ name: "terminal_device_terminal", properties: ["terminalId"] }],
    },
  ),
];
