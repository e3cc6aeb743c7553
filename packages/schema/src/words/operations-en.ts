/** English words of running the installation: health, mail, keys; part of the one catalogue. */
export const operationsEn = {
  "health.title": "Health of the installation",
  "health.intro":
    'The same facts as the command "lotline status". Whatever turns to a warning or a fault is told to the administrators once, as a system alert.',
  "health.bad": "{n} {n|line needs|lines need} attention",
  "health.allGood": "Everything is as it should be",
  "health.lines": "What is watched",
  "health.subject": "What",
  "health.level": "State",
  "health.value": "Found",
  "health.limit": "Limit",
  "health.todo": "What to do",
  "health.node": "Server: {node}",
  "health.goals":
    "At most {rpo} h of work may be lost (RPO), a restore takes at most {rto} h (RTO), and one is tried every {days} days.",
  "health.check": "Check the chain now",
  "health.checking": "The chain is being checked; the result is written down as a run.",
  "health.runs": "Backups, drills and checks",
  "health.alerts": "Alerts so far",
  "health.testMail": "Send me a test mail",
  "health.testSent": "Test mail {number} is on its way.",
  "inbox.mailTo": "Mails go to {mail}. They name the record and lead to it; nothing can be decided by mail.",
  "inbox.noMail": "You have no mail address yet; the administrator enters it.",
  "inbox.mandatoryMail": "Always at once, also by mail",
  "inbox.mailLanguage": "Language of mails",
  "sessions.lastAct": "Last change",
} as const;
