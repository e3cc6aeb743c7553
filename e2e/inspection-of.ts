import { askApi } from "./graphql.ts";
import type { Person } from "./person.ts";

/** The number of a lot's inspection, found as a person finds it: in the list, by the lot. */
export async function inspectionOf({ page }: Person, lot: string): Promise<string> {
  const { lots } = await askApi<{ lots: { edges: { node: { id: string } }[] } }>(
    page,
    "query ($lot: String!) { lots(filter: { number: { eq: $lot } }) { edges { node { id } } } }",
    { lot },
  );
  const { inspections } = await askApi<{ inspections: { edges: { node: { number: string } }[] } }>(
    page,
    "query ($lots: [ID!]!) { inspections(filter: { lot: { in: $lots } }) { edges { node { number } } } }",
    { lots: lots.edges.map(({ node }) => node.id) },
  );
  return inspections.edges[0]?.node.number ?? "";
}
