/**
 * What the store has of sessions does not depend on the order in which their observations are applied, nor on how they
 * are split into batches: rows, counts and the checkpoints that there are.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { KindName } from "../../../src/model/kinds.ts";
import { factKey, storedKey } from "../../../src/store/sqlite/apply/stored-row.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const NOW_MS = 1_000_000;

const KINDS: readonly KindName[] = ["session", "operation", "file", "command", "prompt", "todos", "agent", "end"];
const data = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.nat(9), fc.constant(null)), { maxKeys: 3 });
const fact = fc.record({
  kind: fc.constantFrom(...KINDS),
  key: fc.constantFrom("k1", "k2"),
  data: fc.oneof(data, fc.record({ type: fc.constantFrom("t1", "t2"), description: fc.constantFrom("d1", "d2") })),
  agentId: fc.option(fc.constantFrom("g1", "g2"), { nil: undefined }),
});
const seen = fc.record({
  sessionId: fc.constantFrom("s1", "s2"),
  instanceId: fc.constantFrom("i1", "i2"),
  // An agent says at each call which process it is, or never.
  pid: fc.nat(9),
  checkpoint: fc.option(fc.constantFrom("auto", "stop"), { nil: undefined }),
  facts: fc.array(fact, { maxLength: 4 }),
});
const observations = fc.array(seen, { minLength: 1, maxLength: 12 }).map((all) =>
  all.map((one, index) => {
    const atMs = 1000 + index;
    // An operation is of one instance.
    const facts = one.facts.map((it) => ({ ...it, key: `${it.key} of ${one.instanceId}`, atMs }));
    const payload = { ...one, atMs, event: "Stop", agent: "claude-code", facts };
    return { id: `${index}`, operation: "observe", payload: JSON.parse(JSON.stringify(payload)) as unknown };
  }),
);

const TABLES: Readonly<Record<string, string>> = {
  hive_state: "session_id, kind, key, agent_id, at_ms, data, times",
  hive_instances: "*",
  hive_checkpoints: "session_id, created_at_ms, type, trigger, entry_id",
  sessions: "id, status, created_at, updated_at",
  instance_sessions: "*",
  session_logs: "session_id, timestamp, log_level, message",
  // claude-flow's table has a subagent from when its name was known.
  agents: "id, name, type, role, status",
  hive_ledger: "entry_id",
};

/** Every row that tells something, in an order of its own. */
function dump(store: Store): unknown {
  const rowsOf = ([table, columns]: [string, string]): unknown =>
    store.db
      .query<Record<string, unknown>, []>(`SELECT ${columns} FROM ${table}`)
      .all()
      .map((row) => ({ ...row, ...objectsIn(row) }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return Object.fromEntries(Object.entries(TABLES).map((entry) => [entry[0], rowsOf(entry)]));
}

/** Fields have no order. */
const objectsIn = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    ["data", "times"]
      .filter((name) => typeof row[name] === "string")
      .map((name) => [
        name,
        Object.entries(JSON.parse(row[name] as string) as object).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ]),
  );

async function applied(batches: ReadonlyArray<readonly { id: string; operation: string; payload: unknown }[]>) {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  for (const batch of batches) {
    for (const outcome of store.applyBatch(batch, NOW_MS)) expect(outcome).toEqual({ kind: "applied" });
  }
  return dump(store);
}

test("observations of sessions leave the same rows in whichever order they are applied", async () => {
  const given = observations.chain((all) =>
    fc.record({
      all: fc.constant(all),
      order: fc.shuffledSubarray(all, { minLength: all.length }),
      size: fc.integer({ min: 1, max: 5 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(given, async ({ all, order, size }) => {
      const batches = Array.from({ length: Math.ceil(order.length / size) }, (_, index) =>
        order.slice(index * size, (index + 1) * size),
      );
      expect(await applied(batches)).toEqual(await applied([all]));
    }),
    { numRuns: 60 },
  );
});

test("of two sessions with one subagent that one counts which has the newest fact, in whichever order they come", async () => {
  const said = ["s1", "s2"].map((sessionId, index) => {
    const fact = { kind: "agent", key: "g", data: { type: "t", description: `of ${sessionId}` }, atMs: 1000 + index };
    const payload = { sessionId, instanceId: "i", atMs: 1000 + index, event: "Stop", agent: "codex", facts: [fact] };
    return [{ id: sessionId, operation: "observe", payload }];
  });
  for (const batches of [said, said.toReversed()]) {
    expect(await applied(batches)).toMatchObject({ agents: [{ id: "g", name: "of s2" }] });
  }
});

interface Said {
  readonly atMs: number;
  readonly facts?: readonly object[];
  readonly checkpoint?: string;
}

/** An entry of the one session that these tests have. */
const observe = (entryId: string, said: Said) => {
  const seen = { sessionId: "s", instanceId: "i", event: "Stop", agent: "claude-code", facts: [] };
  return { id: entryId, operation: "observe", payload: { ...seen, ...said } };
};

const prompt = (key: string, atMs: number) => ({ kind: "prompt", key, atMs, data: { text: `prompt ${key}` } });
const message = (text: string, atMs: number) => ({ kind: "message", key: "last", atMs, data: { text } });
const command = (index: number) => ({
  kind: "command",
  key: `t${index}`,
  atMs: 1000 + index,
  data: { command: `c${index}`, outcome: "ok" },
});
const todos = (content: string, atMs: number) => ({
  kind: "todos",
  key: "",
  atMs,
  data: { todos: [{ content, status: "pending" }] },
});

test("an observation with a checkpoint has one row in the history and one in the log, and one without has none", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const [a, b, c, d] = ["a", "b", "c", "d"].map((key, index) => ({ atMs: index + 1, facts: [prompt(key, index + 1)] }));
  store.applyBatch(
    [
      observe("a", a!),
      observe("b", { ...b!, checkpoint: "stop" }),
      observe("c", c!),
      observe("d", { ...d!, checkpoint: "stop" }),
    ],
    5,
  );
  const rows = store.db.query("SELECT entry_id, json_array_length(data, '$.prompts') AS prompts FROM hive_checkpoints");
  expect(rows.all()).toEqual([
    { entry_id: "b", prompts: 2 },
    { entry_id: "d", prompts: 4 },
  ]);
  expect(store.db.query("SELECT message FROM session_logs").all()).toEqual([
    { message: "stop checkpoint after Stop" },
    { message: "stop checkpoint after Stop" },
  ]);
});

test("no fact is stored with a time more than two seconds after its arrival, and one ahead of the clock gives way", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const stored = () => store.db.query("SELECT at_ms, json_extract(data, '$.text') AS text FROM hive_state").get();
  store.applyBatch([observe("ahead", { atMs: 900_000, facts: [message("ahead", 900_000)] })], 500_000);
  expect(stored()).toEqual({ at_ms: 500_000, text: "ahead" });
  expect(store.db.query("SELECT last_seen_ms AS at FROM hive_instances").get()).toEqual({ at: 500_000 });
  // What comes at once, from a clock that is right, is the later one.
  store.applyBatch([observe("right", { atMs: 500_100, facts: [message("right", 500_100)] })], 500_100);
  expect(stored()).toEqual({ at_ms: 500_100, text: "right" });
  // Of several that are ahead the later entry is the later one.
  const two = ["z", "a"].map((text) => observe(text, { atMs: 900_000, facts: [message(text, 900_000)] }));
  store.applyBatch(two, 600_000);
  expect(stored()).toMatchObject({ text: "a" });
  // The clock was set back.
  store.applyBatch([observe("now", { atMs: 100_000, facts: [message("now", 100_000)] })], 100_000);
  expect(stored()).toEqual({ at_ms: 100_000, text: "now" });
  expect(store.db.query("SELECT last_seen_ms AS at FROM hive_instances").get()).toEqual({ at: 100_000 });
});

test("rows of a subagent are its own, and push none of the main agent's out of a checkpoint", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const ofSubagent = [todos("sub", 2000), ...Array.from({ length: 40 }, (_, index) => command(index + 1))];
  store.applyBatch(
    [
      observe("0", { atMs: 1000, facts: [command(0), todos("main", 1000)] }),
      observe("1", { atMs: 2000, facts: ofSubagent.map((one) => ({ ...one, agentId: "g" })) }),
      observe("2", { atMs: 3000, checkpoint: "stop" }),
    ],
    NOW_MS,
  );
  const row = store.db.query<{ data: string }, []>("SELECT data FROM hive_checkpoints").get()!;
  const kept = JSON.parse(row.data) as { todos: object; commands: { command: string; agentId?: string }[] };
  expect(kept.todos).toMatchObject({ todos: [{ content: "main" }] });
  const ofAgent = (agentId: string | undefined) => kept.commands.filter((one) => one.agentId === agentId);
  expect(ofAgent(undefined).map((one) => one.command)).toEqual(["c0"]);
  expect(ofAgent("g")).toHaveLength(20);
});

test("a checkpoint tells what was written between it and the one before, by whichever process", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  using other = await Store.open(dir.root);
  store.applyBatch([observe("a", { atMs: 1, facts: [prompt("a", 1)], checkpoint: "stop" })], 9);
  other.applyBatch([observe("b", { atMs: 2, facts: [prompt("b", 2)] })], 9);
  store.applyBatch([observe("c", { atMs: 3, facts: [prompt("c", 3)] })], 9);
  store.applyBatch([observe("d", { atMs: 4, checkpoint: "stop" })], 9);
  const row = store.db.query<{ data: string }, []>("SELECT data FROM hive_checkpoints WHERE entry_id = 'd'").get()!;
  const { prompts } = JSON.parse(row.data) as { prompts: { key: string }[] };
  expect(prompts.map(({ key }) => key)).toEqual(["c", "b", "a"]);
});

test("checkpoints that were taken while the clock was ahead are older than any new one", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root, { checkpointHistory: 3 });
  const take = (entryId: string, atMs: number): void => {
    store.applyBatch([observe(entryId, { atMs, checkpoint: "stop" })], atMs);
  };
  for (let index = 0; index < 3; index += 1) take(`ahead${index}`, 900_000 + index);
  for (let index = 0; index < 2; index += 1) take(`right${index}`, 500_000 + index);
  const kept = store.db.query("SELECT entry_id AS id FROM hive_checkpoints ORDER BY created_at_ms DESC, id DESC").all();
  expect(kept).toEqual([{ id: "right1" }, { id: "right0" }, { id: "ahead2" }]);
  const { header } = store.db.query<{ header: string }, []>("SELECT checkpoint_data AS header FROM sessions").get()!;
  expect(JSON.parse(header)).toMatchObject({ lastAutoCheckpoint: "1970-01-01T00:08:20.001Z" });
});

