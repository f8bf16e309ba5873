/** Two machines and one server: real hooks, workers and commands, each machine with a home of its own. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { callHook, payload, SESSION } from "../../support/hive.ts";
import { POSTGRES, type Postgres } from "../../support/servers/postgres.ts";
import { waitFor } from "../../support/wait-for.ts";
import { machine } from "./fleet-machine.ts";
import { fleetServer } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const SECRET = "canary-4f1b";

interface PreviewedFact {
  readonly kind: string;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Previewed {
  readonly observations: ReadonlyArray<{ readonly facts: readonly PreviewedFact[] }>;
  readonly place: object;
}

/** PostgreSQL orders an object's keys by their lengths. */
const sortedKeys = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const named = ({ kind, key, data }: PreviewedFact): string => JSON.stringify([kind, key, data], sortedKeys);

interface Listed {
  readonly session: string;
  readonly machine: string;
  readonly project: string;
}

describe.skipIf(POSTGRES === null)("a fleet", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await fleetServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test("a session of one machine is seen on the other, as far as it is shared", async () => {
    const url = server.url("?fleet=shared");
    using laptop = machine(url);
    using box = machine(url);
    expect(await box.json<object>("fleet", "init")).toEqual({ isChanged: false });
    await laptop.call("38-userpromptsubmit", { prompt: `Repair it ${SECRET}` });
    await laptop.call("06-posttooluse-bash");
    await box.call("38-userpromptsubmit", { session_id: "b".repeat(36) });
    await waitFor(async () => (await box.json<Listed[]>("fleet", "sessions")).length === 2);
    const sessions = await box.json<Listed[]>("fleet", "sessions");
    expect(sessions.map(({ session }) => session).toSorted()).toEqual([SESSION, "b".repeat(36)].toSorted());
    expect(sessions.map(({ project }) => project)).toEqual(["host.example/ada/shop", "host.example/ada/shop"]);
    expect(new Set(sessions.map((one) => one.machine)).size).toBe(2);
    expect(await box.json<object[]>("fleet", "status")).toHaveLength(2);
    const { stdout } = await box.run("fleet", "show", SESSION);
    expect(stdout).toContain(`session ${SESSION}`);
    const sent = JSON.stringify(await server.query("SELECT * FROM hive.facts WHERE fleet = 'shared'"));
    for (const kept of [SECRET, "bun test"]) expect(sent).not.toContain(kept);
    const preview = await laptop.run("fleet", "preview");
    expect(preview.stdout).toContain("Shared: status, sessions.");
    expect(preview.stdout).not.toContain(SECRET);
  });

  test("the preview shows each fact as the server then has it, and what it is told of machine and project", async () => {
    const url = server.url("?fleet=previewed");
    using laptop = machine(url, { fleetShare: ["status", "sessions", "files", "commands", "prompts"] });
    await laptop.run("fleet", "init");
    for (const name of ["38-userpromptsubmit", "06-posttooluse-bash", "03-posttooluse-edit", "29-stop"])
      await laptop.call(name);
    const { observations, place } = await laptop.json<Previewed>("fleet", "preview");
    // Of messages the server keeps each, and not the last alone.
    const previewed = observations.flatMap(({ facts }) => facts.filter(({ kind }) => kind !== "message").map(named));
    const sent = async (): Promise<string[]> => {
      const text = "SELECT kind, key, data FROM hive.facts WHERE fleet = 'previewed' AND kind <> 'message'";
      return (await server.query<PreviewedFact>(text)).map(named);
    };
    await waitFor(async () => (await sent()).length >= previewed.length);
    expect((await sent()).toSorted()).toEqual(previewed.toSorted());
    const [told] = await server.query(
      `SELECT label AS machine, hive_version AS "hiveVersion", name AS project, project AS remote, root AS "firstCommit"
      FROM hive.machines JOIN hive.projects USING (fleet) WHERE fleet = 'previewed'`,
    );
    expect(place).toEqual(told as object);
  });

  test("more is shared where the user's own file says so, and is then found", async () => {
    const url = server.url("?fleet=wide");
    using laptop = machine(url, { fleetShare: ["status", "sessions", "commands", "prompts"] });
    await laptop.run("fleet", "init");
    await laptop.call("38-userpromptsubmit", { prompt: `Repair it ${SECRET}` });
    await waitFor(async () => (await laptop.json<object[]>("fleet", "search", SECRET)).length === 1);
    expect((await laptop.run("fleet", "show", SESSION)).stdout).toContain(SECRET);
    expect(await laptop.json<object[]>("fleet", "search", "nothing-of-that-name")).toEqual([]);
  });

  test("a session of another machine is resumed as far as it is shared, and its paths stay there", async () => {
    const url = server.url("?fleet=resumed");
    using laptop = machine(url, { fleetShare: ["status", "sessions", "commands", "prompts"] });
    using box = machine(url);
    const prompt = `Repair the login ${SECRET}`;
    await laptop.call("38-userpromptsubmit", { prompt, cwd: laptop.dir.path, transcript_path: "/etc/hostname" });
    await laptop.call("06-posttooluse-bash", { cwd: laptop.dir.path });
    await laptop.call("18-posttooluse-todowrite", { cwd: laptop.dir.path });
    mkdirSync(box.dir.root, { recursive: true });
    await waitFor(async () =>
      (await box.json<{ facts: { kind: string }[] }>("fleet", "show", SESSION)).facts.some(
        ({ kind }) => kind === "todos",
      ),
    );
    const told = await box.run("resume", SESSION.slice(0, 8));
    expect(told.stderr).toBe("");
    expect(told.stdout).toContain(prompt);
    expect(told.stdout).toContain("It is of the machine");
    expect(told.stdout).toContain("Directory: not known");
    expect(told.stdout).toContain("Transcript: not known");
    expect(told.stdout).not.toContain("claude --resume");
    const handed = await box.run("resume", SESSION, "--for", "codex");
    expect(handed.stdout).toContain("an earlier session of the machine");
    expect(handed.stdout).toContain(SECRET);
    const report = await box.json<{ machine?: string; cwd: string | null }>("resume", SESSION);
    expect(report).toMatchObject({ machine: hostname(), cwd: null });
    // What nobody asked for is told to no agent: a new session here is given nothing of it.
    const { stdout } = await callHook(box.dir.root, payload("21-sessionstart-startup"), box.env);
    expect(stdout).not.toContain(SECRET);
    const unknown = await box.run("resume", "ffff0000");
    expect([unknown.exitCode, unknown.stderr]).toEqual([23, expect.stringContaining("nothing is saved of a session")]);
  });

  test("a session of another machine is forgotten in the fleet, and its machine sends no more of it", async () => {
    const url = server.url("?fleet=others");
    using laptop = machine(url);
    using box = machine(url);
    mkdirSync(box.dir.root, { recursive: true });
    await laptop.call("38-userpromptsubmit");
    await waitFor(async () => (await box.json<object[]>("fleet", "sessions")).length === 1);
    const looked = await box.run("forget", SESSION.slice(0, 8), "--dry-run");
    expect(looked.stdout).toContain(`session ${SESSION} of ${hostname()}, in the fleet`);
    const done = await box.run("forget", SESSION.slice(0, 8), "--yes");
    expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining("The fleet has forgotten it.")]);
    expect(await box.json<object[]>("fleet", "sessions")).toEqual([]);
    expect((await box.run("forget", SESSION, "--yes")).exitCode).toBe(23);
    expect((await laptop.run("sessions")).stdout).toContain(SESSION.slice(0, 4));
  });

  test("a project's file names no server, and widens nothing", async () => {
    using laptop = machine("");
    mkdirSync(laptop.dir.root, { recursive: true });
    const own = { fleetUrl: server.url("?fleet=hostile"), fleetShare: ["prompts"] };
    writeFileSync(join(laptop.dir.root, "config.json"), JSON.stringify(own));
    const { exitCode, stderr } = await laptop.run("fleet", "sessions");
    expect(exitCode).toBe(20);
    expect(stderr).toContain("no fleet is set");
    await laptop.call("38-userpromptsubmit");
    expect(await server.query("SELECT * FROM hive.sources WHERE fleet = 'hostile'")).toEqual([]);
  });

  test("a worker in the background takes no server from its environment, which a project can set", async () => {
    const url = server.url("?fleet=environment");
    using laptop = machine("");
    laptop.env["HIVE_FLEET_URL"] = url;
    await laptop.run("fleet", "init");
    await laptop.run("worker", "start");
    await callHook(laptop.dir.root, payload("38-userpromptsubmit"), laptop.env);
    await waitFor(async () => (await laptop.run("sessions")).stdout.includes(SESSION.slice(0, 4)));
    await laptop.run("worker", "stop");
    expect(await laptop.json<object[]>("fleet", "sessions")).toEqual([]);
    // One that a person starts in the foreground does.
    await laptop.call("06-posttooluse-bash");
    await waitFor(async () => (await laptop.json<object[]>("fleet", "sessions")).length === 1);
  });

  test("what is forgotten here is forgotten there, also when the server comes back later", async () => {
    const url = server.url("?fleet=forgetful");
    using laptop = machine(url);
    await laptop.run("fleet", "init");
    await laptop.call("38-userpromptsubmit");
    await waitFor(async () => (await laptop.json<object[]>("fleet", "sessions")).length === 1);
    await server.kill();
    const { stdout, exitCode } = await laptop.run("forget", SESSION, "--yes");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("the next worker tells it");
    expect(stdout).not.toContain("HIVE_");
    await server.run();
    expect(await laptop.json<object[]>("fleet", "sessions")).toHaveLength(1);
    await laptop.call("38-userpromptsubmit", { session_id: "c".repeat(36) });
    await waitFor(async () => readdirSync(join(laptop.data, "hive/fleet-forgets")).length === 0);
    await waitFor(async () => (await laptop.json<Listed[]>("fleet", "sessions"))[0]?.session === "c".repeat(36));
    expect(await laptop.json<object[]>("fleet", "sessions")).toHaveLength(1);
    expect(JSON.stringify(await server.query("SELECT * FROM hive.tombstones"))).not.toContain(SESSION);
  });

  test("a machine whose disk was put back to an earlier state sends what it saves from then on", async () => {
    const url = server.url("?fleet=rewound");
    using laptop = machine(url);
    await laptop.call("38-userpromptsubmit");
    const name = readdirSync(laptop.dir.root).find((one) => one.endsWith(".db"))!;
    const path = join(laptop.dir.root, name);
    const earlier = readFileSync(path);
    for (const one of ["b", "c", "d"]) await laptop.call("38-userpromptsubmit", { session_id: one.repeat(36) });
    await waitFor(async () => (await laptop.json<object[]>("fleet", "sessions")).length === 4);
    // In place, as a snapshot of the disk: the file keeps its inode, so that it counts as hive's own.
    writeFileSync(path, earlier);
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    await laptop.call("38-userpromptsubmit", { session_id: "e".repeat(36) });
    await waitFor(async () => (await laptop.json<object[]>("fleet", "sessions")).length === 5);
    expect(await laptop.json<object[]>("fleet", "status")).toMatchObject([{ sessions: 5, missing: 0, refused: 0 }]);
  });

  test("with its server away a machine saves and restores as ever, and says so; what waited comes later", async () => {
    const url = server.url("?fleet=away");
    using laptop = machine(url);
    await laptop.run("fleet", "init");
    await server.kill();
    expect((await laptop.call("38-userpromptsubmit")).exitCode).toBe(0);
    expect((await laptop.run("sessions")).stdout).toContain(SESSION.slice(0, 4));
    const asked = await laptop.run("fleet", "sessions");
    expect(asked.exitCode).toBe(50);
    expect(asked.stderr).toContain("hive: postgres://hive@");
    await server.run();
    await laptop.call("06-posttooluse-bash");
    await waitFor(async () => (await laptop.json<object[]>("fleet", "sessions")).length === 1);
  });
});
