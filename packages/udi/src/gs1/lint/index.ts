/** Every linter that the table of identifiers names, by GS1's name for it. */
import type { Linter } from "../../problem.ts";
import { characterLinters } from "./characters.ts";
import { couponcode, couponposoffer } from "./coupon.ts";
import { keyLinters } from "./keys.ts";
import { listLinters } from "./lists.ts";
import { momentLinters } from "./moments.ts";

export const linters: ReadonlyMap<string, Linter> = new Map<string, Linter>(
  Object.entries({ ...characterLinters, ...keyLinters, ...momentLinters, ...listLinters, couponcode, couponposoffer }),
);
