/**
 * `POST /symbols?width=&height=`: the codes in a picture. The browser opens the picture and sends its grey pixels, one byte each:
 * no file of anybody's is ever opened here, and nothing of it is kept.
 */
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { invalid } from "../../../../base/error.ts";
import { bytesOf } from "../../../../http/body.ts";
import { answer, type WebRequest } from "../../../platform/index.ts";
import { readPicture } from "./read.ts";
import type { Answer } from "./worker.ts";

/** Pixels of a side; the browser makes a picture smaller to fit. */
const longest = 1600;

export function pictureRoutes(contextOf: (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>): Router {
  const router = Router();
  router.post("/", (request, response) => answer(response, contextOf(request, response), (web) => read(request, web)));
  return router;
}

const wrongSize = () =>
  invalid({
    path: "picture",
    code: "size",
    text: {
      en: `A picture is 1 to ${longest} pixels wide and high, one byte a pixel.`,
      zh: `图片宽高应为 1 至 ${longest} 像素，每像素一个字节。`,
    },
  });

async function read(request: HttpRequest, web: WebRequest): Promise<{ codes: Answer }> {
  web.requireSession();
  await web.endReads();
  const [width, height] = [request.query.width, request.query.height].map(Number) as [number, number];
  const isSide = (side: number) => Number.isInteger(side) && side >= 1 && side <= longest;
  if (!isSide(width) || !isSide(height)) throw wrongSize();
  const grey = await bytesOf(request, width * height, wrongSize);
  if (grey.length !== width * height) throw wrongSize();
  return { codes: await readPicture({ width, height, grey: new Uint8Array(grey) }) };
}
