/** Reads as the bench's person, as a request of the app would. */
import { type ExecutionResult, graphql } from "graphql";
import type { Kernel } from "../kernel/command.ts";
import { Request } from "../read/request.ts";
import { buildGraphqlSchema } from "../schema.ts";
import type { Company } from "./company.ts";

/** Whose database is read, and as whom. */
export interface Reading {
  readonly kernel: Kernel;
  readonly company: Pick<Company, "ctx">;
}

/** Reads in a transaction of the person's own, as every request of the app does. */
export async function reading<T>(
  { kernel, company }: Reading,
  work: (reader: Awaited<ReturnType<Request["reader"]>>) => Promise<T>,
): Promise<T> {
  const request = new Request(kernel, company.ctx);
  try {
    return await work(await request.reader());
  } finally {
    await request.endReads();
  }
}

/** One GraphQL document without HTTP. @throws when it is refused */
export async function asked<T>(
  { kernel, company }: Reading,
  source: string,
  variableValues: { readonly [name: string]: unknown },
): Promise<T> {
  const request = new Request(kernel, company.ctx);
  const schema = await buildGraphqlSchema();
  const { data, errors }: ExecutionResult = await graphql({ schema, source, contextValue: request, variableValues });
  await request.endReads();
  if (errors || !data) throw new Error(`the question was refused: ${errors?.join("; ")}`);
  // The document is one of the bench's own.
  return data as T;
}
