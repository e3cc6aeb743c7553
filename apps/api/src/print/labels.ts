/** Drawings on pages of their own size, as PDF: labels. Symbols are vectors, text is in the fonts of every other print. */
import PDFDocument from "pdfkit";
import type { Drawing } from "./drawing.ts";
import { fonts } from "./sheet.ts";

const points = 72 / 25.4;

export interface LabelPages {
  readonly title: string;
  readonly at: Date;
  readonly pages: Iterable<Drawing>;
  /** How often each page is to be printed; the reader's print dialog begins with it. */
  readonly copies: number;
}

/** The bytes of the pages; the same content for the same moment is the same file. */
export function labelPdf({ title, at, pages, copies }: LabelPages): Promise<Buffer> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    lang: "zh-CN",
    info: { Title: title, Producer: "Lotline", Creator: "Lotline", CreationDate: at },
  });
  pdf.registerFont("plain", fonts.plain).registerFont("bold", fonts.bold);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
  for (const { width, height, texts, paths } of pages) {
    pdf.addPage({ size: [width * points, height * points], margin: 0 });
    pdf.scale(points).fillColor("#000").strokeColor("#000");
    for (const { d, pen } of paths)
      if (pen === null) pdf.path(d).fill();
      else pdf.lineWidth(pen).path(d).stroke();
    for (const { x, y, size, text, isBold } of texts)
      pdf
        .font(isBold ? "bold" : "plain")
        .fontSize(size)
        .text(text, x, y, { lineBreak: false, baseline: "alphabetic" });
  }
  // ISO 32000-1 12.2: what the print dialog proposes. pdfkit ends this reference with the document.
  const root = (pdf as unknown as { readonly _root: { readonly data: Record<string, unknown> } })._root;
  root.data.ViewerPreferences = pdf.ref({ NumCopies: copies, PrintScaling: "None" });
  pdf.end();
  return done;
}

const measuring = new PDFDocument({ autoFirstPage: false });
let isReady = false;

/** How long a line of text is in type of one millimetre. */
export function widthOf(text: string, isBold: boolean): number {
  if (!isReady) {
    measuring.registerFont("plain", fonts.plain).registerFont("bold", fonts.bold);
    isReady = true;
  }
  const key = `${isBold ? "b" : "p"}${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = measuring
    .font(isBold ? "bold" : "plain")
    .fontSize(1)
    .widthOfString(text);
  // Serial numbers come and go: the newest are kept.
  if (widths.size > 20_000) widths.clear();
  widths.set(key, width);
  return width;
}

const widths = new Map<string, number>();
