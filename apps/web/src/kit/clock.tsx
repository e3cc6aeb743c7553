/** Domain time: the site's clock as the server tells it, carried on by the browser; the demo company's date is not today's. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";

interface Clock {
  /** Milliseconds to add to the browser's clock. */
  readonly offset: number;
  readonly zone: string;
}

const Context = createContext<Clock>({ offset: 0, zone: "UTC" });

export function ClockProvider({
  domainNow,
  zone,
  children,
}: {
  domainNow: string | undefined;
  zone: string;
  children: ReactNode;
}) {
  const value = useMemo<Clock>(() => ({ offset: domainNow ? Date.parse(domainNow) - Date.now() : 0, zone }), [domainNow, zone]);
  return <Context value={value}>{children}</Context>;
}

/** The site's zone. */
export function useZone(): string {
  return use(Context).zone;
}

/** What to add to the browser's time to have domain time, in milliseconds. */
export function useClockOffset(): number {
  return use(Context).offset;
}

/** Domain time now; the caller renders again each `everyMs`. */
export function useNow(everyMs = 30_000): number {
  const { offset } = use(Context);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offset;
}
