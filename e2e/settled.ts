/** When a page has come to rest: nothing is asked of the server. The watch on the session stays open all the time and is no question. */
import type { Page, Request } from "@playwright/test";

interface Followed {
  readonly open: Set<Request>;
  last: number;
}

const pages = new WeakMap<Page, Followed>();
const restMs = 500;
const limitMs = 30_000;

function follow(page: Page): Followed {
  const known = pages.get(page);
  if (known) return known;
  const followed: Followed = { open: new Set(), last: Date.now() };
  const over = (request: Request) => {
    if (followed.open.delete(request)) followed.last = Date.now();
  };
  page.on("request", (request) => {
    if (request.resourceType() === "eventsource") return;
    followed.open.add(request);
    followed.last = Date.now();
  });
  page.on("requestfinished", over);
  page.on("requestfailed", over);
  pages.set(page, followed);
  return followed;
}

/** Opens an address and waits until nothing has been asked for half a second. */
export async function openSettled(page: Page, path: string): Promise<void> {
  const followed = follow(page);
  await page.goto(path);
  const until = Date.now() + limitMs;
  while (followed.open.size > 0 || Date.now() - followed.last < restMs) {
    if (Date.now() > until) throw new Error(`${path} asks and asks`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
