/** What the archive's disk does to a project: its own store goes on, it is said, and the rows come later. */
import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { callHook, drained, payload, rows, runWorkerOnce, startWorker } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { CAN_ATTACH, failIn } from "./failing-calls.ts";
import { CAN_MOUNT, countCase, smallDisk, statusOf } from "./setup.ts";

setDefaultTimeout(240_000);

const own = process.env["XDG_DATA_HOME"]!;
afterAll(() => {
  process.env["XDG_DATA_HOME"] = own;
});

/** Longer than a page, so that each row takes room. */
const LONG = "teapot ".repeat(1000);

/** A project whose user has his data in a directory. */
function projectWith(data: string) {
  const dir = tempDir();
  process.env["XDG_DATA_HOME"] = data;
  makeQueue(queuePaths(dir.root));
  const archive = join(data, "hive/archive.db");
  return {
    root: dir.root,
    archive,
    say: async (text: string): Promise<void> => {
      const prompt = { prompt: `${text} ${LONG}`, prompt_id: text };
      const { exitCode, stdout, stderr } = await callHook(dir.root, payload("38-userpromptsubmit", prompt));
      expect([exitCode, stdout, stderr]).toEqual([0, "", ""]);
    },
    /** What the project's own store has. */
    stored: (): string[] =>
      rows<{ key: string }>(dir.root, "SELECT key FROM hive_state WHERE kind = 'prompt' ORDER BY key").map(
        ({ key }) => key,
      ),
    archived: (): string[] => {
      if (!existsSync(archive)) return [];
      try {
        using db = new Database(archive, { readonly: true });
        const sql = "SELECT key FROM facts WHERE kind = 'prompt' ORDER BY key";
        return db
          .query<{ key: string }, []>(sql)
          .all()
          .map(({ key }) => key);
      } catch {
        // It is being made, or cannot be opened for now.
        return [];
      }
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

/** @returns what ends the fault */
type Fault = (worker: number) => (() => unknown) | Promise<() => unknown>;

/**
 * Brings a fault about under a worker that has sent nothing yet, between two prompts.
 * @param says what the heartbeat and `hive status` say of it
 * @param keeps the prompts that the archive has in the end
 */
async function endure(data: string, begin: Fault, says: RegExp, keeps = ["one", "three", "two"]): Promise<void> {
  using project = projectWith(data);
  const { root } = project;
  await project.say("one");
  await waitFor(async () => {
    await runWorkerOnce(root);
    return project.archived().length === 1;
  });
  await using worker = await startWorker(root);
  const end = await begin(worker.pid);
  for (const text of ["two", "three"]) {
    await project.say(text);
    await drained(root);
  }
  expect(project.stored()).toEqual(["one", "three", "two"]);
  const error = await waitFor(() => readHeartbeat(queuePaths(root))?.targets?.[0]?.error, { timeoutMs: 60_000 });
  expect(error).toMatch(says);
  const { text } = await statusOf(root);
  expect(text).toMatch(/warning +archive: the archive cannot be used: /);
  expect(text).toMatch(says);
  expect(text).toContain("what is saved waits for it");
  expect(project.archived()).not.toContain("three");
  await end();
  await waitFor(() => Bun.deepEquals(project.archived(), keeps), { timeoutMs: 120_000 });
  await waitFor(() => readHeartbeat(queuePaths(root))?.targets?.[0]?.error === null);
  countCase();
}

const fileOf = (data: string): string => join(data, "hive/archive.db");

function setVersion(archive: string, version: number): void {
  using db = new Database(archive);
  db.run(`PRAGMA user_version = ${version}`);
}

test("an archive that a newer hive has written is waited for, and left as it is", async () => {
  using dir = tempDir();
  const archive = fileOf(dir.path);
  const begin = () => {
    const { user_version: version } = versionIn(archive);
    setVersion(archive, 99);
    return () => setVersion(archive, version);
  };
  await endure(dir.path, begin, /a newer hive has written it/);
});

const versionIn = (archive: string): { user_version: number } => {
  using db = new Database(archive, { readonly: true });
  return db.query<{ user_version: number }, []>("PRAGMA user_version").get()!;
};

test("a malformed archive is left as it is until it is moved away, and then made anew", async () => {
  using dir = tempDir();
  const archive = fileOf(dir.path);
  const begin = () => {
    renameSync(archive, `${archive}.before`);
    writeFileSync(archive, "no database ".repeat(1000), { mode: 0o600 });
    return () => {
      expect(readFileSync(archive, "utf8")).toStartWith("no database");
      renameSync(archive, `${archive}.malformed`);
    };
  };
  await endure(dir.path, begin, /file is not a database/, ["three", "two"]);
});

test.if(CAN_MOUNT)("an archive on a full disk is filled when there is room", async () => {
  using disk = smallDisk({ bytes: 16 * 1024 ** 2 });
  const begin = () => {
    disk.fill();
    return () => disk.free();
  };
  await endure(disk.path, begin, /disk is full/);
});

test.if(CAN_MOUNT)("an archive on a read-only disk is filled when that can be written", async () => {
  using disk = smallDisk({ bytes: 16 * 1024 ** 2 });
  // The directory that the disk can make read-only.
  mkdirSync(disk.root, { mode: 0o700 });
  const begin = () => {
    disk.makeReadOnly();
    return () => disk.makeWritable();
  };
  await endure(disk.root, begin, /read-?only|EROFS/i);
});

// As sshfs and 9p do: a write-ahead log needs memory that processes share.
test.if(CAN_ATTACH)("an archive on a file system without a write-ahead log is waited for", async () => {
  using dir = tempDir();
  const archive = fileOf(dir.path);
  const begin = async (worker: number) => {
    const failing = await failIn(worker, { calls: "mmap", error: "ENODEV", paths: [`${archive}-shm`] });
    return async () => {
      expect(failing.count()).toBeGreaterThan(0);
      await failing.end();
    };
  };
  await endure(dir.path, begin, /disk I\/O error/);
});
