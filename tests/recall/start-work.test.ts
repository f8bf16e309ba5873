/** A start of a session reads as much among many sessions as among few. */
import { Database } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import { mkdirSync } from "node:fs";
import type { Fact } from "../../src/model/observation.ts";
import { Queue } from "../../src/queue/queue.ts";
import { findCandidates } from "../../src/recall/choose/candidates.ts";
import { Places } from "../../src/recall/choose/place.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { tempDir } from "../support/temp-dir.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.now();

function instance(
  root: string,
  sessionId: string,
  atMs: number,
  kinds: readonly Fact["kind"][],
  instanceId = sessionId,
) {
  const facts = kinds.map((kind) => ({
    kind,
    key: kind === "session" ? "" : "1",
    atMs,
    data: { cwd: root, source: "startup" },
  }));
  return { operation: "update_instance", payload: { sessionId, instanceId, atMs, status: "active", facts } };
}

async function apply(root: string, entries: readonly ReturnType<typeof instance>[]): Promise<void> {
  mkdirSync(root, { recursive: true });
  using store = await Store.open(root);
  store.applyBatch(
    entries.map((entry, index) => ({ id: `${index}`, ...entry })),
    NOW,
  );
}

const WORK = ["session", "prompt", "operation"] as const;

/** That many sessions which were killed, a minute each. */
const killed = (root: string, count: number) =>
  Array.from({ length: count }, (_, index) => instance(root, `killed-${index}`, NOW - (index + 2) * MINUTE, WORK));

interface Work {
  given: string | undefined;
  /** The texts of the statements. */
  asked: Set<string>;
  statements: number;
  rows: number;
}

/** The session that a start is given, with the statements that run until then, and the rows that they return. */
async function startIn(root: string): Promise<Work> {
  const work: Work = { given: undefined, asked: new Set(), statements: 0, rows: 0 };
  const query = Reflect.get(Database.prototype, "query") as (sql: string) => object;
  const counting = spyOn(Database.prototype, "query").mockImplementation(function (this: Database, sql: string) {
    work.asked.add(sql);
    return counted(query.call(this, sql), work);
  } as typeof Database.prototype.query);
  try {
    using resumes = await Resumes.open(root, { nowMs: NOW, busyTimeoutMs: 1000 });
    const search = { resumes, places: new Places(root, root), receiver: "next", nowMs: NOW };
    work.given = findCandidates(search, true).candidates[0]?.outline.sessionId;
    return work;
  } finally {
    counting.mockRestore();
  }
}

/** A statement that counts its runs. */
function counted(statement: object, work: Work): object {
  const get = (target: object, name: string): unknown => {
    const member: unknown = Reflect.get(target, name, target);
    if (typeof member !== "function") return member;
    return (...values: unknown[]) => {
      const found: unknown = Reflect.apply(member, target, values);
      work.statements += 1;
      if (Array.isArray(found)) work.rows += found.length;
      return found;
    };
  };
  return new Proxy(statement, { get: get as ProxyHandler<object>["get"] & {} });
}

test("a start runs as many statements, and reads as many rows, among 2,000 sessions as among 400", async () => {
  using few = tempDir();
  using many = tempDir();
  await apply(few.root, killed(few.root, 400));
  await apply(many.root, killed(many.root, 2000));
  const among400 = await startIn(few.root);
  expect(among400.given).toBe("killed-0");
  expect(among400.rows).toBeGreaterThan(1);
  expect(await startIn(many.root)).toEqual(among400);
});

test("an index alone tells which sessions continue none: a start reads no rows of them", async () => {
  using dir = tempDir();
  await apply(dir.root, killed(dir.root, 3));
  const { asked } = await startIn(dir.root);
  using db = new Database(`${dir.root}/hive.db`);
  const [sql = ""] = [...asked].filter((one) => one.includes("AS receiver"));
  const plan = db.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const [first] = plan.filter(({ detail }) => detail.startsWith("SEARCH"));
  expect(first?.detail).toContain("COVERING INDEX hive_state_of_main");
});

/** A start among sessions that have begun since the last worker. */
async function amongWaiting(root: string, count: number): Promise<Work> {
  await apply(root, killed(root, 30));
  const waiting = Array.from({ length: count }, (_, index) => instance(root, `new-${index}`, NOW, ["session"]));
  new Queue(root).enqueue(...waiting);
  return startIn(root);
}

test("sessions that have just begun, and only wait in the queue, take no statements of their own", async () => {
  using few = tempDir();
  using many = tempDir();
  const among2 = await amongWaiting(few.root, 2);
  const among60 = await amongWaiting(many.root, 60);
  expect([among2.given, among60.given]).toEqual(["killed-0", "killed-0"]);
  // Two more lots of sessions are looked at, with a statement for each of their parts.
  expect(among60.statements - among2.statements).toBeLessThan(10);
});

test("recent sessions come in their order: those ahead of the clock last, and one of several processes once", async () => {
  using dir = tempDir();
  const { root } = dir;
  await apply(root, [
    instance(root, "ahead", NOW + DAY, WORK),
    instance(root, "ahead", NOW - MINUTE, WORK, "its other process"),
    instance(root, "first", NOW - 2 * MINUTE, WORK),
    instance(root, "first", NOW - 9 * MINUTE, WORK, "its other process"),
    instance(root, "second", NOW - 5 * MINUTE, WORK),
    instance(root, "old", NOW - 9 * DAY, WORK),
    instance(root, "old", 1000, WORK, "its other process"),
    instance(root, "unset clock", 2000, WORK),
  ]);
  change(
    root,
    "UPDATE hive_instances SET last_seen_ms = ? WHERE session_id = 'ahead' AND instance_id = 'ahead'",
    NOW + DAY,
  );
  using resumes = await Resumes.open(root, { nowMs: NOW, busyTimeoutMs: 1000 });
  expect([...resumes.recent(NOW - 7 * DAY)]).toEqual(["first", "second", "unset clock", "ahead"]);
  expect([...resumes.recent(0)]).toEqual(["first", "second", "old", "unset clock", "ahead"]);
});

function change(root: string, sql: string, value: number): void {
  using db = new Database(`${root}/hive.db`);
  db.run(sql, [value]);
}
