/** English words of the warehouse: proposals, moves, counts, serials; part of the one catalogue. */
export const stockEn = {
  "fefo.title": "To take next",
  "fefo.note": "first expired, first out",
  "fefo.pack": "To pack",
  "fefo.take": "Take",
  "fefo.use": "Pack as proposed",
  "fefo.used": "packed as proposed",
  "fefo.nothing": "Nothing is left to take.",
  "fefo.short": "{item}: {quantity} {unit} short.",
  "fefo.obstacle": "{quantity} {unit} {why} ({numbers})",
  "fefo.more": "+{n}",
  "fefo.reason": "Why not {lot} first (expires {date})",
} as const;
