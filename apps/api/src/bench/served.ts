/** The app's own HTTP server over a database of the benchmark, while something is done with it. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { unlimitedRates } from "../http/rate.ts";
import type { Kernel } from "../kernel/command.ts";
import { createApp } from "../server.ts";
import { version } from "../version.ts";
import type { Ground } from "./scratch.ts";

/** Serves at a free port of this machine, hands over the address, and stops. @param webDir the built browser app, where it is asked for */
export async function served<T>(ground: Ground, kernel: Kernel, work: (url: string) => Promise<T>, webDir?: string): Promise<T> {
  const { app, stop } = await createApp({
    kernel,
    // Where no rule says otherwise only the demo lets people sign by their codes, as the users under load do from the second time on.
    installation: { demo: true, version },
    filesDir: ground.directory,
    secure: false,
    trustProxy: false,
    rates: unlimitedRates,
    log: pino({ level: "warn" }, pino.destination(2)),
    ...(webDir ? { webDir } : {}),
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    // A TCP server's address has a port.
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
    await stop();
  }
}
