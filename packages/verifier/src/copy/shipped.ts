/** The verifier as it is shipped with every copy: one page and one program, each a single file that needs nothing beside it. */
import { readFileSync } from "node:fs";

const parts = ["canonical", "signature-text", "copy/format", "copy/crypto", "copy/zip", "copy/check"];

/** The compiled modules as one: imports of each other and exports are taken out, since all names then stand in one scope. */
function joined(last: string): string {
  // Run from sources (tests) there is nothing compiled beside; what was built last is taken.
  const directory = new URL(import.meta.url.endsWith(".ts") ? "../../dist/" : "../", import.meta.url);
  return [...parts, last]
    .map((part) => readFileSync(new URL(`${part}.js`, directory), "utf8"))
    .join("\n")
    .replaceAll(/^import [^;]* from "\.{1,2}\/[^"]*";$/gm, "")
    .replaceAll(/^export (?=(?:async )?(?:function|const|class))/gm, "")
    .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, "");
}

/** verify.mjs: node verify.mjs <archive or folder> [fingerprint] */
export const verifierProgram = (): string => joined("copy/node");

/** verify.html, to be opened from a disk. */
export const verifierPage = (): string => {
  const script = joined("copy/page").replaceAll("</script", "<\\/script");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>Lotline · 核验副本 · Verify a copy</title>
<style>
  body { font: 15px/1.6 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; color: #16212b; background: #fff; max-width: 860px; margin: 32px auto; padding: 0 20px; }
  h1 { font-size: 22px; } label { display: block; margin: 14px 0 4px; font-weight: 600; } input { font: inherit; } input[type=text] { width: 100%; box-sizing: border-box; padding: 6px 8px; border: 1px solid #8796a3; }
  #word { font-size: 28px; font-weight: 700; margin: 24px 0 4px; } .yes { color: #0b6b3a; } .no { color: #b3261e; } .quiet { color: #5a6874; }
  li { overflow-wrap: anywhere; } code { font-family: ui-monospace, Consolas, monospace; overflow-wrap: anywhere; } table { border-collapse: collapse; } td { padding: 2px 12px 2px 0; vertical-align: top; }
</style></head><body>
<h1>核验检查副本 · Verify an inspection copy</h1>
<p>不联网，文件不离开本机。Nothing leaves this computer; no network is used.</p>
<label for="archive">压缩包 (.zip) · Archive (.zip)</label><input id="archive" type="file" accept=".zip">
<label for="folder">或已解压的文件夹 · or the unpacked folder</label><input id="folder" type="file" webkitdirectory multiple>
<label for="key">企业告知的密钥指纹（可选） · Fingerprint of the key as the firm tells it (optional)</label><input id="key" type="text" autocomplete="off" spellcheck="false">
<p id="word" role="status"></p><div id="detail"></div>
<script type="module">
${script}
</script></body></html>
`;
};
