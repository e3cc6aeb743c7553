/** What one file may hold. What is more is refused with the limit named, never cut off. */
export const limits = {
  /** Bytes as they are sent. */
  fileBytes: 20 * 1024 * 1024,
  rows: 50_000,
  columns: 100,
  cellLength: 4000,
  /** Of a workbook: parts in the archive, bytes of all of them unpacked, and how many times smaller than that the archive may be. */
  entries: 1000,
  unpackedBytes: 128 * 1024 * 1024,
  ratio: 150,
  /** Below so many bytes a ratio says nothing: a small sheet of equal cells packs very well. */
  ratioFrom: 5 * 1024 * 1024,
} as const;
