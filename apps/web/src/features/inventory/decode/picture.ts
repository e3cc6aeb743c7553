/** The codes in a picture: the browser opens it and makes it grey, the server searches the pixels. */
import { type Failure, failureOfAnswer } from "../../../kit/failure.ts";

/** Pixels of a side that the server takes; more shows no more of a symbol that fills a hand's breadth. */
const longest = 1600;

/** Codes as a scanner would send them; a failure, with whether it was only that others are being read; "unopened": no picture at all. */
export type Found = { readonly codes: readonly string[] } | { readonly failure: Failure; readonly isBusy: boolean } | "unopened";

/** Asks for the codes in a picture or in the frame that a video shows now. */
export async function codesIn(source: Blob | HTMLVideoElement): Promise<Found> {
  const bitmap = await createImageBitmap(source).catch(() => undefined);
  const pixels = bitmap && greyOf(bitmap);
  bitmap?.close();
  if (!pixels) return "unopened";
  const query = new URLSearchParams({ width: `${pixels.width}`, height: `${pixels.height}` });
  try {
    const response = await fetch(`/symbols?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: pixels.grey,
      credentials: "same-origin",
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { failure: failureOfAnswer(body, response.status), isBusy: response.status === 429 };
    // The route answers a list of texts.
    return { codes: Reflect.get(Object(body), "codes") as string[] };
  } catch (error) {
    return { failure: { kind: "unreachable", message: String(error) }, isBusy: false };
  }
}

function greyOf(bitmap: ImageBitmap) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  // What is transparent is paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(pixel * 4, pixel * 4 + 3);
    grey[pixel] = Math.round(red * 0.299 + green * 0.587 + blue * 0.114);
  }
  return { width, height, grey };
}
