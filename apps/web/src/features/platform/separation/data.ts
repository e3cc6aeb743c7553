/** What the page on separation of duties asks for. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { type AnyRecord, actionsOf, type Label, permits, registry } from "@lotline/schema";
import { type Conflict, conflictSelect } from "../role-grant/Simulation.tsx";

export interface HeldRole {
  readonly number: string;
  readonly role: string;
  readonly site: string | null;
  readonly since: string;
  readonly until: string | null;
  readonly lastUsedAt: string | null;
}

export interface HeldConflict extends Conflict {
  readonly grant: string | null;
  readonly mitigation: string | null;
  readonly until: string | null;
  readonly isReviewLate: boolean;
}

export interface Standing {
  readonly person: { readonly id: string; readonly number: string; readonly title: Label } | null;
  readonly isAdministrator: boolean;
  readonly roles: readonly HeldRole[];
  readonly conflicts: readonly HeldConflict[];
}

export interface Finding {
  readonly rule: string;
  readonly citation: string;
  readonly level: "nobody" | "alone" | "single";
  readonly text: Label;
  readonly compensation: Label | null;
}

export interface Report {
  readonly at: string;
  readonly people: readonly Standing[];
  readonly lastReview: { readonly number: string; readonly at: string; readonly by: string } | null;
}

export interface Asked {
  readonly role: string | undefined;
  readonly permit: string | undefined;
  readonly conflicting: boolean | undefined;
}

export const reportQuery: TypedDocumentNode<{ separationReport: Report }, Asked> = gql`
  query separationReport($role: String, $permit: String, $conflicting: Boolean) {
    separationReport(role: $role, permit: $permit, conflicting: $conflicting) {
      at
      people {
        person { id number title { en zh } }
        isAdministrator
        roles { number role site since until lastUsedAt }
        conflicts { ${conflictSelect} grant mitigation until isReviewLate }
      }
      lastReview { number at by }
    }
  }
`;

export const staffingQuery: TypedDocumentNode<{ minimumStaffing: readonly Finding[] }, Record<string, never>> = gql`
  query minimumStaffing {
    minimumStaffing { rule citation level text { en zh } compensation { en zh } }
  }
`;

/** What somebody may be asked about: every act of a record file that not everybody may do, by its permit, in words. */
export function acts(): readonly { readonly permit: string; readonly label: Label }[] {
  const found = new Map<string, Label>();
  const held: Readonly<Record<string, readonly string[] | "*">> = permits;
  for (const record of Object.values(registry) as AnyRecord[])
    for (const { permit, label } of Object.values(actionsOf(record)))
      if (permit && held[permit] !== "*" && !found.has(permit))
        found.set(permit, { en: `${record.label.en}: ${label.en}`, zh: `${record.label.zh}：${label.zh}` });
  return [...found].map(([permit, label]) => ({ permit, label }));
}
