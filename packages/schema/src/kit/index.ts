export * from "./address.ts";
export * from "./approval.ts";
export * from "./attribute.ts";
export {
  attributeKind,
  attributeWords,
  contentFields as attributeFields,
  optionFields as attributeOptionFields,
} from "./attribute-fields.ts";
export {
  attributePath,
  flatAttributes,
  isAttributePath,
  nestAttributes,
  openAttributes,
  withAttributes,
} from "./attribute-path.ts";
export * from "./cell.ts";
export * from "./column.ts";
export * from "./condition.ts";
export * from "./condition-words.ts";
export * from "./day.ts";
export * from "./error.ts";
export * from "./field.ts";
export * from "./filter-words.ts";
export * from "./import.ts";
export * from "./kind-source.ts";
export * from "./label.ts";
export * from "./normalise.ts";
export * from "./record.ts";
export * from "./registry.ts";
export * from "./relative.ts";
export * from "./revision.ts";
export * from "./risk.ts";
export * from "./role.ts";
export { slugOf } from "./slug.ts";
export * from "./validate.ts";
export * from "./value-text.ts";
export * from "./view.ts";
