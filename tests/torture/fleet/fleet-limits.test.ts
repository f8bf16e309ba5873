/** What a fleet's server and its machines do to each other at their limits: many at once, wrong clocks, a full disk, a pooler. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { errorCode } from "../../../src/base/errors.ts";
import { FleetReader } from "../../../src/store/postgres/fleet-reader.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { noteTombstone } from "../../../src/store/postgres/tombstones.ts";
import type { FleetTarget } from "../../../src/store/postgres/fleet-target.ts";
import type { OutboxRow, Source } from "../../../src/store/target.ts";
import { observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES, type Postgres } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { failing, fleetServer, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const DAY_MS = 86_400_000;
const NOW_MS = 1_764_000_000_000;
const MACHINES = 100;

const one = (session: string, atMs: number, key = "p"): OutboxRow =>
  row(1, observation(session, atMs, [prompt(key, atMs)]));

/** Puts rows as the forwarder does: again, a little later, until the server takes them. */
async function untilTaken(target: FleetTarget, source: Source, rows: readonly OutboxRow[]): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    try {
      await target.put(source, rows, NOW_MS);
      return tries;
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
      await Bun.sleep(Math.random() * 200);
    }
  }
}

/** The names of the statements that a client has the server prepare, and its texts: from the bytes of PostgreSQL's protocol. */
function statementsIn(bytes: Buffer): { names: string[]; texts: string[] } {
  const names: string[] = [];
  const texts: string[] = [];
  // The first message has no type.
  let at = bytes.readInt32BE(0);
  while (at + 5 <= bytes.length) {
    const type = String.fromCharCode(bytes[at]!);
    const body = bytes.subarray(at + 5, at + 1 + bytes.readInt32BE(at + 1));
    const [name = "", text = ""] = body.toString("latin1").split("\0");
    if (type === "P") {
      names.push(name);
      texts.push(text);
    }
    if (type === "Q") texts.push(name);
    at += 1 + bytes.readInt32BE(at + 1);
  }
  return { names, texts };
}

