/** What the worker says of a git tree is what git says of it. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { parseStatus, readGitState } from "../../../src/worker/enrich/git.ts";
import { git, repository, touchFile } from "../../support/git.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(60_000);

/** Makes a repository. @returns where the session works, when it is not its top */
type Make = (top: string) => string | void;

const TREES: ReadonlyArray<readonly [what: string, make: Make]> = [
  ["an ordinary tree", repository],
  ["a tree seen from below", (top) => (repository(top), mkdirSync(`${top}/b/c`, { recursive: true }), `${top}/b/c`)],
  ["a tree before its first commit", (top) => (mkdirSync(top), git(top, "init", "-q"), touchFile(`${top}/a`))],
  ["a detached HEAD", (top) => (repository(top), void git(top, "checkout", "-q", "--detach"))],
  ["packed references", (top) => (repository(top), void git(top, "pack-refs", "--all"))],
  ["a packed repository", (top) => (repository(top), void git(top, "gc", "-q"))],
  [
    "a worktree",
    (top) => {
      repository(`${top}/main`);
      git(`${top}/main`, "worktree", "add", "-q", "-b", "two", "../two");
      touchFile(`${top}/two/a.txt`);
      return `${top}/two`;
    },
  ],
  [
    "a submodule",
    (top) => {
      repository(top);
      repository(`${top}/.git/other`);
      git(top, "submodule", "--quiet", "add", "./.git/other", "sub");
      touchFile(`${top}/sub/a.txt`);
      return `${top}/sub`;
    },
  ],
  [
    "a shared object store",
    (top) => (repository(`${top}.0`), git("/", "clone", "-qs", `${top}.0`, top), touchFile(`${top}/a.txt`)),
  ],
  ["a split index", (top) => (repository(top), void git(top, "update-index", "--split-index"))],
  ["an index of version 4", (top) => (repository(top), void git(top, "update-index", "--index-version", "4"))],
  [
    "an untracked cache",
    (top) => (repository(top), git(top, "update-index", "--untracked-cache"), void git(top, "status")),
  ],
  [
    "a sparse index",
    (top) => {
      repository(top);
      for (const name of ["in", "out"]) {
        mkdirSync(`${top}/${name}`);
        writeFileSync(`${top}/${name}/x`, name);
      }
      git(top, "add", ".");
      git(top, "commit", "-qm", "two");
      git(top, "sparse-checkout", "set", "--cone", "--sparse-index", "in");
      touchFile(`${top}/in/x`);
    },
  ],
  [
    "renames, additions, deletions, conflicts and odd names",
    (top) => {
      repository(top);
      for (const name of ["b", "c", "d e", "é\n", "2 x"]) writeFileSync(`${top}/${name}`, name.repeat(100));
      git(top, "add", ".");
      git(top, "commit", "-qm", "two");
      git(top, "mv", "b", "b2");
      git(top, "mv", "2 x", "3 x");
      git(top, "rm", "-q", "c");
      writeFileSync(`${top}/new`, "");
      git(top, "add", "new");
      git(top, "checkout", "-qb", "other", "HEAD");
    },
  ],
  [
    "files that are ignored",
    (top) => {
      repository(top);
      writeFileSync(`${top}/.gitignore`, "*.log\n");
      appendFileSync(`${top}/.git/info/exclude`, "mine\n");
      for (const name of ["x.log", "mine", "other"]) writeFileSync(`${top}/${name}`, "");
    },
  ],
  [
    "modes that do not count",
    (top) => {
      repository(top);
      git(top, "config", "core.fileMode", "false");
      git(top, "checkout", "-q", "a.txt");
      chmodSync(`${top}/a.txt`, 0o755);
    },
  ],
  [
    "line ends that are changed on the way",
    (top) => {
      repository(top);
      git(top, "checkout", "-q", "a.txt");
      git(top, "config", "core.autocrlf", "true");
      writeFileSync(`${top}/b.txt`, "one\r\ntwo\r\n");
      git(top, "add", "b.txt");
      git(top, "commit", "-qm", "two");
      utimesSync(`${top}/b.txt`, 1, 1);
    },
  ],
  ["SHA-256", (top) => repository(top, "--object-format=sha256")],
];

