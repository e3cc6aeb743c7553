import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "./database/embedded.ts";
import { listen } from "./listen.ts";

describe("the app's port", () => {
  const servers: ReturnType<typeof createServer>[] = [];
  const server = () => {
    const made = createServer();
    servers.push(made);
    return made;
  };
  afterEach(() => {
    for (const open of servers.splice(0)) open.close();
  });
  const host = "127.0.0.1";

  it("moves on from a taken one and says so", async () => {
    const port = await freePort();
    await listen(server(), { host, port, mayMovePort: true }, () => undefined);
    const moves: number[][] = [];
    const got = await listen(server(), { host, port, mayMovePort: true }, (wanted, now) => moves.push([wanted, now]));
    expect(got).toBeGreaterThan(port);
    expect(moves).toEqual([[port, got]]);
  });

  it("stays where production agreed on it: a taken one is refused", async () => {
    const port = await freePort();
    await listen(server(), { host, port, mayMovePort: true }, () => undefined);
    await expect(listen(server(), { host, port, mayMovePort: false }, () => undefined)).rejects.toMatchObject({
      code: "PORT_TAKEN",
      en: `Port ${port} on 127.0.0.1 is taken by another program. Set PORT to a free one.`,
    });
  });

  it("passes on other mistakes as they are", async () => {
    await expect(listen(server(), { host: "192.0.2.1", port: 0, mayMovePort: true }, () => undefined)).rejects.toThrow(
      "EADDRNOTAVAIL",
    );
  });
});
