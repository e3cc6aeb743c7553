/**
 * A small layout layer over pdfkit: A4 pages in Chinese and English with a head, fields, tables that go on over pages, paragraphs,
 * signatures and a foot with page numbers. Given the same content and moment it makes the same bytes.
 */
import { fileURLToPath } from "node:url";
import type { Label, PrintForm } from "@lotline/schema";
import PDFDocument from "pdfkit";

const font = (file: string) => fileURLToPath(new URL(`../../fonts/${file}`, import.meta.url));
export const fonts = { plain: font("NotoSansSC-Regular.ttf"), bold: font("NotoSansSC-Bold.ttf") };

const margin = { left: 48, right: 48, top: 46, bottom: 64 } as const;
const ink = { text: "#16212b", quiet: "#5a6874", line: "#c3ccd4", mark: "#c23b22" } as const;

export interface Column {
  readonly head: Label;
  /** Share of the width that is left; columns are as wide as their shares. */
  readonly share: number;
  readonly right?: boolean;
}

/** Cells of a row; a cell of several lines is given as one text with line breaks. */
export type Cells = readonly string[];

export interface Signed {
  readonly name: string;
  readonly title: string;
  /** Time with its zone, as text. */
  readonly at: string;
  readonly meaning: string;
}

export interface SheetHead {
  readonly title: Label;
  readonly number: string;
  readonly firm: Label;
  /** Below the firm's name: its address, its registrations; one text each. */
  readonly under: readonly Label[];
  /** PNG or JPEG, at the right of the firm's name. */
  readonly logo: Buffer | null;
  /** Which language and paper the firm has set for this print. */
  readonly form: Pick<PrintForm, "language" | "paper">;
  /** Said across each page of what is not approved. */
  readonly mark: Label | null;
  /** Said at the foot of each page, e.g. who printed it when. */
  readonly foot: readonly Label[];
  readonly at: Date;
}

/** Both languages as one text: English first, as on the certificates of the trade. */
const both = ({ en, zh }: Label): string => (en === zh ? en : `${en} ${zh}`);

/** The corner of a logo, points. */
const logoBox = { width: 150, height: 42 } as const;

