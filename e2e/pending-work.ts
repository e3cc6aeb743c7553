/** Fills a company with work that waits for signatures, by the acts of its people, so that a reviewer finds a full queue. */
import type { Page } from "@playwright/test";
import { askApi, enter } from "./graphql.ts";

interface Done {
  readonly id: string;
  readonly number: string;
  readonly version: number;
}

/** As many at once as one request may ask for. */
const atOnce = 15;

const password = "chenglan-demo-2026";

/** Creates records of one type in few requests. */
async function createAll(page: Page, record: string, inputs: readonly object[]): Promise<Done[]> {
  const done: Done[] = [];
  for (let from = 0; from < inputs.length; from += atOnce) {
    const part = inputs.slice(from, from + atOnce);
    const args = part.map((_, n) => `$c${n}: ID!, $i${n}: Create${record}Input!`).join(", ");
    const fields = part.map((_, n) => `d${n}: create${record}(commandId: $c${n}, input: $i${n}) { id number version }`).join(" ");
    const variables = Object.fromEntries(
      part.flatMap((input, n) => [
        [`c${n}`, crypto.randomUUID()],
        [`i${n}`, input],
      ]),
    );
    const answer = await askApi<{ [alias: string]: Done }>(page, `mutation (${args}) { ${fields} }`, variables);
    done.push(...part.map((_, n) => answer[`d${n}`] as Done));
  }
  return done;
}

/** The ids of records by their numbers. */
async function idsOf(page: Page, list: string, numbers: readonly string[]): Promise<Done[]> {
  const answer = await askApi<{ page: { edges: { node: Done }[] } }>(
    page,
    `query ($n: [String!]!) { page: ${list}(filter: { number: { in: $n } }, sort: ["number"], first: 100) { edges { node { id number version } } } }`,
    { n: numbers },
  );
  return answer.page.edges.map(({ node }) => node);
}

/** Performs an action, signed with user name and password when it is signed. */
export async function act(
  page: Page,
  login: string,
  record: string,
  action: string,
  target: Done,
  given: { input?: object; signed?: true } = {},
) {
  const { id, version } = target;
  const signature = given.signed && {
    intent: (
      await askApi<{ intent: { id: string } }>(
        page,
        "mutation ($r: String!, $i: ID!, $v: Int!, $a: String!, $g: JSON) { intent: signatureIntent(record: $r, id: $i, version: $v, action: $a, input: $g) { id } }",
        { r: record, i: id, v: version, a: action, g: given.input ?? null },
      )
    ).intent.id,
    userName: login,
    password,
  };
  const type = `${action.charAt(0).toUpperCase()}${action.slice(1)}${record}Input!`;
  const args = `$c: ID!, $id: ID!, $v: Int!${given.input ? `, $input: ${type}` : ""}${signature ? ", $s: SignatureInput" : ""}`;
  const passed = `commandId: $c, id: $id, version: $v${given.input ? ", input: $input" : ""}${signature ? ", signature: $s" : ""}`;
  const { done } = await askApi<{ done: Done }>(
    page,
    `mutation (${args}) { done: ${action}${record}(${passed}) { id number version } }`,
    {
      id,
      v: version,
      input: given.input,
      s: signature,
    },
  );
  return done;
}

const two = (n: number): string => String(n + 1).padStart(2, "0");

/** Suppliers of the story's own, each waiting for its approval for an item, and each with a proposed change of its name. */
async function suppliers(page: Page, count: number): Promise<void> {
  await enter(page, "mengfei");
  const made = await createAll(
    page,
    "Supplier",
    Array.from({ length: count }, (_, n) => ({
      number: `SUP-Q${two(n)}`,
      nameEn: `Maker ${two(n)}`,
      nameZh: `制造商 ${two(n)}`,
      address: "1 Road",
    })),
  );
  const items = await idsOf(page, "items", ["RM-201", "RM-202", "PK-301", "PK-303"]);
  await createAll(
    page,
    "SupplierItem",
    made.map((supplier, n) => ({
      supplier: supplier.id,
      item: items[n % items.length]?.id,
      riskClass: ["A", "B", "C"][n % 3],
      basis: "Audit of 2026-08",
      validTo: "2027-12-31",
    })),
  );
  await enter(page, "luoan");
  await createAll(
    page,
    "MasterChange",
    made.map((supplier) => ({
      recordType: "Supplier",
      recordId: supplier.id,
      recordVersion: supplier.version,
      why: "As on the new business licence",
      values: [{ field: "nameEn", after: `${supplier.number} Ltd` }],
    })),
  );
}

