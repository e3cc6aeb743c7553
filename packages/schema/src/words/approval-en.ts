/** Words of approvals and of the figures on Home. */
export const approvalEn = {
  "approval.title": "Approval",
  "approval.rounds": "{n} {n|round|rounds}",
  "approval.open": "under way",
  "approval.approved": "approved",
  "approval.rejected": "sent back",
  "approval.changed": "changed meanwhile; asked again",
  "approval.because": "Reason: {reason}",
  "approval.or": " or ",
  "approval.until": "until {time}",
} as const;
