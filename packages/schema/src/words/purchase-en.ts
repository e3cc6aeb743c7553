/** English words of buying and receiving; part of the one catalogue. */
export const purchaseEn = {
  "order.gross": "incl. tax",
  "file.kindOf": "What {name} is",
  "file.kindNone": "kind not said",
  "receipt.scan": "Scan a package",
  "receipt.scanHint": "Scan the GS1 code of a package: each scan fills a line",
  "receipt.scanned": "Line {n} filled: {what}",
  "receipt.scanNoOrder": "Choose the purchase order first.",
  "receipt.receive": "Receive",
  "receipt.logger": "Logger",
  "receipt.minutes": "{n} min out of range",
  "do.pdf": "PDF",
  "order.clauseText": "Text",
} as const;
