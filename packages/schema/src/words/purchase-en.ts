/** English words of buying and receiving; part of the one catalogue. */
export const purchaseEn = {
  "order.gross": "incl. tax",
  "order.clauseText": "Text",
} as const;
