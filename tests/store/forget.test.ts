/** How a session's rows go from the database. */
import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { userKey } from "../../src/origin/key.ts";
import { deleteSession, eraseDeleted, sessionIdsIn } from "../../src/store/sqlite/forget.ts";
import { isForgettingUnfinished, markForgotten } from "../../src/store/sqlite/forgotten.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import type { StoreEntry } from "../../src/store/port.ts";
import { tempDir } from "../support/temp-dir.ts";

const SESSION = "a-session-to-forget";
const NOW_MS = Date.UTC(2026, 0, 31);

const observed = (sessionId: string, id: string, text: string, atMs = NOW_MS): StoreEntry => ({
  id: `observe:${sessionId}:${id}`,
  seq: Bun.randomUUIDv7(),
  operation: "observe",
  payload: {
    sessionId,
    instanceId: sessionId,
    atMs,
    event: "Stop",
    agent: "claude-code",
    checkpoint: "stop",
    facts: [
      { kind: "prompt", key: id, atMs, data: { text } },
      { kind: "agent", key: `agent-${id}`, atMs, data: { type: "x", description: text, status: "running" } },
    ],
  },
});

const bytes = (root: string): string =>
  readFileSync(`${root}/hive.db`, "latin1") + readFileSync(`${root}/hive.db-wal`, "latin1");

async function opened() {
  const dir = tempDir();
  (await import("node:fs")).mkdirSync(dir.root, { mode: 0o700 });
  const store = await Store.open(dir.root);
  return {
    root: dir.root,
    store,
    [Symbol.dispose]() {
      store.close();
      dir[Symbol.dispose]();
    },
  };
}

test("the rows of one session go from every table, also from those that others have made", async () => {
  using it = await opened();
  const { store } = it;
  store.applyBatch([observed(SESSION, "1", "gone"), observed("another-session", "1", "kept")], NOW_MS);
  store.db.run("CREATE TABLE theirs (sessionId TEXT, note TEXT)");
  store.db.query("INSERT INTO theirs VALUES (?, 'gone'), ('another-session', 'kept')").run(SESSION);
  expect(sessionIdsIn(store.db).toSorted()).toEqual([SESSION, "another-session"]);
  expect(deleteSession(store.db, SESSION)).toBeGreaterThan(5);
  expect(sessionIdsIn(store.db)).toEqual(["another-session"]);
  const tables = store.db.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) {
    const all = JSON.stringify(store.db.query(`SELECT * FROM "${name}"`).all());
    expect([name, all.includes(SESSION) || all.includes("gone")]).toEqual([name, false]);
  }
  expect(store.db.query("SELECT count(*) AS n FROM hive_ledger").get()).toEqual({ n: 2 });
});

test("what is deleted is overwritten at once, in pages that stay", async () => {
  using it = await opened();
  const { store, root } = it;
  store.applyBatch([observed(SESSION, "1", "to-be-overwritten"), observed("other", "1", "kept")], NOW_MS);
  deleteSession(store.db, SESSION);
  store.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  expect(bytes(root)).not.toContain("to-be-overwritten");
});

test("what was deleted before, and lies in free pages, is written over", async () => {
  using it = await opened();
  const { store, root } = it;
  for (let turn = 0; turn < 60; turn += 1)
    store.applyBatch([observed(SESSION, `${turn}`, `old-text ${"x".repeat(3000)}`)], NOW_MS + turn);
  store.db.run("DELETE FROM hive_checkpoints");
  store.db.run("DELETE FROM hive_state");
  deleteSession(store.db, SESSION);
  store.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  expect(bytes(root)).toContain("old-text");
  await eraseDeleted(store.db);
  expect(bytes(root)).not.toContain("old-text");
});

test("the log is empty afterwards, and the database is the same file", async () => {
  using it = await opened();
  const { store, root } = it;
  const { ino } = statSync(`${root}/hive.db`);
  store.applyBatch([observed(SESSION, "1", "in-the-log")], NOW_MS);
  markForgotten(store.db, SESSION, userKey(root), NOW_MS);
  deleteSession(store.db, SESSION);
  expect(isForgettingUnfinished(store.db)).toBe(true);
  await eraseDeleted(store.db);
  expect(isForgettingUnfinished(store.db)).toBe(false);
  expect(statSync(`${root}/hive.db-wal`).size).toBe(0);
  expect(statSync(`${root}/hive.db`).ino).toBe(ino);
  expect(bytes(root)).not.toContain(SESSION);
});

test("what is found out late, and an entry of before, bring nothing back; what comes after is a session's again", async () => {
  using it = await opened();
  const { store, root } = it;
  markForgotten(store.db, SESSION, userKey(root), NOW_MS);
  expect(store.applyBatch([observed(SESSION, "1", "before", NOW_MS - 1)], NOW_MS)).toEqual([{ kind: "duplicate" }]);
  store.addLate("e", SESSION, { kind: "git", key: "", atMs: NOW_MS - 1, data: { branch: "x" } }, NOW_MS + 5);
  expect(sessionIdsIn(store.db)).toEqual([]);
  expect(bytes(root)).not.toContain(SESSION);
  expect(store.applyBatch([observed(SESSION, "2", "after", NOW_MS + 1)], NOW_MS + 2)).toEqual([{ kind: "applied" }]);
  expect(sessionIdsIn(store.db)).toEqual([SESSION]);
});

test("what went on from a forgotten session names it no more, in rows, checkpoints and entries that wait", async () => {
  using it = await opened();
  const { store, root } = it;
  const link = (id: string, atMs: number): StoreEntry => {
    const entry = observed("another-session", id, "kept", atMs);
    const facts = [{ kind: "continues", key: SESSION, atMs, data: { activeMs: NOW_MS - 5 } }];
    return { ...entry, payload: { ...(entry.payload as object), facts } };
  };
  store.applyBatch([observed(SESSION, "1", "gone"), link("1", NOW_MS)], NOW_MS);
  expect(JSON.stringify(store.db.query("SELECT data FROM hive_checkpoints").all())).toContain(SESSION);
  markForgotten(store.db, SESSION, userKey(root), NOW_MS);
  deleteSession(store.db, SESSION);
  store.applyBatch([link("2", NOW_MS + 1)], NOW_MS + 1);
  await eraseDeleted(store.db);
  expect(bytes(root)).not.toContain(SESSION);
  expect(sessionIdsIn(store.db)).toEqual(["another-session"]);
});
