import { defineRecord, instant, text } from "../kit/index.ts";

/**
 * A key by which the server signs seals and signatures. The private half is a file outside the database; the record tells since when
 * it is used, until when, and from when on it is not believed. Replaced by two administrators, the second one signing (compliance.md §D).
 */
export const signingKey = defineRecord({
  name: "SigningKey",
  area: "platform",
  number: "KEY-{seq:3}",
  label: { en: "Signing key", zh: "签名密钥" },
  plural: { en: "Signing keys", zh: "签名密钥" },
  title: ["keyId"],
  fields: {
    keyId: text({ en: "Key id", zh: "密钥标识" }, { system: true, unique: true, max: 16 }),
    fingerprint: text({ en: "SHA-256 of the public key", zh: "公钥 SHA-256" }, { system: true, max: 64 }),
    publicKey: text({ en: "Public key", zh: "公钥" }, { system: true, max: 1000, multiline: true }),
    since: instant({ en: "In use since", zh: "启用时间" }, { system: true }),
    until: instant({ en: "Until", zh: "停用时间" }, { system: true, optional: true }),
    nextKeyId: text({ en: "Followed by", zh: "后续密钥" }, { system: true, optional: true, max: 16 }),
    revokedFrom: instant({ en: "Not believed from", zh: "自此时起不可信" }, { system: true, optional: true }),
  },
  states: {
    inForce: { en: "In use", zh: "使用中" },
    asked: { en: "Replacement asked for", zh: "待确认更换" },
    replacing: { en: "Being replaced", zh: "更换中" },
    retired: { en: "Replaced; proves what it signed", zh: "已更换（仍用于验证）" },
    revoked: { en: "Revoked", zh: "已吊销" },
  },
  initial: "inForce",
  actions: {
    askReplacement: {
      label: { en: "Ask for replacement", zh: "申请更换" },
      from: ["inForce"],
      to: "asked",
      permit: "key.replace",
      duty: "orderer",
      reason: true,
      primary: true,
    },
    withdrawReplacement: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["asked"],
      to: "inForce",
      permit: "key.replace",
      reason: true,
      secondary: true,
    },
    // The second person: another administrator than who asked.
    confirmReplacement: {
      label: { en: "Confirm replacement", zh: "确认更换" },
      from: ["asked"],
      to: "replacing",
      permit: "key.confirm",
      sign: { meaning: "APPROVED" },
      notBy: ["author", "orderer"],
      duty: "approver",
      primary: true,
    },
    // What the server has carried out.
    prepare: {
      label: { en: "Successor made", zh: "已生成后续密钥" },
      from: ["replacing"],
      input: { fields: { nextKeyId: text({ en: "Key id", zh: "密钥标识" }, { max: 16 }) } },
    },
    retire: { label: { en: "Replaced", zh: "已更换" }, from: ["inForce", "asked", "replacing"], to: "retired" },
    // Somebody else may have had it: what bears it from this moment on proves nothing.
    revoke: {
      label: { en: "Revoke", zh: "吊销" },
      from: ["retired"],
      to: "revoked",
      permit: "key.confirm",
      sign: { meaning: "APPROVED" },
      notBy: ["author"],
      reason: true,
      input: { fields: { from: instant({ en: "Not believed from", zh: "自此时起不可信" }) } },
      secondary: true,
    },
  },
  read: "operations.read",
  list: {
    columns: ["number", "keyId", "fingerprint", "state", "since", "until", "revokedFrom", "createdAt"],
    sort: "-createdAt",
    search: ["number", "keyId"],
    extra: { signed: text({ en: "Signed with it", zh: "签署数量" }) },
  },
  due: { asked: { action: "confirmReplacement", within: { days: 1 } } },
  risk: [],
  retention: "permanent",
});
