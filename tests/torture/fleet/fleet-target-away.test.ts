/** A fleet's server that is away, half dead, of another version or at its limits. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectFleet } from "../../../src/store/postgres/connect/pool.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { fleetAddress } from "../../../src/store/postgres/connect/settings.ts";
import { FleetReader } from "../../../src/store/postgres/fleet-reader.ts";
import { makeTables } from "../../../src/store/postgres/schema.ts";
import { observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES, Postgres } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { failing, fleetServer, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;

describe.skipIf(POSTGRES === null)("a fleet's server that is away", () => {
  test("without tables it is said, init makes them, once, and a newer hive's are waited for", async () => {
    await using server = await Postgres.start();
    const target = fleetTarget(server);
    expect(await failing(() => target.cursor(SOURCE))).toEqual({
      code: "HIVE_STORE_UNAVAILABLE",
      message: expect.stringContaining("call hive fleet init"),
    });
    const connections = [1, 2, 3].map(() => connectFleet(parseFleetUrl(server.url(), {})));
    const made = await Promise.all(connections.map(({ kysely }) => makeTables(kysely)));
    expect(made.filter(Boolean)).toEqual([true]);
    await Promise.all(connections.map((one) => one.close()));
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 0 });
    await server.query("UPDATE hive.version SET version = 99");
    expect((await failing(() => target.cursor(SOURCE))).message).toContain("update hive");
    await target.close();
  });

  test("tables of hive 0.5.0 are brought up to date with what is in them, and merge with what comes", async () => {
    await using server = await Postgres.start();
    const connection = connectFleet(parseFleetUrl(server.url(), {}));
    await makeTables(connection.kysely, 1);
    await server.query(`INSERT INTO hive.facts (fleet, machine, session, agent_id, kind, key, at_ms, data, is_failed)
      SELECT 'default', 'machine', 's', '', 'prompt', 'p' || n, 5, '{"text": "old"}', false FROM generate_series(1, 300) n`);
    expect((await failing(() => fleetTarget(server).cursor(SOURCE))).message).toContain("call hive fleet init");
    expect(await makeTables(connection.kysely)).toBe(true);
    await connection.close();
    const target = fleetTarget(server);
    const facts = [prompt("p1", 4, { text: "older", more: "x" }), prompt("p2", 6), prompt("new", 6)];
    await target.put(SOURCE, [row(1, observation("s", 6, facts))], NOW_MS);
    await target.close();
    expect(
      await server.query("SELECT key, at_ms, data FROM hive.facts WHERE key IN ('p1', 'p2', 'new') ORDER BY key"),
    ).toEqual([
      { key: "new", at_ms: 6, data: { text: "new" } },
      { key: "p1", at_ms: 5, data: { text: "old", more: "x" } },
      { key: "p2", at_ms: 6, data: { text: "p2" } },
    ]);
    expect(await server.query("SELECT count(*)::int AS n FROM hive.facts")).toEqual([{ n: 301 }]);
  });

  test("killed in the middle of a batch it has all of the batch or nothing, and takes it again", async () => {
    await using server = await fleetServer();
    const rows = [row(1, observation("s", 10, [prompt("a", 10)])), row(2, observation("s", 20, [prompt("b", 20)]))];
    for (const at of ["begun", "written", "committed"] as const) {
      const source = { ...SOURCE, id: at };
      let killed: Promise<void> | undefined;
      const target = fleetTarget(server, {
        onStep: (step) => {
          if (step === at) killed ??= server.kill();
        },
      });
      const outcome = await failing(() => target.put(source, rows, NOW_MS));
      await killed;
      // The server may have been faster than its end.
      expect([undefined, "HIVE_STORE_UNAVAILABLE"]).toContain(outcome.code);
      expect((await failing(() => target.cursor(source))).code).toBe("HIVE_STORE_UNAVAILABLE");
      await server.run();
      const { seq } = await target.cursor(source);
      expect(outcome.code === undefined ? [2] : [0, 2]).toContain(seq);
      await target.put(source, rows, NOW_MS);
      expect(await target.cursor(source)).toMatchObject({ seq: 2 });
      await target.close();
    }
    expect(await server.query("SELECT key FROM hive.facts ORDER BY key")).toEqual([{ key: "a" }, { key: "b" }]);
  });

  test("full of connections, read-only, too slow or closed to the user: rows wait, and it is said why", async () => {
    await using server = await fleetServer();
    const rows = [row(1, observation("s", 10, [prompt("a", 10)]))];
    const why = async (user: string): Promise<string> => {
      const target = fleetTarget(server, { user });
      const { code, message } = await failing(() => target.put(SOURCE, rows, NOW_MS));
      await target.close();
      expect(code).toBe("HIVE_STORE_UNAVAILABLE");
      return message;
    };
    await server.query("CREATE ROLE ada LOGIN");
    expect(await why("ada")).toContain("42501");
    expect(await why("nobody_of_that_name")).toContain("28000");
    await server.query("ALTER ROLE ada CONNECTION LIMIT 0");
    expect(await why("ada")).toContain("53300");
    await server.query("ALTER ROLE ada SUPERUSER CONNECTION LIMIT -1");
    await server.query("ALTER ROLE ada SET default_transaction_read_only = on");
    expect(await why("ada")).toContain("25006");
    await server.query("ALTER ROLE ada RESET default_transaction_read_only");
    await server.query("ALTER ROLE ada SET statement_timeout = 10");
    await server.query("ALTER TABLE hive.facts ADD CHECK (pg_sleep(1) IS NOT NULL)");
    expect(await why("ada")).toContain("57014");
  });

  test("a password file that others may read is named where the server asks for its password", async () => {
    await using server = await fleetServer();
    using home = tempDir();
    const file = join(home.path, ".pgpass");
    writeFileSync(file, "*:*:*:ada:tea\n");
    await server.query("CREATE ROLE ada LOGIN SUPERUSER PASSWORD 'tea'");
    const rules = "local all ada scram-sha-256\nlocal all all trust\n";
    writeFileSync(join(server.directory, "data/pg_hba.conf"), rules);
    await server.query("SELECT pg_reload_conf()");
    const said = async (mode: number): Promise<string> => {
      chmodSync(file, mode);
      await using reader = new FleetReader(fleetAddress({ fleetUrl: server.url("", "ada") }, { HOME: home.path })!);
      return (await failing(() => reader.machines())).message;
    };
    await waitFor(async () => (await said(0o644)).includes("28P01"));
    expect(await said(0o644)).toEndWith(`: ${file} is not read, since it is not yours alone: call chmod 600 on it`);
    expect(await said(0o600)).toBe("");
  });

  test("a statement that it does not answer is given up with its connection, and the next call has another", async () => {
    await using server = await fleetServer();
    const rows = [row(1, observation("s", 10, [prompt("a", 10)]))];
    await server.query("ALTER TABLE hive.facts ADD CONSTRAINT slow CHECK (pg_sleep(600) IS NOT NULL)");
    const target = fleetTarget(server);
    expect(await failing(() => target.put(SOURCE, rows, NOW_MS))).toEqual({
      code: "HIVE_STORE_UNAVAILABLE",
      message: expect.stringContaining("has not answered for 20 s"),
    });
    await server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    await server.query("ALTER TABLE hive.facts DROP CONSTRAINT slow");
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 0 });
    await target.put(SOURCE, rows, NOW_MS);
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 1 });
    await target.close();
  });
});