async function deviations(page: Page, count: number): Promise<void> {
  await enter(page, "hechuan");
  const [site] = await idsOf(page, "sites", ["SZ1"]);
  await createAll(
    page,
    "Deviation",
    Array.from({ length: count }, (_, n) => ({
      site: site?.id,
      description: `Room AL-03 warmer than 25 °C for ${n + 3} min`,
      kind: "environment",
      foundOn: "2026-08-19",
      place: "AL-03",
      containment: "Nothing was on the line",
    })),
  );
}

async function orders(page: Page, count: number): Promise<void> {
  await enter(page, "shenyue");
  const [site] = await idsOf(page, "sites", ["SZ1"]);
  const [supplier] = await idsOf(page, "suppliers", ["SUP-01"]);
  const [item] = await idsOf(page, "items", ["RM-201"]);
  const made = await createAll(
    page,
    "PurchaseOrder",
    Array.from({ length: count }, (_, n) => ({
      site: site?.id,
      supplier: supplier?.id,
      orderedOn: "2026-08-20",
      neededOn: "2026-09-20",
      currency: "CNY",
      lines: [{ item: item?.id, quantity: String(100 + n), price: "18.5" }],
    })),
  );
  for (const order of made) await act(page, "shenyue", "PurchaseOrder", "submit", order);
}

/** Reported and taken into review, so that their disposition waits. */
export async function nonconformities(page: Page, lots: readonly string[]): Promise<void> {
  await enter(page, "chenhe");
  const found = await idsOf(page, "lots", lots);
  const [site] = await idsOf(page, "sites", ["SZ1"]);
  const drafts = await createAll(
    page,
    "Nonconformity",
    found.map((lot) => ({
      site: site?.id,
      description: `Label of ${lot.number} scratched`,
      severity: "minor",
      lot: lot.id,
      quantity: "1",
    })),
  );
  const reported: Done[] = [];
  for (const draft of drafts) reported.push(await act(page, "chenhe", "Nonconformity", "report", draft, { signed: true }));
  await enter(page, "xuheng");
  for (const one of reported)
    await act(page, "xuheng", "Nonconformity", "review", one, {
      input: { containment: "Set aside", legalRequirementUnmet: false },
    });
}

/** Work for a reviewer who is QA and approves purchases: at least 200 records of seven types. */
export async function pendingWork(page: Page): Promise<void> {
  await suppliers(page, 70);
  await deviations(page, 40);
  await orders(page, 16);
}

/** An inspection of cannulas that stands half-way: its inspector reads the rest and concludes, so that its verification waits. */
export async function verification(page: Page, number: string): Promise<void> {
  await enter(page, "chenhe");
  const [inspection] = await idsOf(page, "inspections", [number]);
  const [tester] = await idsOf(page, "equipments", ["TT-01"]);
  if (!inspection) throw new Error(`there is no inspection ${number}`);
  const pulls = [4, 5].map((sample) => ({ characteristic: 1, sample, value: "26.1", equipment: tester?.id }));
  const looks = [1, 2, 3, 4, 5].map((sample) => ({ characteristic: 2, sample, value: "OK" }));
  const read = await act(page, "chenhe", "Inspection", "record", inspection, { input: { readings: [...pulls, ...looks] } });
  await act(page, "chenhe", "Inspection", "conclude", read, { signed: true });
}
