/**
 * What the content security policy of the server lets through (ADR 13): texts become markup only by the policy made here, and style
 * elements carry the nonce of the page. Imported first, before any widget is loaded.
 */
import { setNonce } from "get-nonce";

interface PolicyFactory {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => unknown;
}

/** The nonce of this page for style elements; none where the development server answers. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";

// The scroll lock of dialogs makes a style element of its own.
if (styleNonce) setNonce(styleNonce);

// Widgets write the text of their style elements by innerHTML. A text without "<" cannot make an element; any other is refused,
// as are all scripts and addresses of scripts.
const factory: unknown = Reflect.get(window, "trustedTypes");
if (isFactory(factory))
  factory.createPolicy("default", {
    createHTML: (text) => {
      if (text.includes("<")) throw new TypeError("markup from text is not allowed");
      return text;
    },
  });

function isFactory(value: unknown): value is PolicyFactory {
  return typeof value === "object" && value !== null && "createPolicy" in value;
}
