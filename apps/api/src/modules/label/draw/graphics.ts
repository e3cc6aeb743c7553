/**
 * Graphic symbols of medical device labels, drawn by ourselves after their description in ISO 15223-1: lines in a box of 24 by 24,
 * and words that belong into them. Straight lines only, so that a label printer can draw them too.
 */

type Point = readonly [x: number, y: number];

export interface Graphic {
  readonly width: number;
  readonly lines: readonly (readonly Point[])[];
  readonly words: readonly { readonly x: number; readonly y: number; readonly size: number; readonly text: string }[];
}

const box = (width: number, from = 1): Point[] => [
  [from, 4],
  [width - 1, 4],
  [width - 1, 20],
  [from, 20],
  [from, 4],
];

const circle = (x: number, y: number, radius: number): Point[] =>
  Array.from({ length: 33 }, (_, step): Point => {
    const angle = (step / 32) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

const boxed = (text: string, width: number): Graphic => ({
  width,
  lines: [box(width)],
  words: [{ x: width / 2, y: 16.3, size: 12, text }],
});

const drawings = {
  lot: boxed("LOT", 32),
  serial: boxed("SN", 26),
  sterileEo: {
    width: 76,
    lines: [
      box(76),
      [
        [54, 4],
        [54, 20],
      ],
    ],
    words: [
      { x: 27.5, y: 16.3, size: 12, text: "STERILE" },
      { x: 65, y: 16.3, size: 12, text: "EO" },
    ],
  },
  // A works with its roof and chimney, in outline.
  madeOn: {
    width: 24,
    lines: [
      [
        [2, 21],
        [2, 10],
        [7, 14],
        [7, 10],
        [12, 14],
        [12, 10],
        [16, 13],
        [16, 3],
        [20, 3],
        [22, 21],
        [2, 21],
      ],
    ],
    words: [],
  },
  // An hourglass.
  expiresOn: {
    width: 24,
    lines: [
      [
        [5, 2],
        [19, 2],
        [19, 5],
        [13, 12],
        [19, 19],
        [19, 22],
        [5, 22],
        [5, 19],
        [11, 12],
        [5, 5],
        [5, 2],
      ],
      [
        [7, 18],
        [17, 18],
      ],
      [
        [8, 6],
        [16, 6],
      ],
    ],
    words: [],
  },
  // A two, crossed out.
  singleUse: {
    width: 24,
    lines: [
      circle(12, 12, 10.5),
      [
        [4.6, 19.4],
        [19.4, 4.6],
      ],
    ],
    words: [{ x: 12, y: 17.3, size: 15, text: "2" }],
  },
  // A thermometer between two limits.
  temperature: {
    width: 24,
    lines: [
      [
        [10, 15],
        [10, 3],
        [14, 3],
        [14, 15],
      ],
      circle(12, 18.5, 3.5),
      [
        [16, 5],
        [22, 5],
      ],
      [
        [2, 14],
        [8, 14],
      ],
    ],
    words: [],
  },
} as const satisfies Readonly<Record<string, Graphic>>;

export const graphicOf = (kind: keyof typeof drawings): Graphic => drawings[kind];
