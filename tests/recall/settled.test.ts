/** A session that is done is passed over without a look at its facts, until something comes of it. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "../../src/model/observation.ts";
import { findCandidates } from "../../src/recall/choose/candidates.ts";
import { Places } from "../../src/recall/choose/place.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { tempDir } from "../support/temp-dir.ts";

const MINUTE = 60_000;
const NOW = Date.now();

type Said = readonly [kind: Fact["kind"], minutesAgo: number];

/** Applies facts, an entry each. */
async function say(root: string, sessionId: string, ...said: readonly Said[]): Promise<void> {
  using store = await Store.open(root);
  const entries = said.map(([kind, minutesAgo]) => {
    const atMs = NOW - minutesAgo * MINUTE;
    const fact = { kind, key: kind === "operation" || kind === "prompt" ? `${atMs}` : "", atMs, data: { text: "x" } };
    const session = { kind: "session", key: "", atMs, data: { cwd: root, source: "startup", isAttended: true } };
    const status = kind === "end" ? "ended" : "active";
    const payload = { sessionId, instanceId: sessionId, atMs, status, facts: [session, fact] };
    return { id: `${sessionId}-${kind}-${atMs}`, operation: "update_instance", payload };
  });
  store.applyBatch(entries, NOW);
}

const TURN: readonly Said[] = [
  ["prompt", 20],
  ["operation", 19],
  ["message", 18],
];

async function unfinishedIn(root: string): Promise<string[]> {
  using resumes = await Resumes.open(root, { nowMs: NOW, busyTimeoutMs: 1000 });
  const search = { resumes, places: new Places(root, root), receiver: "next", nowMs: NOW };
  return findCandidates(search, false).candidates.map(({ outline }) => outline.sessionId);
}

async function settledIn(root: string): Promise<string[]> {
  using resumes = await Resumes.open(root, { nowMs: NOW, busyTimeoutMs: 1000 });
  const open = new Set(resumes.recent(0, true));
  return [...resumes.recent(0)].filter((id) => !open.has(id));
}

function change(root: string, sql: string): void {
  const db = new Database(join(root, "hive.db"));
  db.run(sql);
  db.close();
}

function fresh() {
  const dir = tempDir();
  mkdirSync(dir.root, { recursive: true });
  return dir;
}

test("a session is settled by its end after a finished turn, and by no other end", async () => {
  using dir = fresh();
  await say(dir.root, "finished", ...TURN, ["end", 17]);
  await say(dir.root, "in-mid-turn", ...TURN, ["prompt", 17], ["operation", 16], ["end", 15]);
  await say(dir.root, "killed", ...TURN);
  expect(await settledIn(dir.root)).toEqual(["finished"]);
});

test("a settled session that goes on and is killed is unfinished", async () => {
  using dir = fresh();
  await say(dir.root, "a", ...TURN, ["end", 17]);
  expect(await unfinishedIn(dir.root)).toEqual([]);
  await say(dir.root, "a", ["prompt", 10], ["operation", 9]);
  expect(await settledIn(dir.root)).toEqual([]);
  expect(await unfinishedIn(dir.root)).toEqual(["a"]);
  await say(dir.root, "a", ["message", 8], ["end", 7]);
  expect(await settledIn(dir.root)).toEqual(["a"]);
});

test("a late observation of a settled session makes the note void, also where an older hive applies it", async () => {
  using dir = fresh();
  await say(dir.root, "a", ...TURN, ["end", 17]);
  await say(dir.root, "a", ["operation", 17.5]);
  expect(await unfinishedIn(dir.root)).toEqual(["a"]);
  await say(dir.root, "b", ...TURN, ["end", 17]);
  // Older versions do not know the note: they count observations.
  change(dir.root, "UPDATE hive_instances SET observations = observations + 1 WHERE session_id = 'b'");
  expect(await settledIn(dir.root)).toEqual([]);
});

