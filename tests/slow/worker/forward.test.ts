/** A real worker with its forwarder: rows come into the archive whoever is killed, and whatever the archive does. */
import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { callHook, runWorkerOnce, drained, hive, payload, rows, startWorker } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { type TempDir, tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

/** The archive is the user's: each test has a user's directory of its own. */
const own = process.env["XDG_DATA_HOME"]!;
afterAll(() => {
  process.env["XDG_DATA_HOME"] = own;
});

function project(config: Record<string, unknown> = {}) {
  const dir: TempDir = tempDir();
  process.env["XDG_DATA_HOME"] = join(dir.path, "data");
  mkdirSync(join(dir.path, "shop"));
  const root = join(dir.path, "shop", ".hive-mind");
  makeQueue(queuePaths(root));
  configure(root, config);
  const archive = join(dir.path, "data", "hive", "archive.db");
  const read = <T>(sql: string): T[] => {
    if (!existsSync(archive)) return [];
    using db = new Database(archive, { readonly: true });
    return db.query<T, []>(sql).all();
  };
  return {
    root,
    archive,
    read,
    prompts: (): string[] =>
      read<{ text: string }>("SELECT text FROM facts WHERE kind = 'prompt' ORDER BY text").map(({ text }) => text),
    say: (text: string, session = "s-1") =>
      callHook(root, payload("38-userpromptsubmit", { prompt: text, prompt_id: text, session_id: session })),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

const isMade = (read: (sql: string) => unknown[]): boolean => {
  try {
    return read("SELECT 1 FROM facts").length > 0;
  } catch {
    return false;
  }
};

/** Lets workers apply and forward, one after the other, until nothing is left: one waits a few seconds for its forwarder. */
async function settle(root: string): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await runWorkerOnce(root);
    if (rows(root, "SELECT seq FROM hive_outbox").length === 0) return;
  }
  throw new Error(`rows are left in the outbox of ${root}`);
}

/** The forwarder's processes of a project. Any process may end while it is looked at. */
const forwarders = (root: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        return words.includes("forward") && words.includes(root);
      } catch {
        return false;
      }
    })
    .map(Number);

test("what a worker applies is in the archive when it ends, with its project, and the outbox is empty", async () => {
  using shop = project();
  await shop.say("Repair the login form");
  await settle(shop.root);
  expect(shop.prompts()).toEqual(["Repair the login form"]);
  expect(shop.read("SELECT path, name FROM projects")).toEqual([{ path: join(shop.root, ".."), name: "shop" }]);
  expect(forwarders(shop.root)).toEqual([]);
});

test("nothing is archived where the archive is off, by the user or by the project alone", async () => {
  for (const isProjects of [false, true]) {
    using shop = project(isProjects ? {} : { archive: "off" });
    if (isProjects) await Bun.write(`${shop.root}/config.json`, '{ "archive": "off" }');
    await shop.say("Repair the login form");
    await runWorkerOnce(shop.root);
    expect(rows(shop.root, "SELECT seq FROM hive_outbox")).toEqual([]);
    expect(existsSync(shop.archive)).toBe(false);
  }
});

test("a project cannot ask for more than its user gives", async () => {
  using shop = project({ archive: "off" });
  await Bun.write(`${shop.root}/config.json`, '{ "archive": "transcripts" }');
  await shop.say("Repair the login form");
  await runWorkerOnce(shop.root);
  expect(existsSync(shop.archive)).toBe(false);
});

test("an archive that is held delays no entry; the heartbeat says so, and the rows come later", async () => {
  using shop = project();
  await using worker = await startWorker(shop.root);
  await shop.say("one");
  await waitFor(() => isMade(shop.read));
  {
    using holder = new Database(shop.archive);
    holder.run("BEGIN IMMEDIATE");
    await shop.say("two");
    await drained(shop.root);
    const [target] = await waitFor(() => {
      const targets = readHeartbeat(queuePaths(shop.root))?.targets ?? [];
      return targets[0]?.error === null ? null : targets.length > 0 && targets;
    });
    expect(target).toMatchObject({ name: "archive", error: expect.stringContaining("locked") as string });
    expect(shop.prompts()).toEqual(["one"]);
    holder.run("ROLLBACK");
  }
  await waitFor(() => shop.prompts().length === 2);
  process.kill(worker.pid, "SIGTERM");
  expect((await worker.outcome()).exitCode).toBe(0);
  expect(shop.prompts()).toEqual(["one", "two"]);
});

