import type { Tx } from "../../../kernel/tx.ts";

/** The number that stands on a certificate, kept with the record as it was when it was written. */
export const registrationNumberOf = async (tx: Tx, certificate: string | null): Promise<string | null> =>
  certificate === null ? null : (await tx.get("Licence", certificate)).licenceNumber;
