import { Database } from "bun:sqlite";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../../../src/base/errors.ts";
import type { Observation } from "../../../src/model/observation.ts";
import { markForgotten } from "../../../src/store/archive/erase.ts";
import { fact, KEY, observation, row, SOURCE, tempArchive } from "./archive-project.ts";

setDefaultTimeout(120_000);

const NOW_MS = 5000;
const prompt = (key: string, atMs: number, data: object = { text: key }) => fact("prompt", key, atMs, data);

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe("the archive, as a target", () => {
  test("keeps a session with its facts, and finds it by their words", () => {
    using archive = tempArchive();
    const facts = [
      fact("session", "", 10, { cwd: "/home/u/shop/api", model: "opus", transcriptPath: "/t.jsonl", isAttended: true }),
      fact("start", "", 10, { directory: "/home/u/shop" }),
      fact("git", "", 10, { branch: "main", worktree: "/home/u/shop" }),
      prompt("p1", 10, { text: "Repair the login form" }),
    ];
    const failed = fact("command", "c1", 20, { command: "bun test", outcome: "failed", error: "expected teapot" });
    archive.target.put(SOURCE, [row(1, observation("s", 10, facts)), row(2, observation("s", 20, [failed]))], NOW_MS);
    expect(archive.all("SELECT * FROM sessions")).toMatchObject([
      {
        session_id: "s",
        agent: "claude-code",
        title: "Repair the login form",
        directory: "/home/u/shop",
        branch: "main",
        model: "opus",
        transcript_path: "/t.jsonl",
        started_ms: 10,
        seen_ms: 20,
        ended_ms: null,
        is_attended: 1,
        is_untrusted: 0,
      },
    ]);
    expect(archive.all("SELECT machine, path, name FROM projects")).toEqual([
      { machine: "machine", path: "/home/u/shop", name: "shop" },
    ] as never);
    expect([archive.found("login"), archive.found("teapot"), archive.found("kettle")]).toEqual([["s"], ["s"], []]);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 2 });
  });

  test("takes a row once, also of two forwarders", () => {
    using archive = tempArchive();
    const rows = [row(1, observation("s", 10, [prompt("a", 10)])), row(2, observation("s", 20, [prompt("b", 20)]))];
    archive.target.put(SOURCE, rows, NOW_MS);
    const before = archive.all("SELECT * FROM facts");
    archive.target.put(SOURCE, rows, NOW_MS);
    archive.target.put(SOURCE, rows.slice(0, 1), NOW_MS);
    expect(archive.all("SELECT * FROM facts")).toEqual(before as never);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 2 });
    expect(archive.all("SELECT seq FROM cursors")).toEqual([{ seq: 2 }] as never);
  });

  test("keeps of each field what was said last, in whichever order and batches it is told", () => {
    const fields = fc.dictionary(fc.constantFrom("text", "more", "last"), fc.constantFrom("1", "2", "3"), {
      minKeys: 1,
    });
    const said = fc.array(fc.record({ atMs: fc.integer({ min: 1, max: 50 }), data: fields }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(said, fc.boolean(), (all, isOneBatch) => {
        using archive = tempArchive();
        // Two that are said at one time have no order.
        const timed = all.map(({ atMs, data }, index) => ({ atMs: atMs * 10 + index, data }));
        const rows = timed
          .toReversed()
          .map(({ atMs, data }, index) => row(index + 1, observation("s", atMs, [prompt("a", atMs, data)])));
        if (isOneBatch) archive.target.put(SOURCE, rows, NOW_MS);
        else for (const one of rows) archive.target.put(SOURCE, [one], NOW_MS);
        const latest: Record<string, unknown> = {};
        for (const { data } of timed.toSorted((a, b) => a.atMs - b.atMs)) Object.assign(latest, data);
        const [stored] = archive.all<{ data: string; text: string | null }>("SELECT data, text FROM facts");
        expect(JSON.parse(stored!.data)).toEqual(latest);
        const word = latest["text"] as string | undefined;
        expect([1, 2, 3].map((one) => archive.found(String(one)).length === 1)).toEqual(
          ["1", "2", "3"].map((one) => one === word),
        );
      }),
      { numRuns: 15 },
    );
  });

  test("keeps a subagent's facts beside the main agent's, and each message", () => {
    using archive = tempArchive();
    const todos = fact("todos", "", 10, { todos: [{ content: "paint" }] });
    const facts = [
      todos,
      { ...todos, agentId: "g" },
      fact("message", "last", 10, { text: "first" }),
      fact("message", "last", 20, { text: "second" }),
    ];
    archive.target.put(SOURCE, [row(1, observation("s", 20, facts))], NOW_MS);
    expect(archive.all("SELECT kind, agent_id FROM facts ORDER BY kind, agent_id, key")).toEqual([
      { kind: "message", agent_id: "" },
      { kind: "message", agent_id: "" },
      { kind: "todos", agent_id: "" },
      { kind: "todos", agent_id: "g" },
    ] as never);
  });

  test("marks a session with one untrusted row, and not that of another project with the same id", () => {
    using archive = tempArchive();
    const rows = [row(1, observation("s", 10, [])), row(2, observation("s", 20, []), true)];
    archive.target.put(SOURCE, [...rows, row(3, observation("s", 30, []))], NOW_MS);
    archive.target.put({ ...SOURCE, id: "other", project: "/other" }, [row(1, observation("s", 10, []))], NOW_MS);
    const sql = "SELECT p.path, s.is_untrusted FROM sessions s JOIN projects p ON p.id = s.project ORDER BY p.path";
    expect(archive.all(sql)).toEqual([
      { path: "/home/u/shop", is_untrusted: 1 },
      { path: "/other", is_untrusted: 0 },
    ] as never);
  });

  test("brings no forgotten session back, and takes what it says later", () => {
    using archive = tempArchive();
    archive.target.put(SOURCE, [row(1, observation("other", 10, []))], NOW_MS);
    {
      using db = new Database(archive.path);
      markForgotten(db, "s", KEY, 100);
    }
    const rows = [
      row(2, observation("s", 90, [prompt("a", 90, { text: "before" })])),
      row(3, observation("s", 110, [prompt("b", 110, { text: "after" })])),
    ];
    archive.target.put(SOURCE, rows, NOW_MS);
    expect([archive.found("before"), archive.found("after")]).toEqual([[], ["s"]]);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 3 });
  });

  test("leaves nothing of a batch with a row that it cannot take, and refuses that row by itself", () => {
    using archive = tempArchive();
    const bad = { ...row(2, observation("s", 20, [])), body: "{" };
    const good = row(1, observation("s", 10, [prompt("a", 10)]));
    expect(thrown(() => archive.target.put(SOURCE, [good, bad], NOW_MS))).toBeInstanceOf(SyntaxError);
    expect(archive.all("SELECT 1 FROM facts")).toEqual([]);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 0 });
    archive.target.refuse(SOURCE, bad, "not JSON", NOW_MS);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 2 });
    expect(archive.all("SELECT seq, entry_id, reason FROM refused")).toEqual([
      { seq: 2, entry_id: "e2", reason: "not JSON" },
    ] as never);
  });

  test("is made for its user alone", () => {
    using archive = tempArchive();
    archive.target.put(SOURCE, [row(1, observation("s", 10, []))], NOW_MS);
    expect([statSync(archive.path).mode & 0o777, statSync(dirname(archive.path)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test("is away while another process holds it, without a wait, and takes the row afterwards, by the same connection", () => {
    using archive = tempArchive();
    const rows: readonly [number, Observation][] = [
      [1, observation("s", 10, [])],
      [2, observation("s", 20, [])],
    ];
    const [first, second] = rows.map(([seq, body]) => row(seq, body));
    archive.target.put(SOURCE, [first!], NOW_MS);
    const connection = archive.target.with((db) => db);
    {
      using db = new Database(archive.path);
      db.run("BEGIN IMMEDIATE");
      expect(errorCode(thrown(() => archive.target.put(SOURCE, [second!], NOW_MS)))).toBe("HIVE_STORE_UNAVAILABLE");
      db.run("ROLLBACK");
    }
    archive.target.put(SOURCE, [second!], NOW_MS);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 2 });
    expect(archive.target.with((db) => db)).toBe(connection);
  });

  test("is opened while another process writes to it: opening takes no lock", () => {
    using archive = tempArchive();
    archive.target.put(SOURCE, [row(1, observation("s", 10, []))], NOW_MS);
    archive.target.close();
    using db = new Database(archive.path);
    db.run("BEGIN IMMEDIATE");
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 1 });
    db.run("ROLLBACK");
  });

  test("is away where a newer hive has written it, and changes nothing", () => {
    using archive = tempArchive();
    mkdirSync(dirname(archive.path), { recursive: true });
    {
      using db = new Database(archive.path, { create: true });
      db.run("PRAGMA user_version = 99");
    }
    const error = thrown(() => archive.target.cursor(SOURCE));
    expect(errorCode(error)).toBe("HIVE_STORE_UNAVAILABLE");
    expect(String(error)).toContain("newer hive");
    expect(archive.all("SELECT name FROM sqlite_schema")).toEqual([]);
  });

  test("is away where it cannot be made or read, and made anew where it was deleted", () => {
    using archive = tempArchive();
    archive.target.put(SOURCE, [row(1, observation("s", 10, []))], NOW_MS);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(archive.path + suffix);
    expect(archive.target.cursor(SOURCE)).toEqual({ seq: 0 });
    rmSync(dirname(archive.path), { recursive: true });
    chmodSync(dirname(dirname(archive.path)), 0o500);
    try {
      const error = thrown(() => archive.target.cursor(SOURCE));
      // Root may write anywhere.
      if (process.getuid?.() !== 0) expect(errorCode(error)).toBe("HIVE_STORE_UNAVAILABLE");
    } finally {
      chmodSync(dirname(dirname(archive.path)), 0o700);
    }
  });

  test("is not opened through a link, nor where a text lies", async () => {
    using archive = tempArchive();
    mkdirSync(dirname(archive.path), { recursive: true });
    await Bun.write(archive.path, "this is no database, whatever its name says ".repeat(100));
    expect(errorCode(thrown(() => archive.target.cursor(SOURCE)))).toBe("HIVE_STORE_UNAVAILABLE");
    rmSync(archive.path);
    symlinkSync("/dev/null", archive.path);
    expect(errorCode(thrown(() => archive.target.cursor(SOURCE)))).toBe("HIVE_STORE_UNAVAILABLE");
  });
});
