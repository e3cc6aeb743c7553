/** What the contents of rules are made of, and whether a value is that. Pure. */
import { patientRisk, role as roles, supplierKpis } from "@lotline/schema";

export const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isWritten = (value: unknown, max: number): boolean =>
  typeof value === "string" && value.trim() !== "" && value.length <= max;

export const areRoles = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((code) => typeof code === "string" && Object.hasOwn(roles.values, code));

export const isAmount = (value: unknown): boolean => typeof value === "string" && /^\d{1,12}(\.\d{1,6})?$/.test(value);

const isDay = (value: unknown): boolean =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

export const areDays = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length <= 400 && value.every(isDay));

export const isRisk = (value: unknown): boolean => typeof value === "string" && Object.hasOwn(patientRisk.values, value);

export const isWithin = (value: unknown, min: number, max: number): boolean =>
  value === undefined || (Number.isInteger(value) && Number(value) >= min && Number(value) <= max);

/** Figures about suppliers, each with a weight above zero and two different values: full marks, and none. */
export const isScoreParts = (parts: unknown): boolean =>
  isObject(parts) &&
  Object.keys(parts).length > 0 &&
  Object.entries(parts).every(
    ([name, part]) =>
      supplierKpis.some((kpi) => kpi.name === name) &&
      isObject(part) &&
      isAmount(part.weight) &&
      Number(part.weight) > 0 &&
      isAmount(part.full) &&
      isAmount(part.none) &&
      Number(part.full) !== Number(part.none),
  );
