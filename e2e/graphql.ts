/** Asks the API in the session of a page, for what a story needs before it begins or cannot see on the screen. */
import type { Page } from "@playwright/test";

/** The data of a document; `$c` is a command id of its own. @throws with what the server says against it */
export async function askApi<T>(page: Page, query: string, variables: object = {}): Promise<T> {
  const answer = await page.request.post("/graphql", { data: { query, variables: { c: crypto.randomUUID(), ...variables } } });
  const { data, errors } = (await answer.json()) as { data: T; errors?: object };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Lets somebody of the demo company in without a password. */
export const enter = (page: Page, login: string): Promise<unknown> => askApi(page, `mutation { demoLogin(login: "${login}") }`);

/** Makes a customer of the story's own, so that other stories find theirs untouched. @returns its id */
export async function makeCustomer(page: Page, number: string): Promise<string> {
  const { done } = await askApi<{ done: { id: string } }>(
    page,
    "mutation ($c: ID!, $input: CreateCustomerInput!) { done: createCustomer(commandId: $c, input: $input) { id } }",
    {
      input: {
        number,
        nameEn: `Clinic ${number}`,
        nameZh: `诊所 ${number}`,
        kind: "hospital",
        address: "1 Road",
        contact: "Ms A",
      },
    },
  );
  return done.id;
}
