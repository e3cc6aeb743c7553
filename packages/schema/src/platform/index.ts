import { person } from "./person.ts";
import { roleGrant } from "./role-grant.ts";
import { rule } from "./rule.ts";

export { exclusiveRoles, type Permit, permits } from "./permits.ts";
export { type Role, role } from "./roles.ts";
export { type ShippedRule, shippedRules } from "./shipped-rules.ts";

export const platform = { Person: person, RoleGrant: roleGrant, Rule: rule } as const;
