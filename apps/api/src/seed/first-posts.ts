/** The posts of the first two people of a system, and the form of a user name. */
import type { Label, Role } from "@lotline/schema";

export interface FirstPost {
  readonly key: "system" | "security";
  readonly title: Label;
  readonly roles: readonly Role[];
}

/** Two, because nobody may grant a role alone (compliance.md §C, rules 12 to 14). */
export const firstPosts: readonly FirstPost[] = [
  { key: "system", title: { en: "System administrator", zh: "系统管理员" }, roles: ["SYSADMIN", "AUDIT_ADMIN"] },
  { key: "security", title: { en: "Security administrator", zh: "安全管理员" }, roles: ["SECURITY_ADMIN"] },
];

/** How a user name is written; the same at set-up and later. */
export const loginForm = /^[a-z][a-z0-9._-]{1,58}$/;

export const loginFormText: Label = {
  en: "Small letters, digits and . _ - only, beginning with a letter.",
  zh: "只允许小写字母、数字和 . _ -，且以字母开头。",
};
