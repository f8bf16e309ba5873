/** A fleet's server as a target of the forwarder, on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { KINDS } from "../../../src/model/kinds.ts";
import { mergeRows, type Row } from "../../../src/model/merge.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { NAME_SQL } from "../../../src/store/postgres/rows/fact-name.ts";
import { FleetReader } from "../../../src/store/postgres/fleet-reader.ts";
import { markOf } from "../../../src/store/postgres/rows/text.ts";
import { fact, observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES, type Postgres } from "../../support/servers/postgres.ts";
import { failing, fleetServer, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;
const at = (seq: number) => row(seq, observation("s", seq, [prompt(`${seq}`, seq)]));

describe.skipIf(POSTGRES === null)("a fleet's server, as a target", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await fleetServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await server.query(
      "TRUNCATE hive.machines, hive.sources, hive.sessions, hive.facts, hive.refused, hive.tombstones, hive.projects",
    );
  });

  test("keeps a session with its facts, its machine and its project", async () => {
    const target = fleetTarget(server);
    const facts = [
      fact("session", "", 10, { title: "Login", cwd: "/home/ada/shop" }),
      fact("git", "", 10, { branch: "main" }),
      prompt("p1", 10),
    ];
    const end = [fact("turn", "t1", 20, { text: "Done" }), fact("end", "", 20, { reason: "exit" })];
    await target.put(SOURCE, [row(1, observation("s", 10, facts)), row(2, observation("s", 20, end))], NOW_MS);
    expect(await server.query("SELECT * FROM hive.sessions")).toEqual([
      {
        fleet: "default",
        machine: "machine",
        session: "s",
        project: "github.com/ada/shop",
        agent: "claude-code",
        title: "Login",
        branch: "main",
        started_ms: 10,
        seen_ms: 20,
        ended_ms: 20,
        turn_ended_ms: 20,
      },
    ]);
    expect(await server.query("SELECT label, hive_version, seen_ms FROM hive.machines")).toEqual([
      { label: "laptop", hive_version: "0.0.0", seen_ms: NOW_MS },
    ]);
    expect(await server.query("SELECT kind FROM hive.facts ORDER BY 1")).toEqual(
      ["end", "git", "prompt", "session", "turn"].map((kind) => ({ kind })),
    );
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 2 });
    await target.close();
  });

  test("takes a row once, of whichever forwarder", async () => {
    const rows = [row(1, observation("s", 10, [prompt("a", 10)])), row(2, observation("s", 20, [prompt("b", 20)]))];
    const [one, other] = [fleetTarget(server), fleetTarget(server)];
    await Promise.all([one.put(SOURCE, rows, NOW_MS), other.put(SOURCE, rows, NOW_MS)]);
    const before = await server.query("SELECT * FROM hive.facts ORDER BY key");
    await one.put(SOURCE, rows.slice(0, 1), NOW_MS);
    expect(await server.query("SELECT * FROM hive.facts ORDER BY key")).toEqual(before);
    expect(before).toHaveLength(2);
    expect(await other.cursor(SOURCE)).toMatchObject({ seq: 2 });
    await Promise.all([one.close(), other.close()]);
  });

  test("merges facts by the model's own rule, in whichever order and batches they come", async () => {
    const fields = fc.dictionary(fc.constantFrom("text", "more", "last"), fc.constantFrom("1", "2", "3"), {
      minKeys: 1,
    });
    const said = fc.array(fc.record({ atMs: fc.integer({ min: 1, max: 50 }), data: fields }), {
      minLength: 2,
      maxLength: 6,
    });
    const target = fleetTarget(server);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(said, fc.integer({ min: 1, max: 6 }), async (all, size) => {
        run += 1;
        const source = { ...SOURCE, id: `source-${run}` };
        const session = `s-${run}`;
        const timed = all.map(({ atMs, data }, index) => ({ atMs: atMs * 10 + index, data }));
        const rows = timed.map(({ atMs, data }, index) =>
          row(index + 1, observation(session, atMs, [prompt("p", atMs, data)])),
        );
        for (let from = 0; from < rows.length; from += size)
          await target.put(source, rows.slice(from, from + size), NOW_MS);
        const [stored] = await server.query<{ at_ms: number; data: object; times: object | null }>(
          "SELECT at_ms, data, times FROM hive.facts WHERE session = $1",
          [session],
        );
        const [first, ...rest] = timed as [Row, ...Row[]];
        const expected = rest.reduce((before, comes) => mergeRows(KINDS.prompt.merge, before, comes), first);
        expect({ atMs: stored!.at_ms, data: stored!.data }).toEqual({
          atMs: expected.atMs,
          data: { ...expected.data },
        });
        expect(stored!.times ?? undefined).toEqual(expected.times);
      }),
      { numRuns: 60 },
    );
    await target.close();
  });

  test("two projects of one machine that tell of one session at once make one row of a fact, by the model's own rule", async () => {
    const targets = [fleetTarget(server), fleetTarget(server)] as const;
    const said = Array.from({ length: 24 }, (_, index): Row => ({
      atMs: 100 - index,
      data: { [`f${index % 5}`]: `${index}` },
    }));
    const rowsOf = (parity: number) =>
      said
        .filter((_, index) => index % 2 === parity)
        .map(({ atMs, data }, index) => row(index + 1, observation("s", atMs, [prompt("p", atMs, data)])));
    const sendAll = async (which: 0 | 1): Promise<void> => {
      const source = { ...SOURCE, id: `source-${which}`, project: `/project-${which}` };
      for (const one of rowsOf(which)) await targets[which].put(source, [one], NOW_MS);
    };
    await Promise.all([sendAll(0), sendAll(1)]);
    const [first, ...rest] = said as [Row, ...Row[]];
    const expected = rest.reduce((before, comes) => mergeRows(KINDS.prompt.merge, before, comes), first);
    expect(await server.query("SELECT at_ms, data FROM hive.facts")).toEqual([
      { at_ms: expected.atMs, data: { ...expected.data } },
    ]);
    expect(await server.query("SELECT session, seen_ms FROM hive.sessions")).toEqual([{ session: "s", seen_ms: 100 }]);
    await Promise.all(targets.map(async (target) => await target.close()));
  });

  test("untrusted rows and what is not shared stay on this machine", async () => {
    const target = fleetTarget(server, { share: ["status", "sessions"] });
    const facts = [
      prompt("p", 10, { text: "canary" }),
      fact("session", "", 10, { title: "T", transcriptPath: "canary" }),
    ];
    const rows = [row(1, observation("own", 10, facts)), row(2, observation("foreign", 10, facts), true)];
    await target.put(SOURCE, rows, NOW_MS);
    expect(await server.query("SELECT session, kind, data FROM hive.facts")).toEqual([
      { session: "own", kind: "session", data: { title: "T" } },
    ]);
    expect(await server.query("SELECT session FROM hive.sessions")).toEqual([{ session: "own" }]);
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 2 });
    await target.close();
  });

  test("a fact has the name that the server's own SQL gives it", async () => {
    const target = fleetTarget(server);
    const facts = ["p", "ä1:x", "a\nb", "", "\u0000"].map((key, index) => prompt(key, 10 + index));
    const ofSubagent = { ...prompt("p", 20), agentId: "sub" };
    await target.put(SOURCE, [row(1, observation("s1:é", 10, [...facts, ofSubagent]))], NOW_MS);
    const [counted] = await server.query<{ all: number; alike: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE name = ${NAME_SQL})::int AS alike FROM hive.facts`,
    );
    expect(counted).toEqual({ all: 6, alike: 6 });
    await target.close();
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    expect(await reader.facts({ machine: SOURCE.machine, session: "s1:é" })).toHaveLength(6);
    expect(await reader.facts({ machine: SOURCE.machine, session: "s" })).toEqual([]);
  });

  test("text that PostgreSQL cannot hold comes as text that it can", async () => {
    const target = fleetTarget(server);
    const text = 'a\u0000b\ud800c"\\u0000\\';
    await target.put(SOURCE, [row(1, observation("s", 10, [prompt("p", 10, { text })]))], NOW_MS);
    expect(await server.query("SELECT data->>'text' AS text FROM hive.facts")).toEqual([
      { text: 'a\ufffdb\ufffdc"\\u0000\\' },
    ]);
    await target.close();
  });

  test("rows that never came are counted for their machine, once, and those before the fleet are not", async () => {
    const target = fleetTarget(server);
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    const missing = async (): Promise<number> => (await reader.machines())[0]!.missing;
    await target.put(SOURCE, [at(1000), at(1001)], NOW_MS);
    expect(await missing()).toBe(0);
    await target.put(SOURCE, [at(1002), at(1004)], NOW_MS);
    expect(await missing()).toBe(1);
    await target.put(SOURCE, [at(1002), at(1004)], NOW_MS);
    expect(await missing()).toBe(1);
    await target.put(SOURCE, [at(1004), at(1010)], NOW_MS);
    expect(await missing()).toBe(6);
    await target.refuse(SOURCE, at(1013), "odd", NOW_MS);
    expect(await missing()).toBe(8);
    await target.close();
  });

  test("clones of one repository are one project, whatever their remotes", async () => {
    const commit = "c".repeat(40);
    const projects = [
      { id: "github.com/ada/shop", name: "shop", root: null },
      { id: "github.com/ada/shop", name: "shop", root: commit },
      { id: `root:${commit}`, name: "shop", root: commit },
      { id: "mirror.example/shop", name: "shop", root: commit },
      { id: "github.com/eve/other", name: "other", root: "d".repeat(40) },
    ];
    for (const [index, project] of projects.entries()) {
      const target = fleetTarget(server, { project });
      const source = { id: `source-${index}`, machine: `machine-${index}`, project: "/p" };
      await target.put(source, [row(1, observation("s", 10, []))], NOW_MS);
      await target.close();
    }
    expect(await server.query("SELECT project FROM hive.sessions ORDER BY machine")).toEqual(
      [...Array.from({ length: 4 }, () => "github.com/ada/shop"), "github.com/eve/other"].map((project) => ({
        project,
      })),
    );
  });

  test("a session that was forgotten does not come again, and a later one of its name does", async () => {
    const target = fleetTarget(server);
    await server.query("INSERT INTO hive.tombstones VALUES ('default', $1, 15)", [markOf("s")]);
    const rows = [row(1, observation("s", 10, [prompt("a", 10)])), row(2, observation("s", 20, [prompt("b", 20)]))];
    await target.put(SOURCE, rows, NOW_MS);
    expect(await server.query("SELECT key FROM hive.facts")).toEqual([{ key: "b" }]);
    await target.close();
  });

  test("a refused row is a dead letter of the server, and the cursor goes past it", async () => {
    const target = fleetTarget(server);
    const bad = row(7, observation("s", 10, []));
    await target.refuse(SOURCE, bad, "too\u0000odd", NOW_MS);
    await target.refuse(SOURCE, bad, "again", NOW_MS);
    expect(await server.query("SELECT seq, entry_id, reason FROM hive.refused")).toEqual([
      { seq: "7", entry_id: "e7", reason: "too\ufffdodd" },
    ]);
    expect(await target.cursor(SOURCE)).toMatchObject({ seq: 7 });
    await target.close();
  });

  test("a batch is told of once", async () => {
    const heard: string[] = [];
    const listener = new Bun.SQL({
      adapter: "postgres",
      path: `${server.directory}/s/.s.PGSQL.5432`,
      username: "hive",
      database: "postgres",
      max: 1,
    });
    const listening = await listener.listen("hive_fleet", (payload: string) => heard.push(payload));
    const target = fleetTarget(server);
    const rows = Array.from({ length: 100 }, (_, index) =>
      row(index + 1, observation("s", index + 1, [prompt(`${index}`, index + 1)])),
    );
    await target.put(SOURCE, rows, NOW_MS);
    await listener.notify("hive_fleet", "last");
    while (heard.at(-1) !== "last") await Bun.sleep(2);
    expect(heard).toEqual(["", "last"]);
    await target.close();
    await listening.unlisten?.();
    await listener.close({ timeout: 0 });
  });

  test("fleets of one server do not see each other's rows", async () => {
    const [one, other] = [
      fleetTarget(server, { parameters: "?fleet=a" }),
      fleetTarget(server, { parameters: "?fleet=b" }),
    ];
    await one.put(SOURCE, [row(3, observation("s", 10, [prompt("of a", 10)]))], NOW_MS);
    expect(await other.cursor(SOURCE)).toMatchObject({ seq: 0 });
    await other.put(SOURCE, [row(1, observation("s", 10, [prompt("of b", 10)]))], NOW_MS);
    expect(await server.query("SELECT fleet, key FROM hive.facts ORDER BY 1")).toEqual([
      { fleet: "a", key: "of a" },
      { fleet: "b", key: "of b" },
    ]);
    await Promise.all([one.close(), other.close()]);
  });

  test("a role sees the fleets alone whose role it is a member of", async () => {
    const target = fleetTarget(server, { parameters: "?fleet=a" });
    await target.put(SOURCE, [row(1, observation("s", 10, [prompt("p", 10)]))], NOW_MS);
    for (const statement of [
      "DROP ROLE IF EXISTS member, stranger, hive_a, hive_b",
      "CREATE ROLE hive_a",
      "CREATE ROLE hive_b",
      "CREATE ROLE member LOGIN IN ROLE hive_a",
      "CREATE ROLE stranger LOGIN IN ROLE hive_b",
      "GRANT USAGE ON SCHEMA hive TO member, stranger",
      "GRANT ALL ON ALL TABLES IN SCHEMA hive TO member, stranger",
    ]) {
      await server.query(statement);
    }
    const seenBy = async (user: string): Promise<number> =>
      (await fleetTarget(server, { parameters: "?fleet=a", user }).cursor(SOURCE)).seq;
    expect([await seenBy("member"), await seenBy("stranger")]).toEqual([1, 0]);
    const forged = await failing(() =>
      fleetTarget(server, { parameters: "?fleet=a", user: "stranger" }).put(
        SOURCE,
        [row(2, observation("x", 10, []))],
        NOW_MS,
      ),
    );
    expect(forged).toMatchObject({ code: "HIVE_STORE_UNAVAILABLE", message: expect.stringContaining("42501") });
    await target.close();
    for (const role of ["member", "stranger"]) await server.query(`DROP OWNED BY ${role}`);
    await server.query("DROP ROLE member, stranger, hive_a, hive_b");
  });
});
