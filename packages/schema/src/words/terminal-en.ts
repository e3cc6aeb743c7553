/** Words about terminals and where critical input is made (REQ-ACC-07). */
export const terminalEn = {
  "terminal.at": "Terminal",
  "terminal.unregistered": "Unregistered device",
  "terminal.flagged": "flagged by {rule}",
  "terminal.here": "This device",
  "terminal.isHere": "This device is bound to this terminal.",
  "terminal.notHere": "This device is not bound to this terminal.",
  "terminal.otherHere": "This device is bound to terminal {number}; binding it here takes it away from there.",
  "terminal.enrol": "This device is it",
  "terminal.enrolAgain": "Bind this device instead",
  "terminal.replaces": "The device bound until now will not count any more.",
  "terminal.bound": "Device",
  "terminal.noDevice": "No device is bound yet.",
  "terminal.afterActivation": "A device is bound after another administrator has activated the terminal.",
  "terminal.seen": "Last seen",
  "terminal.blocked": "Not possible at this device",
} as const;
