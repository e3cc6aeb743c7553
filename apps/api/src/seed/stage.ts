import { Client } from "pg";

/** The stage clock: domain time stands still at the moment of each scene, so that a script makes the same history twice. */
export class Stage {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Takes hold of the clock of a database that is being made; the clock's own changes are not part of the story. */
  static async open(superUrl: string): Promise<Stage> {
    const client = new Client({ connectionString: superUrl });
    // The server may end first when the play breaks off; the play says why.
    client.on("error", () => undefined);
    await client.connect();
    await client.query("alter table domain_clock disable trigger audit_log");
    return new Stage(client);
  }

  /** Sets the time, given as the site's wall clock ("2026-07-06 09:40", Asia/Shanghai). */
  async at(wall: string): Promise<void> {
    await this.#client.query("update domain_clock set frozen_at = $1::timestamptz where id = 1", [`${wall}:00+08`]);
  }

  async close(): Promise<void> {
    await this.#client.query("update domain_clock set frozen_at = null, offset_ms = 0 where id = 1");
    await this.#client.query("alter table domain_clock enable always trigger audit_log");
    await this.#client.end();
  }
}