test("a database without the note is read, and gets it from the next worker", async () => {
  using dir = fresh();
  await say(dir.root, "a", ...TURN, ["end", 17]);
  await say(dir.root, "b", ...TURN);
  change(dir.root, "ALTER TABLE hive_instances DROP COLUMN settled");
  change(dir.root, "DELETE FROM hive_additions WHERE name >= '0007'");
  expect(await unfinishedIn(dir.root)).toEqual(["b"]);
  await say(dir.root, "c", ...TURN, ["end", 17]);
  expect(await settledIn(dir.root)).toEqual(["c"]);
});

interface Ended {
  readonly prompts: readonly string[];
  readonly isAttended?: boolean;
  readonly reason?: string;
  readonly continues?: string;
}

/** A session of prompts alone, that has ended since. */
async function ended(root: string, { prompts, isAttended = true, reason = "other", continues }: Ended): Promise<void> {
  using store = await Store.open(root);
  const atMs = NOW - MINUTE;
  const facts = [
    { kind: "session", key: "", atMs, data: { cwd: root, source: "startup", isAttended } },
    ...prompts.map((text, index) => ({ kind: "prompt", key: `${index}`, atMs: atMs + index, data: { text } })),
    ...(continues === undefined ? [] : [{ kind: "continues", key: continues, atMs, data: { activeMs: 0 } }]),
    { kind: "end", key: "", atMs: NOW, data: { reason } },
  ];
  const payload = { sessionId: "a", instanceId: "a", atMs: NOW, status: "ended", facts };
  store.applyBatch([{ id: "a", operation: "update_instance", payload }], NOW);
}

test.each<readonly [string, Ended, string[]]>([
  ["a task", { prompts: ["wire it into the invoices"] }, ["a"]],
  ["a task, ended by the user", { prompts: ["wire it in"], reason: "prompt_input_exit" }, ["a"]],
  ["a command of the project's own", { prompts: ["/review"] }, ["a"]],
  ["a word of agreement to an earlier session's work", { prompts: ["continue"], continues: "b" }, ["a"]],
  ["a task and a word of agreement", { prompts: ["wire it in", "yes"] }, ["a"]],
  ["a greeting", { prompts: ["hi"] }, []],
  ["a command of the agent itself", { prompts: ["/exit"] }, []],
  ["a task that was cleared away", { prompts: ["wire it in"], reason: "clear" }, []],
  ["a headless run's task", { prompts: ["wire it in"], isAttended: false }, []],
])(
  "a session of prompts alone is unfinished where a person has asked for something: %s",
  async (_, session, unfinished) => {
    using dir = fresh();
    await ended(dir.root, session);
    expect(await settledIn(dir.root)).toEqual([]);
    expect(await unfinishedIn(dir.root)).toEqual(unfinished);
  },
);

test("an ended session of a prompt alone hides none that worked, whichever came last", async () => {
  using dir = fresh();
  await say(dir.root, "killed at work", ["prompt", 20], ["operation", 19]);
  await ended(dir.root, { prompts: ["wire it into the invoices"] });
  expect((await unfinishedIn(dir.root))[0]).toBe("killed at work");
});

test("a turn that was answered without a tool is finished, and a prompt after it begins another", async () => {
  using dir = fresh();
  await say(dir.root, "a", ["prompt", 20], ["message", 19], ["end", 18]);
  expect(await settledIn(dir.root)).toEqual(["a"]);
  await say(dir.root, "a", ...TURN, ["prompt", 10], ["end", 9]);
  expect(await unfinishedIn(dir.root)).toEqual(["a"]);
});

test("a note by hive 0.6.0 counts for nothing: to it a prompt alone was a clean end", async () => {
  using dir = fresh();
  await ended(dir.root, { prompts: ["wire it into the invoices"] });
  change(dir.root, "UPDATE hive_instances SET settled = observations");
  expect(await unfinishedIn(dir.root)).toEqual(["a"]);
});
