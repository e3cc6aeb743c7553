/** The processor time of the database server: it tells what work costs also while other programs crowd the machine. */
import { readFileSync } from "node:fs";
import type { Client } from "pg";
import { rowsOf } from "./scratch.ts";

/** Milliseconds of processor time by connection, so far; none where the system does not tell (only Linux does). */
export async function serverCpu(client: Client): Promise<ReadonlyMap<number, number>> {
  const processes = await rowsOf<{ pid: number }>(
    client,
    "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
  );
  return new Map(processes.flatMap(({ pid }) => timeOf(pid) ?? []));
}

function timeOf(pid: number): [[number, number]] | null {
  try {
    const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return [[pid, Number(nanoseconds) / 1e6]];
  } catch {
    // Another system, or a process that has ended meanwhile.
    return null;
  }
}

/** What the server used between two looks; null where it is not known. */
export function spent(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number | null {
  if (after.size === 0) return null;
  // A process that is new began at zero.
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}
