/** Runs other programs. */
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

const isWindows = process.platform === "win32";

/**
 * Runs a program to its end. `output` is where both its streams go: "inherit" (each to ours), "stderr" (both to our
 * standard error, so that standard output stays clean) or "collect" (returned).
 */
export function run(program, args, { cwd = root, env = process.env, output = "inherit" } = {}) {
  return new Promise((resolve, reject) => {
    const streams = { inherit: ["inherit", "inherit", "inherit"], stderr: ["ignore", 2, 2], collect: ["ignore", "pipe", "pipe"] }[
      output
    ];
    // Windows starts the .cmd files of node_modules/.bin only through its shell.
    const child = spawn(program, args, { cwd, env, stdio: streams, shell: isWindows && !program.endsWith(".exe") });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        text += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), text }));
  });
}

/** Like `run`, but an exit code other than 0 is an error with what the program said. */
export async function must(program, args, options) {
  const { code, text } = await run(program, args, options);
  if (code !== 0) throw new Failure(`${[program, ...args].join(" ")} ended with ${code}${text ? `\n${text.trim()}` : ""}`);
  return text;
}

/** A failure that is told in its own words, without a stack. */
export class Failure extends Error {}

/**
 * Runs the program a person asked for, in front. When we are killed, its channel closes and it ends too.
 * A server (no input) gets its own process group: the terminal and npm both send one Ctrl-C, and it arrives through us
 * once. A program that reads from the person shares ours and hears the terminal itself.
 */
export function runInFront(program, args, { cwd = root, env = process.env, stdin = "ignore" } = {}) {
  return new Promise((resolve, reject) => {
    const isServer = stdin === "ignore";
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: [stdin, "inherit", "inherit", "ipc"],
      detached: isServer && !isWindows,
    });
    let lastSignal = 0;
    const pass = (signal) => {
      const isSamePress = Date.now() - lastSignal < 1000;
      lastSignal = Date.now();
      if (!isSamePress && (isServer || signal !== "SIGINT")) child.kill(signal);
    };
    onStop(pass);
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** Calls back with the signal that asks us to stop. npm's shell dies of it without passing it on: then our parent changes. */
export function onStop(callback) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => callback(signal));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) callback("SIGTERM");
  }, 1000).unref();
}
