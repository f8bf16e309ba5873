/** A connection to a fleet's server that is lost in the middle of a batch, while the server goes on. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { failing, fleetServer, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;

/** A way to a server's socket that is lost once, at a packet of either side. The packet itself may still arrive. */
class LossyWay implements AsyncDisposable {
  readonly #server: ReturnType<typeof createServer>;
  readonly #directory = tempDir();
  /** Packets until the loss; null for none. */
  #left: number | null = null;
  #arrives = false;

  constructor(upstreamPath: string) {
    this.#server = createServer((client) => {
      const upstream = connect(upstreamPath);
      const both = [client, upstream];
      const end = (): void => both.forEach((one) => one.destroySoon());
      for (const socket of both) socket.on("error", end).on("close", end);
      this.#carry(client, upstream, end);
      this.#carry(upstream, client, end);
    }).listen(join(this.#directory.path, ".s.PGSQL.5432"));
  }

  #carry(from: Socket, to: Socket, end: () => void): void {
    from.on("data", (packet) => {
      const isLost = this.#left === 0;
      if (this.#left !== null) this.#left = isLost ? null : this.#left - 1;
      if (!isLost || this.#arrives) to.write(packet);
      if (isLost) end();
    });
  }

  get url(): string {
    return `postgres://hive@${encodeURIComponent(this.#directory.path)}/postgres`;
  }

  loseAfter(packets: number, arrives: boolean): void {
    this.#left = packets;
    this.#arrives = arrives;
  }

  /** @returns whether there were fewer packets */
  keep(): boolean {
    const isUnused = this.#left !== null;
    this.#left = null;
    return isUnused;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    this.#directory[Symbol.dispose]();
  }
}

describe.skipIf(POSTGRES === null)("a transaction never goes on with another connection", () => {
  test.each([true, false])(
    "one that is lost at any packet loses and doubles nothing (it arrives: %p)",
    async (arrives) => {
      await using server = await fleetServer();
      await using way = new LossyWay(`${server.directory}/s/.s.PGSQL.5432`);
      const rows = ["a", "b", "c", "d"].map((key, n) => row(n + 1, observation("s", n + 1, [prompt(key, n + 1)])));
      for (let packets = 0; ; packets += 1) {
        const source = { ...SOURCE, id: `source-${packets}`, machine: `machine-${packets}` };
        const target = fleetTarget(server, { url: way.url });
        expect(await target.cursor(source)).toMatchObject({ seq: 0 });
        await target.put(source, rows.slice(0, 1), NOW_MS);
        way.loseAfter(packets, arrives);
        const outcome = await failing(() => target.put(source, rows.slice(1, 3), NOW_MS));
        const isOver = way.keep();
        expect([undefined, "HIVE_STORE_UNAVAILABLE"]).toContain(outcome.code);
        // As the forwarder does, which asks for the cursor after an error alone.
        let seq = outcome.code === undefined ? 3 : (await target.cursor(source)).seq;
        while ((await failing(() => target.put(source, rows.slice(seq), NOW_MS))).code !== undefined) {
          seq = (await target.cursor(source)).seq;
        }
        await target.close();
        const keys = await server.query<{ key: string }>("SELECT key FROM hive.facts WHERE machine = $1 ORDER BY key", [
          source.machine,
        ]);
        expect([packets, keys.map(({ key }) => key).join("")]).toEqual([packets, "abcd"]);
        const [cursor] = await server.query("SELECT seq::int, missing::int FROM hive.sources WHERE source = $1", [
          source.id,
        ]);
        expect([packets, cursor]).toEqual([packets, { seq: 4, missing: 0 }]);
        if (isOver) break;
      }
    },
  );
});
