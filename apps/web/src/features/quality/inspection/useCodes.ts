/** The defect codes that this person took last come first; kept for the person in this browser. */
import { useState } from "react";
import { useSession } from "../../../kit/session.tsx";
import type { OfferedDefect } from "./inspection-row.ts";

const most = 12;

function kept(key: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function useCodes() {
  const { personId } = useSession().session;
  const key = `lotline.defects.${personId}`;
  const [recent, setRecent] = useState<readonly string[]>(() => kept(key));
  return {
    recentFirst: (codes: readonly OfferedDefect[]): OfferedDefect[] => {
      const place = ({ id }: OfferedDefect) => (recent.includes(id) ? recent.indexOf(id) : most);
      return [...codes].sort((a, b) => place(a) - place(b));
    },
    took: (id: string) => {
      const next = [id, ...recent.filter((other) => other !== id)].slice(0, most);
      setRecent(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Without storage the order lasts as long as the page.
      }
    },
  };
}
