import type { Label, MessageName, RecordName } from "@lotline/schema";
import type { Tx } from "../../kernel/tx.ts";

/** What a person is told: what happened to a record that concerns them. */
export interface Notice {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
  readonly text: Label;
}

/** Puts a notice before each of these people, once; `by`, who did it, knows already. */
export async function notify(tx: Tx, message: MessageName, by: string, people: readonly string[], notice: Notice): Promise<void> {
  await tx.insert(
    "notice",
    ["person_id", "message", "record_type", "record_id", "record_number", "text_en", "text_zh", "created_at"],
    [...new Set(people)]
      .filter((person) => person !== by)
      .map((person) => [person, message, notice.record, notice.id, notice.number, notice.text.en, notice.text.zh, tx.now]),
  );
}
