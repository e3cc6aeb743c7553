/** English words of what stands around records: palette, keys, scanner, help, tours, connection; part of the one catalogue. */
export const deskEn = {
  // Palette
  "palette.title": "Search and commands",
  "palette.all": "All",
  "palette.records": "Records",
  "palette.verbs": "Actions",
  "palette.setting": "Settings",
  "palette.narrow": "narrow",
  "palette.thisPage": "This page",
  "palette.by": "by {field}",
  "palette.searches":
    "Records are found by number, lot, supplier's lot, names and people, Chinese names also by pinyin. Serial numbers and UDI follow with their records.",

  // Keys
  "keys.global": "Everywhere",
  "keys.page": "This page",
  "keys.record": "This record",
  "keys.goTo": "Go to",
  "keys.fieldHelp": "Help for the field with the cursor, else for this page",
  "keys.scan": "Scan at any time: the code opens its record or goes into the field",
  "keys.scanKey": "Scanner",
  "keys.refused": "refused now: shows why",

  // Scanner
  "scan.done": "Scanned {code}.",
  "scan.filled": "Scanned {code} into the field.",
  "scan.composing": "An input method was on; switch it off for scanning.",
  "scan.failed": "Scanned {code}, but the server cannot be reached. Nothing was changed.",
  "scan.noQuantity": "{code} is a code, not a number; the field was left as it was.",
  "scan.noDate": "{code} carries no expiry date; the field was left as it was.",
  "scan.inDialog": "Scanned {code}. Put the cursor into a field, or close the dialog first.",
  "scan.several": "{code} stands for several records",
  "scan.unknown": "{code} is not known",
  "scan.nothing":
    "No record that you may read has this number, lot or supplier's lot. Check the label, search for it, or make a new record.",
  "scan.notThat": "No such record in “{label}”. Check the label, or search for it.",
  "scan.unreadable":
    "The symbol is of an issuing agency, but its content is damaged or not allowed. Nothing of it was used; scan it again.",
  "scan.search": "Search for it",
  "scan.di": "Product (DI)",
  "scan.lot": "Lot",
  "scan.expiresOn": "Expires on",
  "scan.serial": "Serial number",
  "scan.show": "Show {code}",

  // Help
  "help.here": "Help for this page",
  "help.title": "Help",
  "help.search": "Search the help",
  "help.topics": "Topics",
  "help.nothing": "No page of the help has “{text}”.",
  "help.checkedOn": "Checked on version {version}",
  "help.open": "Open the help pages",
  "help.forYou": "For this page",
  "help.others": "Other topics",
  "help.tours": "Tours",
  "help.field": "Help: {label}",

  // What the rules say about a field
  "rule.optional": "May stay empty.",
  "rule.required": "Must be given.",
  "rule.max": "At most {n} characters.",
  "rule.code": "Letters, digits and . _ / - only; written in capitals.",
  "rule.decimals": "At most {n} decimals.",
  "rule.range": "From {min} to {max}.",
  "rule.above": "Above zero, in the unit of its item.",
  "rule.date": "Year, month, day; the day counts until midnight at the site.",
  "rule.unique": "No two records may have the same.",
  "rule.fixed": "Given once; cannot be changed afterwards.",
  "rule.critical": "A change asks for a reason and stays in the history with old and new value.",
  "rule.audited": "Every change stays in the history with name, time, old and new value.",
  "rule.ref": "Pick a {label}, type its number, or scan it.",

  // Tours
  "tour.start": "Start the tour",
  "tour.resume": "Go on with the tour",
  "tour.again": "Again from the beginning",
  "tour.next": "Next",
  "tour.back": "Back",
  "tour.pause": "Leave for now",
  "tour.finish": "Finish",
  "tour.step": "Step {n} of {of}",
  "tour.done": "Done",
  "tour.label": "Tour: {title}",
  "tour.keys": "leads back here",
  "tour.missing": "This is not on your screen now; go on, or come back to it later.",
  "tour.signIn": "In the demo: {names}",
  "tour.intro":
    "Short ways through the demo company. They point at the real controls, change nothing themselves, and go on where you left.",

  // Connection
  "net.lost":
    "No connection to the server. What is open can be read; reading goes on by itself when it is back. Nothing is sent meanwhile.",
  "net.back": "The connection is back.",
  "net.unsent": "Not sent: there is no connection to the server. Nothing was changed.",
  "net.unsentHint": "What you typed is kept. Press the button again when the connection is back.",
  "net.open": "{n|One act|{n} acts} without an answer",
  "net.openText": "The answer was lost. It took place or it did not; asking again never does it twice.",
  "net.ask": "Ask the server",
  "net.asking": "Asking the server",
  "net.tookPlace": "{what}: it took place.",
  "net.notDone": "{what}: it did not take place.",
  "net.forget": "Dismiss",
  "list.noneDemo": "In the demo company another role may have some: sign in as somebody else, or take a tour in the help.",
} as const;
