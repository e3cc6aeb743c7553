import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyIdOf, sha256 } from "./hash.ts";
import { verifySignature } from "./signature.ts";
import { type SignatureRow, signaturePayload } from "./signature-text.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();

const record = {
  type: "Lot",
  number: "R201-2607",
  version: 3,
  fields: { quantity: "1000.000000", expiry: "2028-02-29" },
  lines: {},
};
const content = JSON.stringify({ record, action: "release", input: {} });
const unsigned = {
  id: "12",
  person_id: "7",
  printed_name: "李雯",
  job_title: "QA",
  meaning: "RELEASED_TO_MARKET",
  statement: "I release lot R201-2607.",
  language: "en",
  reason: null,
  record_type: "Lot",
  record_id: "5",
  record_number: "R201-2607",
  record_version: 3,
  content,
  content_hash: sha256(content),
  auth_components: "password",
  intent_id: "0193d0f0-0000-7000-8000-000000000001",
  manifest_id: null,
  signed_at: new Date("2026-07-15T08:00:00.120Z"),
  zone: "Asia/Shanghai",
  on_behalf_of: null,
  previous_hash: null,
  key_id: keyIdOf(pem),
};
const row: SignatureRow = {
  ...unsigned,
  server_signature: sign(null, Buffer.from(signaturePayload(unsigned)), privateKey).toString("base64"),
};
const now = (fields: object) => JSON.stringify({ ...record, version: 9, fields: { ...record.fields, ...fields } });

describe("signatures", () => {
  test("the signed text is this, byte for byte, from the kernel's values and from the database's text alike", () => {
    const expected =
      '{"lotline":"signature/1","id":"12","person_id":"7","printed_name":"李雯","job_title":"QA","meaning":"RELEASED_TO_MARKET","statement":"I release lot R201-2607.","language":"en","record_type":"Lot","record_id":"5","record_number":"R201-2607","record_version":"3",' +
      `"content_hash":"${sha256(content)}","auth_components":"password","intent_id":"0193d0f0-0000-7000-8000-000000000001","signed_at":"2026-07-15T08:00:00.120Z","zone":"Asia/Shanghai","key_id":"${keyIdOf(pem)}"}`;
    expect(signaturePayload(unsigned)).toBe(expected);
    expect(
      signaturePayload({ ...unsigned, record_version: "3", signed_at: "2026-07-15T08:00:00.12+00:00", actor_id: "7", at: "x" }),
    ).toBe(expected);
  });

  test("[REQ-SIG-02] holds for the record as it was signed, whatever number, version and order of members", () => {
    expect(verifySignature(row, undefined, [pem])).toBe("VALID");
    expect(verifySignature(row, content, [other, pem])).toBe("VALID");
    expect(verifySignature(row, now({}), [pem])).toBe("VALID");
    expect(verifySignature(row, now({ expiry: "2028-02-29", quantity: "1000.000000" }), [pem])).toBe("VALID");
  });

  test("[REQ-SIG-02] a changed record, a moved or altered signature and an unknown key are told apart", () => {
    expect(verifySignature(row, now({ quantity: "1000.000001" }), [pem])).toBe("RECORD_CHANGED");
    expect(verifySignature(row, now({ quantity: "1000.00000" }), [pem])).toBe("RECORD_CHANGED");
    expect(verifySignature({ ...row, record_id: "6" }, content, [pem])).toBe("SIGNATURE_ALTERED");
    expect(verifySignature({ ...row, record_version: 4 }, content, [pem])).toBe("SIGNATURE_ALTERED");
    expect(verifySignature({ ...row, reason: "" }, content, [pem])).toBe("SIGNATURE_ALTERED");
    expect(verifySignature({ ...row, content: content.replace("1000", "2000") }, undefined, [pem])).toBe("SIGNATURE_ALTERED");
    expect(verifySignature({ ...row, server_signature: "" }, content, [pem])).toBe("SIGNATURE_ALTERED");
    expect(verifySignature(row, content, [other])).toBe("KEY_UNKNOWN");
  });
});
