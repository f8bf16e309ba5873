/** git takes none of hive's files, whatever a repository tracks in the state directory. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { queueDirectories, queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { git } from "../../support/git.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(60_000);

/** A repository that tracks these files. */
function tracking(files: Readonly<Record<string, string>>, more: (top: string) => void = () => undefined) {
  const dir = tempDir();
  const top = `${dir.path}/top`;
  mkdirSync(top);
  git(top, "init", "-q");
  for (const [path, text] of Object.entries({ "a.txt": "a", ...files })) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  more(top);
  git(top, "add", "-A", "-f");
  git(top, "commit", "-qm", "one");
  const root = `${top}/.hive-mind`;
  return { top, root, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

const IGNORE = ".hive-mind/.gitignore";
/** What git would take with the next commit, but the file that hive has put right. */
const taken = (top: string): string[] =>
  git(top, "diff", "--cached", "--name-only", "--no-renames")
    .split("\n")
    .filter((path) => path !== "" && !path.startsWith(IGNORE));

async function work(root: string): Promise<void> {
  await callHook(root, payload("22-sessionstart-resume"));
  await callHook(root, payload("29-stop"));
  await drain(root);
  expect(existsSync(`${root}/hive.db`)).toBe(true);
}

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly more?: (top: string) => void;
}

const CASES: readonly Case[] = [
  { what: "nothing", files: {} },
  { what: "a config.json", files: { ".hive-mind/config.json": "{}" } },
  { what: "a .gitignore that lets the database through", files: { [IGNORE]: "*\n!hive.db\n" } },
  { what: "an empty .gitignore", files: { [IGNORE]: "" } },
  { what: "a .gitignore that lets everything through", files: { [IGNORE]: "*\n!*\n" } },
  { what: "a .gitignore that lets directories through", files: { [IGNORE]: "*\r\n!*/\r\n!queue/**\r\n" } },
  { what: "a .gitignore with a name that only looks like all", files: { [IGNORE]: "*\t\n" } },
  { what: "a .gitignore with a mark at its beginning and another pattern", files: { [IGNORE]: "\ufeff*\n!hive.db\n" } },
  { what: "a .gitignore of 1 MB", files: { [IGNORE]: `*\n${"# \n".repeat(400_000)}!hive.db\n` } },
  { what: "a .gitignore above that lets everything through", files: { ".gitignore": "!.hive-mind\n!.hive-mind/**\n" } },
  { what: "a .gitignore that is a directory", files: { [`${IGNORE}/x`]: "x" } },
  {
    what: "a .gitignore that is a link",
    files: { ".hive-mind/x": "" },
    more: (top) => symlinkSync("../a.txt", join(top, IGNORE)),
  },
  {
    what: "a .gitignore in the queue",
    files: { ".hive-mind/queue/.gitignore": "!*\n", ".hive-mind/queue/pending/.gitignore": "!*" },
  },
  {
    what: "the whole queue",
    files: Object.fromEntries(queueDirectories(queuePaths(".hive-mind")).map((path) => [`${path}/.keep`, ""] as const)),
  },
];

describe("git takes nothing of hive's where a repository tracks", () => {
  test.each(CASES)("$what", async ({ files, more }) => {
    using it = tracking(files, more);
    await work(it.root);
    expect(readFileSync(`${it.top}/a.txt`, "utf8")).toBe("a");
    for (const all of [["-A"], ["."]]) {
      git(it.top, "add", ...all);
      expect(taken(it.top)).toEqual([]);
      git(it.top, "reset", "-q");
    }
    // As a control: without the file git takes the database.
    rmSync(join(it.top, IGNORE), { recursive: true });
    git(it.top, "add", "-A");
    expect(taken(it.top)).toContain(".hive-mind/hive.db");
    git(it.top, "reset", "-q");
    makeQueue(queuePaths(it.root));
    expect(lstatSync(join(it.top, IGNORE)).isFile()).toBe(true);
    git(it.top, "stash", "-u");
    expect(existsSync(`${it.root}/hive.db`)).toBe(true);
  });

  test("its queue alone, from the first call of a hook that starts no worker", async () => {
    const files = queueDirectories(queuePaths(".hive-mind")).map((path) => [`${path}/.keep`, ""] as const);
    using it = tracking({ ...Object.fromEntries(files), ".hive-mind/config.json": '{"restoreContext":false}' });
    await callHook(it.root, payload("22-sessionstart-resume"));
    git(it.top, "add", "-A");
    expect(taken(it.top)).toEqual([]);
  });

  test("and from the call that starts a worker, before that one has begun", async () => {
    const files = queueDirectories(queuePaths(".hive-mind")).map((path) => [`${path}/.keep`, ""] as const);
    using it = tracking(Object.fromEntries(files));
    const { spawnWorker } = await import("../../../src/supervisor/spawn.ts");
    const worker = spawnWorker(it.root);
    worker.kill("SIGKILL");
    expect(readFileSync(join(it.top, IGNORE), "utf8")).toBe("*\n");
    await worker.exited;
  });

  test("a file in the queue's place", async () => {
    using it = tracking({ ".hive-mind/queue": "x" });
    await callHook(it.root, payload("29-stop"));
    expect(existsSync(`${it.root}/hive.db`)).toBe(true);
    git(it.top, "add", "-A");
    expect(taken(it.top)).toEqual([]);
  });

  test("a program that makes the queue", () => {
    using it = tracking({ ".hive-mind/config.json": "{}" });
    new Queue(it.root).enqueue({ operation: "o", payload: 1 });
    git(it.top, "add", "-A");
    expect(taken(it.top)).toEqual([]);
  });

  test("a project that is not its top", async () => {
    using it = tracking({ "sub/.hive-mind/config.json": "{}" });
    await work(`${it.top}/sub/.hive-mind`);
    git(it.top, "add", "-A");
    expect(taken(it.top)).toEqual([]);
  });
});

test("a .gitignore that lets through only what a team shares stays as it is", async () => {
  using it = tracking({ [IGNORE]: "# ours\n*\n!config.json\n!.gitignore\n", ".hive-mind/config.json": "{}" });
  await work(it.root);
  expect(git(it.top, "status", "--porcelain")).toBe("");
});

test("a directory that holds more than hive's files keeps what its .gitignore says, and hive's names are added", async () => {
  using it = tracking({ "state/thesis.txt": "x", "state/.gitignore": "*.aux" });
  const root = `${it.top}/state`;
  await work(root);
  await work(root);
  writeFileSync(`${root}/more.txt`, "");
  git(it.top, "add", "-A");
  expect(taken(it.top)).toEqual(["state/.gitignore", "state/more.txt"]);
  const text = readFileSync(`${root}/.gitignore`, "utf8");
  expect(text).toStartWith("*.aux\n# hive's state\n/hive.db*\n");
  expect(text.match(/hive's state/g)).toHaveLength(1);
});

test("a directory that holds more and is in no repository is left alone", () => {
  using dir = tempDir();
  writeFileSync(`${dir.path}/thesis.txt`, "");
  makeQueue(queuePaths(dir.path));
  expect(existsSync(`${dir.path}/.gitignore`)).toBe(false);
});
