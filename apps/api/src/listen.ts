/** Opens the app's port; a taken one is left for the next free one where the settings allow it. */
import type { Server } from "node:net";
import type { Config } from "./config.ts";
import { SetupError } from "./setup-error.ts";

const portsTried = 50;

/** Listens and returns the port; `onMoved` is told when the wanted one was taken. */
export async function listen(
  server: Server,
  { host, port, mayMovePort }: Pick<Config, "host" | "port" | "mayMovePort">,
  onMoved: (wanted: number, got: number) => void,
): Promise<number> {
  const last = mayMovePort && port !== 0 ? Math.min(port + portsTried - 1, 65_535) : port;
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (!(await tryListen(server, candidate, host))) continue;
    const address = server.address();
    const got = address !== null && typeof address === "object" ? address.port : candidate;
    if (port !== 0 && got !== port) onMoved(port, got);
    return got;
  }
  const range = last === port ? `${port}` : `${port}–${last}`;
  throw new SetupError(
    "PORT_TAKEN",
    `Port ${range} on ${host} is taken by another program. Set PORT to a free one.`,
    `${host} 的端口 ${range} 已被其他程序占用。请将 PORT 设为空闲端口。`,
  );
}

function tryListen(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off("listening", listening);
      // EACCES: Windows reserves ports for itself that way.
      if (error.code === "EADDRINUSE" || (error.code === "EACCES" && port >= 1024)) resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off("error", failed);
      resolve(true);
    };
    server.once("error", failed);
    server.once("listening", listening);
    server.listen(port, host);
  });
}
