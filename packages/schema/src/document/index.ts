import { qualification } from "./qualification.ts";
import { skill } from "./skill.ts";

export const document = {
  Skill: skill,
  Qualification: qualification,
} as const;
