/** A fleet's server that others use too: their databases, schemas, functions and roles, and text that it cannot index. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { FleetReader } from "../../../src/store/postgres/fleet-reader.ts";
import { noteTombstone } from "../../../src/store/postgres/tombstones.ts";
import { observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES, Postgres } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { failing, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;
const DOCS = readFileSync(join(import.meta.dir, "../../../docs/fleet.md"), "utf8");

const many = (word: (index: number) => string): string => Array.from({ length: 150_000 }, (_, n) => word(n)).join(" ");

describe.skipIf(POSTGRES === null)("a fleet's server that others use too", () => {
  let server: Postgres;
  beforeEach(async () => {
    server = await Postgres.start();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function init(url = server.url()): Promise<boolean> {
    await using reader = new FleetReader(parseFleetUrl(url, {}));
    return await reader.init();
  }

  test("init refuses a database whose encoding is not UTF-8", async () => {
    await server.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    expect(await failing(() => init(server.url().replace("/postgres", "/latin")))).toEqual({
      code: "HIVE_STORE_UNAVAILABLE",
      message: expect.stringContaining("LATIN1"),
    });
  });

  test.each([
    ["another role's, with no table in it", ["CREATE ROLE mallory", "CREATE SCHEMA hive AUTHORIZATION mallory"]],
    ["of something else", ["CREATE SCHEMA hive", "CREATE TABLE hive.bees AS SELECT 1 AS bees"]],
    ["of something else, that has versions", ["CREATE SCHEMA hive", "CREATE TABLE hive.version AS SELECT 'mine' AS v"]],
  ])("init changes nothing in a schema hive that is %s", async (_, statements) => {
    for (const statement of statements) await server.query(statement);
    const tables = `SELECT relname, relowner FROM pg_class WHERE relnamespace = 'hive'::regnamespace ORDER BY 1`;
    const before = await server.query(tables);
    expect(await failing(() => init())).toEqual({
      code: "HIVE_STORE_UNAVAILABLE",
      message: expect.stringContaining("schema hive"),
    });
    expect(await server.query(tables)).toEqual(before);
  });

  test("init needs no right to make a schema where one stands ready, or where all is made", async () => {
    await server.query("CREATE ROLE ada LOGIN");
    await server.query("CREATE SCHEMA hive AUTHORIZATION ada");
    const url = server.url("", "ada");
    expect(await init(url)).toBe(true);
    expect(await init(url)).toBe(false);
  });

  test("a role of a team, made as docs/fleet.md says, sends and reads, and changes no version", async () => {
    await init();
    const [, statements] = /```sql\n(CREATE ROLE hive_teama[^`]+)```/.exec(DOCS)!;
    for (const statement of statements!.split(";\n").filter(Boolean)) await server.query(statement);
    const url = server.url("?fleet=teama", "ada");
    const target = fleetTarget(server, { url });
    await target.put(SOURCE, [row(1, observation("s", 10, [prompt("p", 10, { text: "teapot" })]))], NOW_MS);
    await target.close();
    await using reader = new FleetReader(parseFleetUrl(url, {}));
    expect(await reader.search("teapot", 5)).toHaveLength(1);
    expect(await init(url)).toBe(false);
    // Not even where somebody grants it more.
    await server.query("GRANT ALL ON ALL TABLES IN SCHEMA hive TO ada");
    const { path, username } = parseFleetUrl(url, {});
    const ada = new Bun.SQL({ adapter: "postgres", path: path!, username, database: "postgres", max: 1 });
    await ada.unsafe("UPDATE hive.version SET version = 99");
    await ada.unsafe("DELETE FROM hive.version");
    await ada.close({ timeout: 0 });
    expect(await init()).toBe(false);
  });

  test("no function of another role's is run, whatever it takes", async () => {
    await server.query("CREATE ROLE mallory LOGIN");
    await server.query("GRANT CREATE ON SCHEMA public TO mallory");
    await server.query(`CREATE FUNCTION public.trap() RETURNS integer LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'a function of another role was run as %', current_user; END $$`);
    const traps = [
      ["concat_ws(text, text, text, text, text, text, text)", "text"],
      ["encode(bytea, text)", "text"],
      ["convert_to(text, text)", "bytea"],
      ["to_tsvector(text, text)", "tsvector"],
      ["plainto_tsquery(text, text)", "tsquery"],
      ["unnest(uuid[])", "SETOF uuid"],
      ["pg_notify(text, varchar)", "void"],
      ["starts_with(text, varchar)", "boolean"],
    ];
    for (const [name, type] of traps) {
      await server.query(`CREATE FUNCTION public.${name} RETURNS ${type} LANGUAGE plpgsql AS $$
        BEGIN PERFORM public.trap(); END $$`);
    }
    await server.query(`CREATE FUNCTION public.trapped(state bigint, given text) RETURNS bigint LANGUAGE sql AS $$
      SELECT public.trap()::bigint $$`);
    await server.query("CREATE AGGREGATE public.count(text) (sfunc = public.trapped, stype = bigint, initcond = '0')");
    await init();
    using data = tempDir();
    const target = fleetTarget(server, { dataDirectory: data.path });
    await target.put(SOURCE, [row(1, observation("s", 10, [prompt("p", 10, { text: "teapot" })]))], NOW_MS);
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    expect(await reader.search("teapot", 5)).toHaveLength(1);
    expect(await reader.sessions(5, "s")).toHaveLength(1);
    expect(await reader.sessionsOf("s")).toHaveLength(1);
    expect((await reader.machines())[0]).toMatchObject({ projects: 1, sessions: 1 });
    noteTombstone(data.path, "s", NOW_MS);
    await target.put(SOURCE, [row(2, observation("t", 20, [prompt("q", 20)]))], NOW_MS);
    await target.close();
    expect((await reader.sessions(5)).map(({ session }) => session)).toEqual(["t"]);
  });

  test("a text whose words are more than PostgreSQL indexes comes as a whole, and is found by its first 100,000 characters", async () => {
    await init();
    const target = fleetTarget(server);
    const texts = [
      many((n) => `word${n}`),
      many((n) => `a${n}-b${n}-c${n}.example.org/d${n}/e${n}`),
      many((n) => String.fromCodePoint(0x4e00 + (n % 20_000), 0x1f600)),
      `${"🫖".repeat(49_999)} 🫖🫖`,
    ];
    const rows = texts.map((text, index) => row(index + 1, observation("s", 10, [prompt(`p${index}`, 10, { text })])));
    await target.put(SOURCE, rows, NOW_MS);
    await target.close();
    await using reader = new FleetReader(parseFleetUrl(server.url(), {}));
    expect(await reader.search("word7", 5)).toHaveLength(1);
    const facts = await reader.facts({ machine: SOURCE.machine, session: "s" });
    expect(facts.map(({ data }) => (data as { text: string }).text).toSorted()).toEqual(texts.toSorted());
  });
});
