/** `npm run dev`: compilers that watch, the server that restarts, and the web app with hot reload. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { bin, root } from "./lib/paths.mjs";
import { say } from "./lib/steps.mjs";

const watch = ["--watch", "--preserveWatchOutput"];
const programs = [
  ["schema", join(bin, "tsc"), ["-p", "packages/schema/tsconfig.json", ...watch]],
  ["verifier", join(bin, "tsc"), ["-p", "packages/verifier/tsconfig.json", ...watch]],
  ["sampling", join(bin, "tsc"), ["-p", "packages/sampling/tsconfig.json", ...watch]],
  ["udi", join(bin, "tsc"), ["-p", "packages/udi/tsconfig.json", ...watch]],
  ["api", join(bin, "tsc"), ["-p", "apps/api/tsconfig.json", ...watch]],
  ["server", process.execPath, ["--watch", "--enable-source-maps", "apps/api/dist/main.js"]],
  ["web", join(bin, "vite"), ["apps/web", "--clearScreen", "false"]],
];

/** Runs all until Ctrl-C; when one ends, the others are ended too. */
export async function dev() {
  // The web app's proxy must know the server's port before the server has it.
  const env = { ...process.env, PORT: String(await freePortFrom(Number(process.env.PORT) || 4000)) };
  return new Promise((resolve) => {
    const children = programs.map(([name, program, args]) => {
      const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => process.stderr.write(String(chunk).replace(/^(?=.)/gm, `${name.padEnd(8)} `)));
      }
      return { name, child };
    });
    let open = children.length;
    const stop = () => {
      for (const { child } of children) child.kill("SIGTERM");
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
    for (const { name, child } of children) {
      child.on("error", (error) => say(`${name} cannot be run: ${error.message}`));
      child.on("close", () => {
        open -= 1;
        stop();
        if (open === 0) resolve(0);
      });
    }
  });
}

async function freePortFrom(first) {
  for (let port = first; port < first + 50; port += 1) if (await isFree(port)) return port;
  return first;
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