test("what was found out after a checkpoint is in no later one, is bounded by its arrival, and waits for a lock", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root, { busyTimeoutMs: 5000 });
  const git = { kind: "git" as const, key: "", atMs: 5000, data: { branch: "one", head: null, worktree: "/p" } };
  store.applyBatch([observe("a", { atMs: 5000, facts: [git], checkpoint: "stop" })], 5000);
  // Another process holds the lock for a while.
  await using holder = new Child(join(import.meta.dir, "../../store/lock-fixture.ts"), [`${dir.root}/hive.db`]);
  await holder.printed("held");
  store.addLate("a", "s", { kind: "git", key: "", atMs: 9e12, data: { dirty: { modified: 7, atMs: 6000 } } }, 6000);
  store.applyBatch([observe("b", { atMs: 7000, checkpoint: "stop" })], 7000);
  const rows = store.db.query<{ id: string; git: string }, []>(
    "SELECT entry_id AS id, json_extract(data, '$.git') AS git FROM hive_checkpoints ORDER BY created_at_ms",
  );
  expect(rows.all().map(({ id, git: kept }) => [id, (JSON.parse(kept) as { dirty?: object }).dirty])).toEqual([
    ["a", undefined],
    ["b", undefined],
  ]);
  expect(store.db.query("SELECT late FROM hive_checkpoints WHERE entry_id = 'b'").get()).toEqual({ late: null });
  expect(store.db.query("SELECT at_ms FROM hive_state WHERE kind = 'git'").get()).toEqual({ at_ms: 6000 });
});