describe("the worker's look at a tree is git's own", () => {
  test.each(TREES)("of %s", async (_, make) => {
    using dir = tempDir();
    const top = `${dir.path}/top`;
    const cwd = make(top) ?? top;
    const args = ["status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "-z"];
    const { stdout } = Bun.spawnSync(["git", "--no-optional-locks", ...args], { cwd, env: process.env });
    const expected = parseStatus(stdout.toString());
    expect(expected.branch).toBeDefined();
    expect(await readGitState(dir.root, cwd)).toEqual(expected);
  });

  test("with what the user ignores everywhere", async () => {
    using dir = tempDir();
    const top = `${dir.path}/top`;
    repository(top);
    writeFileSync(`${top}/mine`, "");
    const before = { HOME: process.env["HOME"], XDG_CONFIG_HOME: process.env["XDG_CONFIG_HOME"] };
    const untracked = async () => (await readGitState(dir.root, top)).dirty?.untracked;
    try {
      Object.assign(process.env, { HOME: dir.path, XDG_CONFIG_HOME: `${dir.path}/xdg` });
      expect(await untracked()).toBe(1);
      mkdirSync(`${dir.path}/xdg/git`, { recursive: true });
      writeFileSync(`${dir.path}/xdg/git/ignore`, "mine\n");
      expect(await untracked()).toBe(0);
      writeFileSync(`${dir.path}/.gitconfig`, '[core]\n\texcludesFile = "~/own ignore"\n');
      expect(await untracked()).toBe(1);
      writeFileSync(`${dir.path}/own ignore`, "mine\n");
      expect(await untracked()).toBe(0);
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

test("a file that goes through a filter may be as it was, which is told", async () => {
  using dir = tempDir();
  repository(dir.path);
  for (const name of ["b.txt", "c.md", "d.md"]) writeFileSync(`${dir.path}/${name}`, "one");
  writeFileSync(`${dir.path}/.gitattributes`, "*.md filter=lfs\nd.md -filter\n");
  git(dir.path, "add", ".");
  git(dir.path, "commit", "-qm", "two");
  for (const name of ["b.txt", "c.md", "d.md"]) touchFile(`${dir.path}/${name}`);
  expect(await readGitState(dir.root, dir.path)).toMatchObject({ dirty: { modified: 3, unsure: 1 } });
});

const UNKNOWN: ReadonlyArray<readonly [what: string, make: Make, unknown: string]> = [
  ["no repository", (top) => mkdirSync(top), "there is no git tree of this user's"],
  [
    "a bare repository",
    (top) => {
      repository(`${top}.0`);
      git("/", "clone", "-q", "--bare", `${top}.0`, top);
    },
    "there is no git tree of this user's",
  ],
  [
    "a repository of another user",
    (top) => {
      repository(top);
      chownSync(`${top}/.git`, 12345, 12345);
    },
    "there is no git tree of this user's",
  ],
  [
    "a .git file that names a repository which does not name it",
    (top) => {
      repository(`${top}.0`);
      mkdirSync(top);
      writeFileSync(`${top}/.git`, `gitdir: ${top}.0/.git\n`);
    },
    "there is no git tree of this user's",
  ],
  [
    "a tree that is elsewhere",
    (top) => {
      repository(top);
      mkdirSync(`${top}/other`);
      git(top, "config", "core.worktree", "../other");
    },
    "its settings name another tree, or none",
  ],
  [
    "an index that is none",
    (top) => (repository(top), writeFileSync(`${top}/.git/index`, "garbage")),
    "git ended with 128",
  ],
  [
    "a HEAD that is none",
    (top) => (repository(top), writeFileSync(`${top}/.git/HEAD`, "ref: refs/heads/../x\n")),
    "its HEAD cannot be read",
  ],
];

test.each(UNKNOWN)("of %s nothing is known", async (what, make, unknown) => {
  if (what.includes("another user") && process.getuid?.() !== 0) return;
  using dir = tempDir();
  const top = `${dir.path}/top`;
  make(top);
  expect(await readGitState(dir.root, top)).toEqual({ unknown });
});

test("the names of a branch and of files are redacted", async () => {
  using dir = tempDir();
  const token = `ghp_${"a1B2".repeat(9)}`;
  repository(dir.path);
  git(dir.path, "checkout", "-qb", `fix/${token}`);
  writeFileSync(`${dir.path}/${token}.txt`, "");
  renameSync(`${dir.path}/a.txt`, `${dir.path}/${token}`);
  const state = await readGitState(dir.root, dir.path);
  expect(state.dirty?.files).toHaveLength(3);
  expect(state.branch).toStartWith("fix/[redacted:");
  expect(JSON.stringify(state)).not.toContain(token);
});

test("they stand neither on the disk nor in what the agent is told", async () => {
  using dir = tempDir();
  const tokens = ["a1B2", "c3D4", "e5F6"].map((part) => `ghp_${part.repeat(9)}`);
  const env = { CLAUDE_PROJECT_DIR: dir.path };
  repository(dir.path);
  git(dir.path, "checkout", "-qb", tokens[0]!);
  writeFileSync(`${dir.path}/${tokens[1]!}`, "");
  await callHook("", payload("03-posttooluse-edit", { cwd: dir.path }), env);
  await drain(dir.root);
  git(dir.path, "checkout", "-qb", tokens[2]!);
  git(dir.path, "commit", "-q", "--allow-empty", "-m", "two");
  const { stdout } = await callHook("", payload("23-sessionstart-compact", { cwd: dir.path }), env);
  expect(stdout).toMatch(/Git then: “\[redacted:.* HEAD has moved since: “\[redacted:/);
  const files = [...new Bun.Glob("**/*").scanSync({ cwd: dir.root, dot: true })];
  expect(files).toContain("hive.db");
  const all = [stdout, ...files.map((path) => readFileSync(`${dir.root}/${path}`, "latin1"))].join("\n");
  for (const token of tokens) expect(all).not.toContain(token);
});