test("a forwarder that is killed is started again, and a killed worker's rows are the next one's", async () => {
  using shop = project();
  const said: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using worker = await startWorker(shop.root);
    for (let index = 0; index < 4; index += 1) {
      said.push(`prompt ${round} ${index}`);
      await shop.say(said.at(-1)!);
      const [pid] = forwarders(shop.root);
      if (index === round && pid !== undefined) process.kill(pid, "SIGKILL");
    }
    worker.kill();
    await worker.outcome();
    // It ends when its worker is gone.
    await waitFor(() => forwarders(shop.root).length === 0);
  }
  await settle(shop.root);
  expect(shop.prompts()).toEqual(said.toSorted());
});

test("an archive that was deleted is made anew, and takes what comes", async () => {
  using shop = project();
  await shop.say("one");
  await settle(shop.root);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(shop.archive + suffix, { force: true });
  await shop.say("two");
  await settle(shop.root);
  expect(shop.prompts()).toEqual(["two"]);
});

test("what is uninstalled with its data leaves the archive", async () => {
  using shop = project();
  await shop.say("Repair the login form");
  await settle(shop.root);
  expect(shop.prompts()).toHaveLength(1);
  await using child = hive(["uninstall", "--yes", "--delete-data", "--root", shop.root], { HOME: shop.root });
  expect((await child.outcome()).exitCode).toBe(0);
  expect(shop.prompts()).toEqual([]);
  expect(readFileSync(shop.archive, "latin1")).not.toContain("login");
});

const line = (uuid: string, text: string): string =>
  `${JSON.stringify({ type: "assistant", uuid, timestamp: new Date().toISOString(), message: { content: [{ type: "text", text }] } })}\n`;

test("transcripts come into the archive with their owner's word, and not what was said in a pause", async () => {
  using shop = project({ archive: "transcripts" });
  const transcript = join(shop.root, "../../transcript.jsonl");
  const turn = async (prompt: string): Promise<void> => {
    await callHook(
      shop.root,
      payload("38-userpromptsubmit", { prompt, session_id: "s-1", transcript_path: transcript }),
    );
    await settle(shop.root);
  };
  const replies = (): string[] =>
    shop.read<{ text: string }>("SELECT text FROM facts WHERE kind = 'reply' ORDER BY text").map(({ text }) => text);
  writeFileSync(transcript, line("a1", "I found the teapot."));
  await turn("one");
  await turn("two");
  expect(replies()).toEqual(["I found the teapot."]);
  const hush = async (...args: string[]): Promise<void> => {
    await using child = hive([...args, "--root", shop.root]);
    expect((await child.outcome()).exitCode).toBe(0);
  };
  await hush("pause");
  appendFileSync(transcript, line("a2", "Said in the pause."));
  await hush("unpause");
  appendFileSync(transcript, line("a3", "Then the kettle."));
  await turn("three");
  expect(replies()).toEqual(["I found the teapot.", "Then the kettle."]);
});

test("several projects share one archive", async () => {
  using shop = project();
  const data = process.env["XDG_DATA_HOME"]!;
  using other = project();
  process.env["XDG_DATA_HOME"] = data;
  await Promise.all([shop.say("in the shop", "s-1"), other.say("elsewhere", "s-2")]);
  await Promise.all([settle(shop.root), settle(other.root)]);
  expect(shop.prompts()).toEqual(["elsewhere", "in the shop"]);
  expect(shop.read("SELECT 1 FROM projects")).toHaveLength(2);
});
