/** Eight clients who move stock through the app and do not give up: what is not answered is sent again under the same id. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export interface Shelf {
  readonly lot: string;
  readonly from: string;
  readonly to: string;
}

/** Four lots of the demo company that lie free on a shelf, and another shelf for each. */
export const shelvesQuery = `select b.lot_id as lot, b.location_id as "from", (select id from location o where o.type = 'storage' and o.site_id = f.site_id and o.id <> f.id order by id limit 1) as "to"
     from balance b join lot l on l.id = b.lot_id join location f on f.id = b.location_id
     where l.state = 'released' and f.type = 'storage' and b.quantity > 100 and l.expires_on > '2027-01-01'
       and not exists (select from hold h where h.lot_id = l.id and h.state = 'open') order by b.lot_id limit 4`;

/** What the clients were told. */
export interface Told {
  /** Command ids that were acknowledged, as often as they were. */
  readonly acknowledged: string[];
  /** Command ids that were refused for a reason; nothing of them may be there. */
  readonly refused: string[];
  /** Answers that should not have been given. */
  readonly wrong: string[];
  /** Requests that got no answer, or "busy". */
  unanswered: number;
}

export interface Posters {
  readonly told: Told;
  /** Ends after each client's command has been answered. */
  end(): Promise<void>;
}

interface Answered {
  readonly data?: { readonly done?: { readonly id: string } | null; readonly lot?: { readonly version: number } | null } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly reasons?: readonly { readonly code: string }[] };
  }[];
}

/** Moves an amount of a lot from one place to another. */
export const moving = `mutation ($c: ID!, $id: ID!, $v: Int!, $i: MoveLotInput) { done: moveLot(commandId: $c, id: $id, version: $v, input: $i) { id } }`;

/** Signs in as a person of the demo company; answers the session's cookie. */
export async function signIn(url: string, login: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "mutation ($l: String!) { demoLogin(login: $l) }", variables: { l: login } }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
  if (!cookie) throw new Error(`nobody was signed in: ${await response.text()}`);
  return cookie;
}

/** One GraphQL request; null when there was no answer, or one that says to come again. */
export async function asked(url: string, cookie: string, query: string, variables: object): Promise<Answered | null> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    if (response.status === 503 || response.status === 429) return null;
    if (response.status !== 200) return { errors: [{ message: `HTTP ${response.status}: ${await response.text()}` }] };
    return (await response.json()) as Answered;
  } catch {
    return null;
  }
}

/** Sets the clients to work; `url` may change while they are at it. */
export function startPosters(url: () => string, cookies: readonly string[], shelves: readonly Shelf[]): Posters {
  const told: Told = { acknowledged: [], refused: [], wrong: [], unanswered: 0 };
  let isEnding = false;
  const insist = async (cookie: string, query: string, variables: object): Promise<Answered> => {
    for (;;) {
      const answer = await asked(url(), cookie, query, variables);
      if (answer) return answer;
      told.unanswered += 1;
      await sleep(100);
    }
  };
  const work = async (cookie: string, shelf: Shelf): Promise<void> => {
    for (let turn = 0; !isEnding; turn += 1) {
      const read = await insist(cookie, "query ($i: ID!) { lot(id: $i) { version } }", { i: shelf.lot });
      const version = read.data?.lot?.version;
      if (version === undefined) {
        told.wrong.push(`the lot was not read: ${JSON.stringify(read)}`);
        return;
      }
      const c = randomUUID();
      const [from, to] = turn % 2 === 0 ? [shelf.from, shelf.to] : [shelf.to, shelf.from];
      const answer = await insist(cookie, moving, { c, id: shelf.lot, v: version, i: { from, to, quantity: "1" } });
      const code = answer.errors?.[0]?.extensions?.code;
      if (answer.data?.done?.id === shelf.lot) told.acknowledged.push(c);
      else if (code === "CONFLICT" || code === "REFUSED") told.refused.push(c);
      else told.wrong.push(`${c}: ${JSON.stringify(answer)}`);
    }
  };
  // Two clients for each lot, so that they also meet.
  const working = cookies.map((cookie, i) => work(cookie, shelves[i % shelves.length] as Shelf));
  return {
    told,
    async end() {
      isEnding = true;
      await Promise.all(working);
    },
  };
}
