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

  // Stock counts
  "count.open": "{n} of {all} not counted",
  "count.save": "Save counts",
  "count.saved": "{n} {n|line|lines} saved",
  "count.stale": "Somebody else has saved counts meanwhile. They are shown; yours are kept and not saved yet.",
  "count.blind": "What the book says is not shown to who counts.",
  "count.differ": "{n} of {all} differ",

  // Movements of the whole stock
  "ledger.title": "Movements",
  "ledger.intro":
    "What came to our places and what left them, as the ledger has it. Nothing is ever changed here; corrections are lines of their own.",
  "ledger.group": "Group by",
  "ledger.single": "Single lines",
  "ledger.any": "Any",
  "ledger.kind": "Movement",
  "ledger.by.kind": "Movement",
  "ledger.by.item": "Item",
  "ledger.by.lot": "Lot",
  "ledger.by.location": "Location",
  "ledger.by.customer": "Customer",
  "ledger.by.month": "Month",
  "ledger.by.person": "Person",
  "ledger.document": "Document",
  "ledger.lines": "Lines",
  "ledger.came": "Came",
  "ledger.left": "Left",
  "ledger.first": "the newest {n}",
  "ledger.most": "{n}; narrow the filter to see the others",
  "ledger.none": "No movements match.",

  // Home
  "home.expiring": "Near expiry",
  "serial.scan": "Scan the units",
  "serial.named": "{n} named, {wanted} {unit} proposed",
  "serial.fault": "“{piece}” is no serial number, or is named already.",
  "serial.clear": "Begin anew",
} as const;