/** A document being laid out from top to bottom. */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #head: SheetHead;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<Buffer>;

  constructor(head: SheetHead) {
    this.#head = head;
    this.#pdf = new PDFDocument({
      size: head.form.paper,
      margins: { ...margin, bottom: this.#below },
      bufferPages: true,
      lang: "zh-CN",
      displayTitle: true,
      // The moment is given: the same content printed for the same moment is the same file.
      info: { Title: `${head.number} ${this.say(head.title)}`, Producer: "Lotline", Creator: "Lotline", CreationDate: head.at },
    });
    this.#pdf.registerFont("plain", fonts.plain).registerFont("bold", fonts.bold);
    this.#done = new Promise((resolve, reject) => {
      this.#pdf.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
      this.#pdf.on("end", () => resolve(Buffer.concat(this.#chunks)));
      this.#pdf.on("error", reject);
    });
    this.#top();
  }

  get #width(): number {
    return this.#pdf.page.width - margin.left - margin.right;
  }

  /** The margin at the foot grows with what is said there. */
  get #below(): number {
    return margin.bottom + Math.max(0, this.#head.foot.length - 2) * 10;
  }

  get #bottom(): number {
    return this.#pdf.page.height - this.#below;
  }

  /** A label in the language or languages in which the firm prints this. */
  say(label: Label): string {
    const { language } = this.#head.form;
    return language === "both" ? both(label) : label[language];
  }

  #top(): void {
    const { firm, title, number, under, logo } = this.#head;
    const width = this.#width - (logo ? logoBox.width + 16 : 0);
    if (logo)
      this.#pdf.image(logo, margin.left + this.#width - logoBox.width, margin.top, {
        fit: [logoBox.width, logoBox.height],
        align: "right",
      });
    this.#pdf.font("bold").fontSize(11).fillColor(ink.text).text(this.say(firm), margin.left, margin.top, { width });
    this.#pdf.font("plain").fontSize(8).fillColor(ink.quiet);
    for (const line of under) this.#pdf.text(this.say(line), { width });
    if (logo) this.#pdf.y = Math.max(this.#pdf.y, margin.top + logoBox.height);
    this.#pdf.moveDown(0.6).font("bold").fontSize(17).fillColor(ink.text).text(this.say(title), { width: this.#width });
    this.#pdf.font("plain").fontSize(11).text(number);
    this.#pdf.moveDown(0.5);
    this.#rule();
  }

  #rule(): void {
    const y = this.#pdf.y;
    this.#pdf
      .moveTo(margin.left, y)
      .lineTo(margin.left + this.#width, y)
      .lineWidth(0.6)
      .strokeColor(ink.line)
      .stroke();
    this.#pdf.y = y + 8;
  }

  /** Goes to the next page unless this much still fits. @returns whether it went */
  #need(height: number): boolean {
    if (this.#pdf.y + height <= this.#bottom) return false;
    this.#pdf.addPage();
    return true;
  }

  /** Fields in two columns: the name in both languages above its value. */
  fields(rows: readonly (readonly [Label, string])[]): this {
    const half = (this.#width - 24) / 2;
    for (let index = 0; index < rows.length; index += 2) {
      const pair = rows.slice(index, index + 2);
      const heights = pair.map(([, value]) =>
        this.#pdf
          .font("plain")
          .fontSize(10)
          .heightOfString(value || "–", { width: half }),
      );
      const height = Math.max(...heights) + 20;
      this.#need(height);
      const y = this.#pdf.y;
      for (const [column, [name, value]] of pair.entries()) {
        const x = margin.left + column * (half + 24);
        this.#pdf.font("plain").fontSize(7.5).fillColor(ink.quiet).text(this.say(name), x, y, { width: half });
        this.#pdf
          .font("plain")
          .fontSize(10)
          .fillColor(ink.text)
          .text(value || "–", x, y + 11, { width: half });
      }
      this.#pdf.y = y + height;
    }
    this.#pdf.x = margin.left;
    return this;
  }

  heading(title: Label): this {
    this.#need(60);
    this.#pdf
      .moveDown(0.3)
      .font("bold")
      .fontSize(11)
      .fillColor(ink.text)
      .text(this.say(title), margin.left, this.#pdf.y, { width: this.#width });
    this.#pdf.moveDown(0.3);
    return this;
  }

  /** A table; its head stands again on every page that it reaches, and no row is cut. */
  table(columns: readonly Column[], rows: readonly Cells[], totals: readonly Cells[] = []): this {
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (this.#width * share) / shares);
    const head = columns.map(({ head: said }) =>
      this.#head.form.language === "both" ? `${said.en}\n${said.zh}` : this.say(said),
    );
    this.#row(columns, widths, head, { font: "bold", size: 7.5, color: ink.quiet });
    const body = (cells: Cells, style: Style) => {
      const height = this.#heightOf(widths, cells, style);
      if (this.#need(height)) this.#row(columns, widths, head, { font: "bold", size: 7.5, color: ink.quiet });
      this.#row(columns, widths, cells, style);
    };
    for (const cells of rows) body(cells, { font: "plain", size: 9, color: ink.text });
    for (const cells of totals) body(cells, { font: "bold", size: 9, color: ink.text });
    this.#pdf.moveDown(0.4);
    return this;
  }

  #heightOf(widths: readonly number[], cells: Cells, { font: face, size }: Style): number {
    this.#pdf.font(face).fontSize(size);
    return Math.max(...cells.map((cell, index) => this.#pdf.heightOfString(cell, { width: (widths[index] ?? 0) - 8 }))) + 8;
  }

  #row(columns: readonly Column[], widths: readonly number[], cells: Cells, style: Style): void {
    const height = this.#heightOf(widths, cells, style);
    const y = this.#pdf.y;
    let x = margin.left;
    for (const [index, cell] of cells.entries()) {
      const width = widths[index] ?? 0;
      const align = columns[index]?.right ? "right" : "left";
      this.#pdf
        .font(style.font)
        .fontSize(style.size)
        .fillColor(style.color)
        .text(cell, x + 4, y + 4, { width: width - 8, align });
      x += width;
    }
    this.#pdf.x = margin.left;
    this.#pdf.y = y + height;
    this.#pdf
      .moveTo(margin.left, this.#pdf.y)
      .lineTo(margin.left + this.#width, this.#pdf.y)
      .lineWidth(0.4)
      .strokeColor(ink.line)
      .stroke();
  }

  /** A paragraph in both languages with what it is called by in front. */
  clause(name: string, { en, zh }: Label): this {
    const width = this.#width - 34;
    const { language } = this.#head.form;
    const texts = [...(language === "zh" ? [] : [en]), ...(language === "en" ? [] : [zh])];
    this.#pdf.font("plain").fontSize(9);
    const height = texts.reduce((sum, part) => sum + this.#pdf.heightOfString(part, { width }), 8);
    this.#need(height);
    const y = this.#pdf.y;
    this.#pdf.font("bold").fontSize(9).fillColor(ink.text).text(name, margin.left, y, { width: 30 });
    this.#pdf.font("plain");
    for (const [index, part] of texts.entries())
      if (index === 0) this.#pdf.text(part, margin.left + 34, y, { width });
      else this.#pdf.text(part, { width });
    this.#pdf.x = margin.left;
    this.#pdf.y = y + height;
    return this;
  }

  text(label: Label): this {
    this.#pdf.font("plain").fontSize(9).fillColor(ink.text);
    this.#need(this.#pdf.heightOfString(this.say(label), { width: this.#width }) + 6);
    this.#pdf.text(this.say(label), margin.left, this.#pdf.y, { width: this.#width });
    this.#pdf.moveDown(0.3);
    return this;
  }

  /** Signatures as 21 CFR 11.50 wants them: name, time with its zone, meaning, together. */
  signatures(title: Label, signed: readonly Signed[], none: Label): this {
    this.heading(title);
    if (signed.length === 0) return this.text(none);
    const columns: readonly Column[] = [
      { head: { en: "Signed by", zh: "签名人" }, share: 3 },
      { head: { en: "Meaning", zh: "含义" }, share: 3 },
      { head: { en: "Time", zh: "时间" }, share: 3 },
    ];
    return this.table(
      columns,
      signed.map(({ name, title: job, at, meaning }) => [`${name}\n${job}`, meaning, at]),
    );
  }

  /** Ends the document: what stands on every page is written when it is known how many there are. */
  end(): Promise<Buffer> {
    const { start, count } = this.#pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.#pdf.switchToPage(page);
      this.#foot(page - start + 1, count);
      if (this.#head.mark) this.#watermark(this.say(this.#head.mark));
    }
    this.#pdf.end();
    return this.#done;
  }

  #foot(page: number, pages: number): void {
    // Below the margin pdfkit would begin a new page.
    this.#pdf.page.margins.bottom = 0;
    const y = this.#pdf.page.height - this.#below + 14;
    this.#pdf
      .moveTo(margin.left, y - 6)
      .lineTo(margin.left + this.#width, y - 6)
      .lineWidth(0.4)
      .strokeColor(ink.line)
      .stroke();
    this.#pdf.font("plain").fontSize(7).fillColor(ink.quiet);
    for (const [index, line] of this.#head.foot.entries())
      this.#pdf.text(this.say(line), margin.left, y + index * 10, { width: this.#width - 90, lineBreak: false });
    const numbers = `${this.#head.number} · ${page} / ${pages}`;
    this.#pdf.text(numbers, margin.left + this.#width - 130, y, { width: 130, align: "right", lineBreak: false });
  }

  #watermark(text: string): void {
    const { width, height } = this.#pdf.page;
    this.#pdf.save().rotate(-35, { origin: [width / 2, height / 2] });
    this.#pdf.font("bold").fontSize(64).fillColor(ink.mark).fillOpacity(0.13);
    this.#pdf.text(text, 0, height / 2 - 40, { width, align: "center", lineBreak: false });
    this.#pdf.restore().fillOpacity(1);
  }
}

interface Style {
  readonly font: "plain" | "bold";
  readonly size: number;
  readonly color: string;
}
