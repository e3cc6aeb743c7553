/** Why a file is not read: a code with what it is about. Worded in `words.ts`; plain, so that it crosses from the worker thread. */
export type RefusalCode =
  | "EMPTY_FILE"
  | "FILE_TOO_LARGE"
  | "UNREADABLE_TEXT"
  | "NO_HEADER"
  | "HEADER_EMPTY"
  | "HEADER_TWICE"
  | "NO_ROWS"
  | "TOO_MANY_ROWS"
  | "TOO_MANY_COLUMNS"
  | "CELL_TOO_LONG"
  | "ROW_TOO_WIDE"
  | "QUOTE_OPEN"
  | "NOT_A_WORKBOOK"
  | "OLD_WORKBOOK"
  | "ENCRYPTED_WORKBOOK"
  | "ZIP_BOMB"
  | "FORMULA_CELL"
  | "ERROR_CELL"
  | "BAD_DATE_CELL"
  | "MERGED_CELL"
  | "NO_SUCH_SHEET"
  | "READ_TOO_DEAR";

export interface RefusalDetail {
  readonly [name: string]: string | number;
}

/** A file that is refused as a whole. */
export class FileRefusal extends Error {
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;

  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.code = code;
    this.detail = detail;
  }
}
