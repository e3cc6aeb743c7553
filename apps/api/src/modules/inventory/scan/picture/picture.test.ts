import bwip from "bwip-js/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, openDemo } from "../../../../../test/demo.ts";
import { type Heard, type Served, serve } from "../../../../../test/served.ts";
import type { GreyPicture } from "../../../../base/symbols.ts";
import { readPicture } from "./read.ts";

let demo: Demo;
let served: Served;
let cookie: string;
beforeAll(async () => {
  demo = await openDemo();
  served = await serve(demo.kernel);
  cookie = await served.cookieOf(demo.person("QA_HEAD").id);
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

interface Drawn {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}

/** Symbols side by side, each module four pixels, each on white of its own. */
function pictureOf(symbols: readonly { readonly bcid: string; readonly text: string }[], paper = 255, ink = 0): GreyPicture {
  const [module, edge, side] = [4, 40, 400];
  const [width, height] = [side * Math.max(1, symbols.length), side];
  const grey = new Uint8Array(width * height).fill(paper);
  for (const [place, { bcid, text }] of symbols.entries()) {
    // Raw modules of a matrix symbol.
    const [drawn] = bwip.raw({ bcid, text, parse: false }) as unknown as [Drawn];
    for (const [index, isDark] of drawn.pixs.entries()) {
      if (!isDark) continue;
      const [column, row] = [index % drawn.pixx, Math.floor(index / drawn.pixx)];
      for (let y = 0; y < module; y += 1) {
        const from = (edge + row * module + y) * width + place * side + edge + column * module;
        grey.fill(ink, from, from + module);
      }
    }
  }
  return { width, height, grey };
}

const udi = { bcid: "gs1datamatrix", text: "(01)09521234000013(17)290730(10)IS2607A(21)A-17" };
const link = { bcid: "qrcode", text: "https://id.gs1.org/01/09521234000013/10/IS2607A" };
const carried = "]d20109521234000013172907301" + "0IS2607A\u001d21A-17";

/** The picture turned by a quarter. */
const turned = ({ width, height, grey }: GreyPicture): GreyPicture => ({
  width: height,
  height: width,
  grey: grey.map((_, index) => {
    const [x, y] = [index % height, Math.floor(index / height)];
    return grey[(height - 1 - x) * width + y] ?? 0;
  }),
});

const send = ({ width, height, grey }: GreyPicture, headers: { [name: string]: string } = { cookie }): Promise<Heard> =>
  served.send({ path: `/symbols?width=${width}&height=${height}`, body: Buffer.from(grey), headers });

describe("[REQ-TRC-06] a picture of a label", () => {
  it("gives every symbol as a scanner would send it, turned or light on dark too", async () => {
    expect(await readPicture(pictureOf([udi]))).toEqual([carried]);
    expect(await readPicture(turned(pictureOf([udi])))).toEqual([carried]);
    expect(await readPicture(pictureOf([udi], 20, 240))).toEqual([carried]);
    expect([...(await readPicture(pictureOf([udi, link])))].sort()).toEqual([`]Q1${link.text}`, carried].sort());
    expect(await readPicture(pictureOf([]))).toEqual([]);
  });

  it("is read for whoever has signed in, and for nobody else", async () => {
    const { status, text } = await send(pictureOf([udi]));
    expect([status, JSON.parse(text)]).toEqual([200, { codes: [carried] }]);
    expect(await send(pictureOf([udi]), {})).toMatchObject({ status: 401, codes: ["UNAUTHENTICATED"] });
    expect(await send(pictureOf([udi]), { cookie, origin: "https://elsewhere.example" })).toMatchObject({ status: 403 });
  });

  it("has as many bytes as it says pixels, and no more than fit", async () => {
    const { grey } = pictureOf([]);
    for (const [width, height] of [
      [400, 401],
      [400, 399],
      [0, 400],
      [1601, 1],
      [1.5, 2],
    ] as const)
      expect([width, height, await send({ width, height, grey })]).toMatchObject([
        width,
        height,
        { status: 400, codes: ["BAD_USER_INPUT"], issues: ["picture:size"] },
      ]);
  });

  it("waits for nobody: beyond two at once the third is told to come again", async () => {
    const noise = {
      width: 1200,
      height: 1200,
      grey: Uint8Array.from({ length: 1_440_000 }, (_, at) => (at * 2_654_435_761) >>> 24),
    };
    const all = await Promise.all([send(noise), send(noise), send(noise)]);
    expect(all.map(({ status, codes }) => `${status} ${codes}`).sort()).toEqual(["200 ", "200 ", "429 BUSY"]);
  });
});
