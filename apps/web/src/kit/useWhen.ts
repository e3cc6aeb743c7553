import { useEffect, useRef } from "react";

/** Does something once each time that a condition begins to hold, with what is known at that moment. */
export function useWhen(holds: boolean, act: () => void): void {
  const late = useRef(act);
  late.current = act;
  useEffect(() => {
    if (holds) late.current();
  }, [holds]);
}
