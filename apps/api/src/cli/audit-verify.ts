import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { VerifyResult } from "@lotline/verifier";
import { readPublicKeys } from "../evidence/keys.ts";
import { verifyHouse } from "../evidence/verify-house.ts";
import { SetupError } from "../setup-error.ts";
import { filesDirOf } from "./backup/archive.ts";
import { type Answer, type Call, type Command, textOf } from "./command.ts";
import { checkExport } from "./export/check.ts";
import { type Place, settingsOf, withHouse } from "./place.ts";

export const auditVerify: Command = {
  name: "audit verify",
  about: {
    en: "Recomputes the whole audit trail, seals and signatures; names the first row that does not hold.",
    zh: "重新计算全部审计追踪、封存与签名，并指出首个不符之处。",
  },
  options: {
    export: {
      type: "string",
      value: "file",
      about: {
        en: "Checks a file of `audit export` instead; needs no database.",
        zh: "改为核验 `audit export` 的文件；无需数据库。",
      },
    },
  },
  more: {
    en: "Every finding goes to standard error, the first one into the answer. Exit code 1 when there is any.",
    zh: "全部发现写入标准错误，首个发现写入结果。有发现时退出码为 1。",
  },
  run: (call) => {
    const file = textOf(call, "export");
    return file === undefined
      ? withHouse(call, async (place) => answerOf(call, await verifyPlace(call, place)))
      : checkFile(call, file);
  },
};

const answerOf = (call: Call, result: VerifyResult): Answer => ({
  json: result,
  text: wordsOf(call, result),
  exit: result.ok ? 0 : 1,
});

async function checkFile(call: Call, name: string): Promise<Answer> {
  const file = resolve(call.env.INIT_CWD ?? process.cwd(), name);
  if (!existsSync(file)) throw new SetupError("FILE_MISSING", `There is no file ${file}.`, `没有文件 ${file}。`);
  const keys = readPublicKeys(settingsOf(call).keyFile);
  if (keys.length === 0)
    call.say(
      call.pick({
        en: "! No key is known here; the keys in the file are believed.",
        zh: "! 本机没有已知公钥；采用文件中的公钥。",
      }),
    );
  const result = await checkExport(file, keys);
  const { ok, events, seals, signatures, first } = result;
  const counts = call.pick({
    en: `${events} events, ${seals} seals, ${signatures} signatures`,
    zh: `事件 ${events}，封存 ${seals}，签名 ${signatures}`,
  });
  const text = ok
    ? call.pick({ en: `The export holds: ${counts}.`, zh: `导出文件相符：${counts}。` })
    : call.pick({ en: `The export DOES NOT HOLD: ${first?.message}`, zh: `导出文件不相符：${first?.message}` });
  return { json: result, text, exit: ok ? 0 : 1 };
}

/** The verifier's result, with the keys and exported heads of the place. Findings go to standard error. */
export async function verifyPlace(call: Call, { config, urls }: Place): Promise<VerifyResult> {
  const place = { ...config, readerUrl: urls.reader, filesDir: filesDirOf({ config, urls }) };
  return verifyHouse(place, (finding) => call.say(`${finding.kind}: ${finding.message}`));
}

function wordsOf(call: Call, { ok, events, seals, signatures, records, files, first }: VerifyResult): string {
  const counts = call.pick({
    en: `${events} events, ${seals} seals, ${signatures} signatures, ${records} records, ${files} files`,
    zh: `事件 ${events}，封存 ${seals}，签名 ${signatures}，记录 ${records}，文件 ${files}`,
  });
  if (ok) return call.pick({ en: `Everything holds: ${counts}.`, zh: `全部相符：${counts}。` });
  const place = first ? `${first.kind} ${first.table} ${first.id ?? ""}: ${first.message}` : "";
  return call.pick({ en: `DOES NOT HOLD. ${counts}.\nFirst: ${place}`, zh: `不相符。${counts}。\n首个发现：${place}` });
}