describe.skipIf(POSTGRES === null)("a fleet's server at its limits", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await fleetServer(["max_connections=30"]);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await server.query(
      "TRUNCATE hive.machines, hive.sources, hive.sessions, hive.facts, hive.refused, hive.tombstones, hive.projects",
    );
  });

  test("a hundred machines that connect at once to one with thirty places all come in, each once", async () => {
    const tries = await Promise.all(
      Array.from({ length: MACHINES }, async (_, index) => {
        const target = fleetTarget(server);
        const source = { id: `source-${index}`, machine: `machine-${index}`, project: "/p" };
        const taken = await untilTaken(target, source, [one(`s-${index}`, NOW_MS)]);
        await target.close();
        return taken;
      }),
    );
    expect(tries).toHaveLength(MACHINES);
    const counts = await server.query(
      "SELECT (SELECT count(*)::int FROM hive.machines) AS machines, (SELECT count(*)::int FROM hive.facts) AS facts",
    );
    expect(counts).toEqual([{ machines: MACHINES, facts: MACHINES }]);
  });

  test("machines whose clocks are a day wrong are listed beside the others", async () => {
    for (const [name, atMs] of [
      ["ahead", NOW_MS + DAY_MS],
      ["right", NOW_MS],
      ["behind", NOW_MS - DAY_MS],
    ] as const) {
      const target = fleetTarget(server);
      await target.put({ id: name, machine: name, project: "/p" }, [one(`s-${name}`, atMs)], atMs);
      await target.close();
    }
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    expect((await reader.machines()).map(({ machine }) => machine)).toEqual(["ahead", "right", "behind"]);
    expect((await reader.sessions(10)).map(({ session }) => session)).toEqual(["s-ahead", "s-right", "s-behind"]);
  });

  test("what a machine whose clock is a day ahead has sent stays forgotten", async () => {
    using dir = tempDir();
    const target = fleetTarget(server);
    const rows = [one("s", NOW_MS + DAY_MS)];
    await target.put(SOURCE, rows, NOW_MS + DAY_MS);
    noteTombstone(dir.path, "s", NOW_MS);
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    await reader.forget(dir.path);
    await target.put({ ...SOURCE, id: "made anew" }, rows, NOW_MS + DAY_MS);
    await target.close();
    expect(await server.query("SELECT * FROM hive.facts")).toEqual([]);
    expect(await reader.sessions(10)).toEqual([]);
  });

  test("what is forgotten while a batch of it is on its way does not come back", async () => {
    using data = tempDir();
    await server.query("ALTER TABLE hive.facts ADD CONSTRAINT slow CHECK (pg_sleep(0.5) IS NOT NULL)");
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    await reader.machines();
    let forgetting: Promise<void> | undefined;
    const target = fleetTarget(server, {
      onStep: (step) => {
        if (step !== "begun") return;
        noteTombstone(data.path, "s", NOW_MS);
        forgetting = reader.forget(data.path);
      },
    });
    // The machine is known: it has sent something before.
    await server.query("INSERT INTO hive.machines VALUES ('default', $1, 'laptop', '0', 1)", [SOURCE.machine]);
    await target.put(SOURCE, [one("s", NOW_MS - 1, "a")], NOW_MS);
    await forgetting;
    await target.close();
    await server.query("ALTER TABLE hive.facts DROP CONSTRAINT slow");
    expect(await server.query("SELECT session FROM hive.sessions UNION SELECT session FROM hive.facts")).toEqual([]);
  });

  test("the statement of docs/fleet.md deletes what is older than 90 days, and no more", async () => {
    const docs = readFileSync(join(import.meta.dir, "../../../docs/fleet.md"), "utf8");
    const [, statement] = /```sql\n\s*(WITH old [^`]+)```/.exec(docs)!;
    const target = fleetTarget(server);
    const nowMs = Date.now();
    const rows = [one("old", nowMs - 91 * DAY_MS), { ...one("new", nowMs - 89 * DAY_MS), seq: 2 }];
    await target.put(SOURCE, rows, nowMs);
    await target.close();
    await server.query(statement!);
    expect(await server.query("SELECT session FROM hive.sessions")).toEqual([{ session: "new" }]);
    expect(await server.query("SELECT session FROM hive.facts")).toEqual([{ session: "new" }]);
  });

  test("a full disk makes rows wait, and a slow server takes them", async () => {
    await server.query(`CREATE FUNCTION full_disk() RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`);
    await server.query("ALTER TABLE hive.facts ADD CONSTRAINT space CHECK (full_disk())");
    const target = fleetTarget(server);
    const full = await failing(() => target.put(SOURCE, [one("s", NOW_MS)], NOW_MS));
    expect(full).toEqual({ code: "HIVE_STORE_UNAVAILABLE", message: expect.stringContaining("53100") });
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 0 });
    await server.query(
      "ALTER TABLE hive.facts DROP CONSTRAINT space, ADD CONSTRAINT slow CHECK (pg_sleep(1) IS NOT NULL)",
    );
    await target.put(SOURCE, [one("s", NOW_MS)], NOW_MS);
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 1 });
    await target.close();
    await server.query("ALTER TABLE hive.facts DROP CONSTRAINT slow");
  });

  test("behind PgBouncer in transaction mode no statement is prepared by name, and nothing is listened to", async () => {
    const said: Buffer[] = [];
    const pooler = createServer((client) => {
      const upstream = connect(`${server.directory}/s/.s.PGSQL.5432`);
      for (const socket of [client, upstream]) socket.on("error", () => client.destroy());
      client.on("data", (bytes) => said.push(Buffer.from(bytes)));
      client.on("close", () => upstream.destroy());
      client.pipe(upstream);
      upstream.pipe(client);
    });
    await new Promise<void>((resolve) => void pooler.listen(0, "127.0.0.1", resolve));
    const { port } = pooler.address() as AddressInfo;
    try {
      const sent = async (parameters: string) => {
        said.length = 0;
        const target = fleetTarget(server, { url: `postgres://hive@127.0.0.1:${port}/postgres${parameters}` });
        const source = { ...SOURCE, id: `behind ${parameters}` };
        await target.cursor(source);
        for (const at of [1, 2, 3])
          await target.put(source, [row(at, observation("s", at, [prompt("p", at)]))], NOW_MS);
        await target.close();
        return statementsIn(Buffer.concat(said));
      };
      const pooled = await sent("?pgbouncer=transaction");
      expect(pooled.texts.some((text) => text.includes("INSERT INTO hive.facts"))).toBe(true);
      expect(pooled.names.filter((name) => name !== "")).toEqual([]);
      expect(pooled.texts.filter((text) => /^\s*(?:LISTEN|PREPARE|DEALLOCATE|SET)\s/i.test(text))).toEqual([]);
      // Elsewhere statements are prepared: so the reading of the bytes is right.
      expect((await sent("")).names.filter((name) => name !== "")).not.toEqual([]);
    } finally {
      pooler.close();
    }
  });
});
