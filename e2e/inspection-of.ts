import type { Person } from "./person.ts";

/** The number of a lot's inspection, found as a person finds it: in the list, by the lot. */
export async function inspectionOf(person: Person, lot: string): Promise<string> {
  const { page } = person;
  const answer = await page.request.post("/graphql", {
    data: { query: `{ lots(filter: { number: { eq: "${lot}" } }) { edges { node { id } } } }` },
  });
  const { data } = (await answer.json()) as { data: { lots: { edges: { node: { id: string } }[] } } };
  const found = await page.request.post("/graphql", {
    data: { query: `{ inspections(filter: { lot: { in: ["${data.lots.edges[0]?.node.id}"] } }) { edges { node { number } } } }` },
  });
  const inspections = (await found.json()) as { data: { inspections: { edges: { node: { number: string } }[] } } };
  return inspections.data.inspections.edges[0]?.node.number ?? "";
}