test("at one time the same rows are told, whether they were read or followed", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const files = Array.from({ length: 150 }, (_, index) => ({
    kind: "file",
    key: `/f${(index * 37) % 150}`,
    atMs: 2000,
    data: { change: "modified" },
  }));
  const kept = async (isFollowed: boolean): Promise<unknown> => {
    using place = tempDir();
    mkdirSync(place.root);
    using store = await Store.open(place.root);
    const steps = [
      { atMs: 1000, checkpoint: "stop" },
      { atMs: 2000, facts: files },
      { atMs: 3000, checkpoint: "stop" },
    ];
    for (const [index, step] of steps.entries()) {
      // Whoever takes the connection may write: what is kept of a session is forgotten.
      if (!isFollowed) store.db.query("SELECT 1").get();
      store.applyBatch([observe(`${index}`, step)], 9000);
    }
    const row = store.db.query<{ data: string }, []>("SELECT data FROM hive_checkpoints WHERE entry_id = '2'").get()!;
    return (JSON.parse(row.data) as { files: unknown[] }).files;
  };
  const followed = await kept(true);
  expect(followed).toHaveLength(100);
  expect(await kept(false)).toEqual(followed);
});

test("no name of a subagent and no key can be taken for another's row", async () => {
  const names = fc.string({ unit: fc.constantFrom("a", "\u001f", '"', "\\"), maxLength: 4 });
  fc.assert(
    fc.property(names, names, names, names, (agent, key, otherAgent, otherKey) => {
      fc.pre(agent !== otherAgent || key !== otherKey);
      expect(storedKey(agent, key)).not.toBe(storedKey(otherAgent, otherKey));
      expect(factKey(agent, storedKey(agent, key))).toBe(key);
    }),
  );
});

test("a subagent that stops after its session has ended does not reopen it", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  using store = await Store.open(dir.root);
  const session = { kind: "session", key: "", atMs: 2000, data: { cwd: "/p" } };
  const end = { kind: "end", key: "", atMs: 2000, data: { reason: "exit" } };
  store.applyBatch([observe("a", { atMs: 2000, facts: [session, end] })], 9000);
  store.applyBatch([observe("b", { atMs: 3000, facts: [{ ...session, atMs: 3000, agentId: "g" }] })], 9000);
  expect(store.db.query("SELECT status FROM sessions").get()).toEqual({ status: "ended" });
});
