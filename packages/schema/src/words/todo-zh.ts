import type { todoEn } from "./todo-en.ts";

/** 待办中心用语。 */
export const todoZh: { readonly [K in keyof typeof todoEn]: string } = {
  "todo.title": "待办中心",
  "todo.waiting": "待我处理",
  "todo.done": "我已处理",
  "todo.started": "我发起",
  "todo.copied": "抄送我",
  "todo.count": "{n} 条",
  "todo.waitingNone": "没有待您处理的任务",
  "todo.waitingHint": "需要您角色处理的任务会出现在这里，最先到期的在前。",
  "todo.doneNone": "尚无您处理过的任务",
  "todo.doneHint": "您完成的每项任务及是否按时会出现在这里。",
  "todo.startedNone": "没有您发起且流转中的记录",
  "todo.startedHint": "您编制、由他人处理的记录会出现在这里。",
  "todo.copiedNone": "没有抄送给您的内容",
  "todo.copiedHint": "对您的记录的审批结果，以及抄送您角色的内容会出现在这里。",
  "todo.pause": "暂停计时",
  "todo.resume": "恢复计时",
  "todo.pauseTitle": "暂停 {number} 的计时",
  "todo.pauseHint": "到期时间按暂停时长顺延，他人可见原因。",
  "todo.paused": "已暂停：{reason}",
  "todo.stands": "已暂停",
  "todo.late": "超期",
  "todo.delegate": "委托角色",
  "todo.absent": "登记离岗",
};
