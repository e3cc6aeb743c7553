/** How a reason is said on the screen. */
import type { Reason } from "@lotline/schema";
import { useWords } from "./lang.tsx";

/** The sentence of a reason; a missing permit is said without its technical name, which only administrators know. */
export function useReasonWords(): (reason: Reason) => string {
  const { t, say } = useWords();
  return (reason) => (reason.code === "NO_PERMIT" ? t("action.noPermit") : say(reason.text));
}
