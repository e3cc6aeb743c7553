/** Words about terminals and where critical input is made (REQ-ACC-07). */
export const terminalZh = {
  "terminal.at": "终端",
  "terminal.unregistered": "未登记设备",
  "terminal.flagged": "按 {rule} 标记",
  "terminal.here": "本设备",
  "terminal.isHere": "本设备已登记为该终端。",
  "terminal.notHere": "本设备未登记为该终端。",
  "terminal.otherHere": "本设备已登记为终端 {number}；在此登记后将不再是该终端。",
  "terminal.enrol": "将本设备登记为该终端",
  "terminal.enrolAgain": "改为登记本设备",
  "terminal.replaces": "原登记设备将不再有效。",
  "terminal.bound": "登记设备",
  "terminal.noDevice": "尚未登记设备。",
  "terminal.afterActivation": "另一名管理员启用终端后方可登记设备。",
  "terminal.seen": "最近使用",
  "terminal.blocked": "本设备不能进行此操作",
} as const;
