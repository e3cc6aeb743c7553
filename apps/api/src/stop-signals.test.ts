import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../test/stop-program.ts", import.meta.url));

describe("the orderly stop", () => {
  let child: ChildProcess;
  let output: string;
  const start = async (...args: string[]) => {
    output = "";
    child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    while (!output.includes("waiting")) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const end = async () => {
    const [code] = await once(child, "exit");
    return code;
  };
  afterEach(() => {
    child.kill("SIGKILL");
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "happens once on %s, also when another program repeats SIGTERM",
    async (signal) => {
      await start();
      child.kill(signal);
      child.kill("SIGTERM");
      expect(await end()).toBe(0);
      await expect.poll(() => output).toBe("waiting\nstopping\nstopped\n");
    },
  );

  it("happens when the program that started us is gone", async () => {
    await start();
    child.disconnect();
    expect(await end()).toBe(0);
    await expect.poll(() => output).toBe("waiting\nstopping\nstopped\n");
  });

  it("is cut short by a second Ctrl-C, and by its own time limit", async () => {
    await start("hang");
    child.kill("SIGINT");
    while (!output.includes("stopping")) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGINT");
    expect(await end()).toBe(130);

    await start("hang");
    child.kill("SIGTERM");
    expect(await end()).toBe(1);
  });
});
