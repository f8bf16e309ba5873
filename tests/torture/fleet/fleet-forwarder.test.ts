/** The forwarder with a fleet's server: it is killed at each step, and comes to rows that the server cannot take. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { POSTGRES, type Postgres } from "../../support/servers/postgres.ts";
import { entry, forwardProject } from "../../worker/forward/forward-project.ts";
import { fleetServer, fleetTarget } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;
const FIXTURE = join(import.meta.dir, "forward-fixture.ts");
/** More than a batch. */
const ROWS = 200;

const ids = Array.from({ length: ROWS }, (_, index) => `e${String(index + 1).padStart(3, "0")}`);

async function forward(root: string, url: string, killedAt: string) {
  // The user's key is that of this process's own environment.
  const env = { ...process.env };
  const child = Bun.spawn([process.execPath, FIXTURE, root, url, killedAt], { env, stdout: "pipe", stderr: "inherit" });
  const said = await new Response(child.stdout).text();
  await child.exited;
  return { said, signal: child.signalCode };
}

describe.skipIf(POSTGRES === null)("a forwarder and a fleet's server", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await fleetServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await server.query("TRUNCATE hive.machines, hive.sources, hive.sessions, hive.facts, hive.refused");
  });

  const keysOf = async (machine: string): Promise<string[]> => {
    const text = "SELECT key FROM hive.facts WHERE machine = $1 AND kind = 'prompt' ORDER BY key";
    return (await server.query<{ key: string }>(text, [machine])).map(({ key }) => key);
  };

  test.each(["read", "begun", "written", "committed", "put"])(
    "one that is killed at the step '%s' loses nothing and doubles nothing",
    async (step) => {
      using project = await forwardProject();
      const rows = ids.map((id, index) => entry(id, index + 1));
      project.store.applyBatch(rows.slice(0, ROWS / 2), NOW_MS);
      project.store.applyBatch(rows.slice(ROWS / 2), NOW_MS);
      expect(await forward(project.root, server.url(), step)).toEqual({ said: "", signal: "SIGKILL" });
      // As the next one does.
      const target = fleetTarget(server);
      const machine = `machine ${step}`;
      const place = { machine, project: "/shop" };
      const told = await project.forwarder({ targets: [target], place }).pass();
      expect(told).toMatchObject({ seq: ROWS, againInMs: null });
      expect(await keysOf(machine)).toEqual(ids);
      const sources = await server.query("SELECT seq::int, missing::int FROM hive.sources WHERE machine = $1", [
        machine,
      ]);
      expect(sources).toEqual([{ seq: ROWS, missing: 0 }]);
      await target.close();
    },
  );

  test("a row that breaks a rule of the tables, or a limit of PostgreSQL's, is refused, and the others come", async () => {
    await server.query(`CREATE FUNCTION too_long() RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'string is too long for tsvector' USING ERRCODE = '54000'; END $$`);
    await server.query("ALTER TABLE hive.facts ADD CONSTRAINT odd CHECK (key <> 'e007')");
    await server.query("ALTER TABLE hive.facts ADD CONSTRAINT long CHECK (key <> 'e100' OR too_long())");
    using project = await forwardProject();
    project.store.applyBatch(
      ids.map((id, index) => entry(id, index + 1)),
      NOW_MS,
    );
    const target = fleetTarget(server);
    const place = { machine: "odd rows", project: "/shop" };
    const told = await project.forwarder({ targets: [target], place }).pass();
    expect(told).toMatchObject({ seq: ROWS, targets: [{ error: null, refused: 2 }] });
    expect(await keysOf("odd rows")).toEqual(ids.filter((id) => id !== "e007" && id !== "e100"));
    const refused = await server.query("SELECT entry_id, reason FROM hive.refused ORDER BY seq");
    expect(refused).toEqual([
      { entry_id: "e007", reason: expect.stringContaining("odd") },
      { entry_id: "e100", reason: expect.stringContaining("too long") },
    ]);
    await target.close();
    await server.query("ALTER TABLE hive.facts DROP CONSTRAINT odd, DROP CONSTRAINT long");
  });
});
