/** Over-limit bodies on the wire: the answer reaches whoever is still writing, soon after the limit, every time. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonBody } from "./body.ts";

const limit = 1_000_000;
let server: Server;
let port: number;
beforeAll(async () => {
  const app = express();
  app.use(
    ...jsonBody(() => limit),
    (request: express.Request, response: express.Response) => void response.json({ bytes: JSON.stringify(request.body).length }),
  );
  server = createServer(app).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  // A server that listens has an address and a port.
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Heard {
  readonly status: number;
  readonly code: string;
  readonly closes: boolean;
  /** From the write that reached the limit to the whole answer. */
  readonly ms: number;
}

const part = Buffer.alloc(64_000, "x");
const chunk = Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);

/** Writes a body and goes on writing whatever is answered, until the server closes; a reset before the answer is an error. */
function write(head: string, of: Buffer, most: number): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let [text, sent, reached] = ["", 0, head.includes("Length") ? performance.now() : 0];
    let heard: Heard | undefined;
    const more = () => {
      while (!socket.destroyed && sent < most) {
        sent += of.length;
        if (reached === 0 && sent > limit) reached = performance.now();
        if (!socket.write(of)) return void socket.once("drain", more);
      }
      if (of === chunk) socket.write("0\r\n\r\n");
    };
    socket.on("data", (bytes) => {
      text += bytes.toString("utf8");
      const [, status = "0"] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
      const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? "";
      if (text.endsWith("]}"))
        heard ??= { status: Number(status), code, closes: /^connection: close/im.test(text), ms: performance.now() - reached };
    });
    // What comes after the answer is the writer's own matter.
    socket.on("error", (error) => (heard ? undefined : reject(error)));
    socket.on("close", () => (heard ? resolve(heard) : reject(new Error(`closed without an answer: ${text.slice(0, 80)}`))));
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n\r\n`, () => more());
  });
}

const refused = { status: 413, code: "BODY_TOO_LARGE", closes: true };

describe("a body over the limit", () => {
  it("is answered 413 fifty times in a row while the writer goes on writing, as a rule within 200 ms of the limit", async () => {
    const heard: Heard[] = [];
    for (let i = 0; i < 50; i++) heard.push(await write("Transfer-Encoding: chunked", chunk, 3_000_000));
    expect(heard.map(({ ms: _ms, ...rest }) => rest)).toEqual(heard.map(() => refused));
    // The busiest moments of a busy machine are not the server's; what it waits for would show in all of them.
    expect(heard.filter(({ ms }) => ms > 200).length).toBeLessThan(25);
  });

  it("that is announced is answered before any of it is read, fifty times in a row, sent or not", async () => {
    const heard: Heard[] = [];
    for (let i = 0; i < 25; i++) {
      heard.push(await write("Content-Length: 8000000", part, 8_000_000));
      heard.push(await write("Content-Length: 3000000\r\nConnection: close", part, 3_000_000));
    }
    expect(heard.map(({ ms: _ms, ...rest }) => rest)).toEqual(heard.map(() => refused));
    // The busiest moments of a busy machine are not the server's; what it waits for would show in all of them.
    expect(heard.filter(({ ms }) => ms > 200).length).toBeLessThan(25);
  });

  it("that never ends is read to a bound and then left", async () => {
    const began = performance.now();
    await write("Transfer-Encoding: chunked", chunk, Number.POSITIVE_INFINITY);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("within the limit is read, and one that is no JSON is called so", async () => {
    const post = (body: string) =>
      fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers: { "content-type": "application/json" } });
    const whole = JSON.stringify({ x: "x".repeat(limit - 8) });
    expect(await (await post(whole)).json()).toEqual({ bytes: limit });
    expect((await post(`${whole} `)).status).toBe(413);
    expect((await post("{")).status).toBe(400);
  });
});
