/** Skills and qualifications for stories: a skill approved for use, a person granted it by two others. */
import type { Handled } from "../src/seed/hands.ts";
import type { Company } from "./company.ts";

/** A skill in use, valid for a year unless said otherwise. */
export async function skillInUse(company: Company, number: string, more: object = {}): Promise<Handled> {
  const made = await (await company.as("wenjie")).create("Skill", {
    number,
    nameEn: `Skill ${number}`,
    nameZh: `资质${number}`,
    validityMonths: 12,
    ...more,
  });
  return (await company.as("linjing")).act("Skill", made, "approve");
}

export const personOf = async (company: Company, login: string): Promise<string> => (await company.as(login)).ctx.personId;

/** What the trainer enters. */
export const qualification = async (company: Company, login: string, skill: string, validFrom: string, more: object = {}) => ({
  person: await personOf(company, login),
  skill: await company.id("Skill", skill),
  basis: "test",
  evidence: "Course, test passed 92/100",
  validFrom,
  ...more,
});

/** Proposed by the trainer, granted by QA. */
export async function qualify(
  company: Company,
  login: string,
  skill: string,
  validFrom: string,
  more: object = {},
): Promise<Handled> {
  const draft = await (await company.as("wenjie")).create(
    "Qualification",
    await qualification(company, login, skill, validFrom, more),
  );
  return (await company.as("linjing")).act("Qualification", draft, "grant");
}
