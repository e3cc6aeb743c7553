import type { Words } from "./words.ts";

export type StandardKey = "iso-2859-1" | "gbt-2828.1" | "z1.4" | "mil-std-105e";

export interface Standard {
  readonly key: StandardKey;
  readonly label: Words;
  /** The text the tables stand in. */
  readonly citation: string;
}

/** The standards the engine knows. Their letters, normal and tightened plans are the same; the reduced plans are not. */
export const standards: { readonly [K in StandardKey]: Standard } = {
  "iso-2859-1": {
    key: "iso-2859-1",
    label: { en: "ISO 2859-1", zh: "ISO 2859-1" },
    citation: "ISO 2859-1:1999, tables 1, 2-A, 2-B, 2-C; 9.3, 9.4",
  },
  "gbt-2828.1": {
    key: "gbt-2828.1",
    label: { en: "GB/T 2828.1", zh: "GB/T 2828.1" },
    citation: "GB/T 2828.1-2012, tables 1, 2-A, 2-B, 2-C; 9.3, 9.4",
  },
  "z1.4": {
    key: "z1.4",
    label: { en: "ANSI/ASQ Z1.4", zh: "ANSI/ASQ Z1.4" },
    citation: "ANSI/ASQ Z1.4-2003 (R2018), tables I, II-A, II-B, II-C",
  },
  "mil-std-105e": {
    key: "mil-std-105e",
    label: { en: "MIL-STD-105E", zh: "MIL-STD-105E" },
    citation: "MIL-STD-105E (1989-05-10), tables I, II-A, II-B, II-C; public domain",
  },
};

export const levels = ["S-1", "S-2", "S-3", "S-4", "I", "II", "III"] as const;
export type Level = (typeof levels)[number];

/** Acceptance quality limits; above 10 they count nonconformities per 100 units. */
export const aqls = [
  "0.010",
  "0.015",
  "0.025",
  "0.040",
  "0.065",
  "0.10",
  "0.15",
  "0.25",
  "0.40",
  "0.65",
  "1.0",
  "1.5",
  "2.5",
  "4.0",
  "6.5",
  "10",
  "15",
  "25",
  "40",
  "65",
  "100",
  "150",
  "250",
  "400",
  "650",
  "1000",
] as const;
export type Aql = (typeof aqls)[number];
