import { expect, spyOn, test } from "bun:test";
import * as fs from "node:fs";
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLOCK_STEP_MS } from "../../src/snapshots/files.ts";
import { KeptPlaces } from "../../src/snapshots/take/kept-places.ts";
import { findWorktree } from "../../src/snapshots/worktree.ts";
import { git } from "../support/git.ts";
import { tempDir } from "../support/temp-dir.ts";

/** Waits until a file is older than a step of the kernel's clock. */
async function settle(...paths: readonly string[]): Promise<void> {
  for (const path of paths) while (Date.now() - statSync(path).ctimeMs <= CLOCK_STEP_MS) await Bun.sleep(1);
}

/** A repository with a working directory in it, both of them known and settled. */
async function keptPlaces() {
  const dir = tempDir();
  const top = fs.realpathSync(dir.path);
  const [root, cwd] = [join(top, ".hive-mind"), join(top, "a/b")];
  mkdirSync(root);
  mkdirSync(cwd, { recursive: true });
  git(top, "init", "-q");
  git(top, "commit", "-qm", "one", "--allow-empty");
  await settle(join(top, ".git"), join(top, ".git/config"), join(top, ".git/HEAD"));
  const places = new KeptPlaces(root);
  const first = places.worktree(cwd);
  return { dir, top, root, cwd, places, first };
}

test("a worktree that stays the same is looked for once", async () => {
  const { dir, cwd, places, first } = await keptPlaces();
  using _dir = dir;
  expect(places.worktree(cwd)).toBe(first);
  const reads = spyOn(fs, "openSync");
  try {
    expect(places.worktree(cwd)).toBe(first);
    expect(reads).not.toHaveBeenCalled();
  } finally {
    reads.mockRestore();
  }
});

type Kept = Awaited<ReturnType<typeof keptPlaces>>;

const CHANGES: Readonly<Record<string, (kept: Kept) => void>> = {
  "a repository is made in its directory": ({ cwd }) => git(cwd, "init", "-q"),
  "a repository is made in between": ({ top }) => git(join(top, "a"), "init", "-q"),
  "its repository is removed": ({ top }) => rmSync(join(top, ".git"), { recursive: true }),
  "its configuration changes in place": ({ top }) =>
    writeFileSync(join(top, ".git/config"), "[core]\n\trepositoryformatversion = 0\n\tautocrlf = true\n"),
  "its HEAD is damaged in place": ({ top }) => writeFileSync(join(top, ".git/HEAD"), "no reference\n"),
  "its .git becomes a link": ({ top }) => {
    renameSync(join(top, ".git"), join(top, "elsewhere"));
    symlinkSync("elsewhere", join(top, ".git"));
  },
  "it gets a common directory": ({ top }) => writeFileSync(join(top, ".git/commondir"), "../other\n"),
  "its directory becomes a link out of the project": ({ top, cwd }) => {
    rmSync(cwd, { recursive: true });
    symlinkSync(join(top, ".."), cwd);
  },
  "its directory is gone": ({ cwd }) => rmSync(cwd, { recursive: true }),
};

test.each(Object.entries(CHANGES))("a worktree is looked for anew once %s", async (_, change) => {
  const kept = await keptPlaces();
  using _dir = kept.dir;
  change(kept);
  const { root, cwd, places, first } = kept;
  const found = places.worktree(cwd);
  expect(found).toEqual(findWorktree(root, cwd));
  expect(found).not.toBe(first);
});

test("a setting that changes holds at once, also where its file keeps size and inode", async () => {
  using dir = tempDir();
  const path = join(dir.root, "config.json");
  mkdirSync(dir.root);
  const places = new KeptPlaces(dir.root);
  expect(places.settings().exclude).toEqual([]);
  writeFileSync(path, '{"exclude":["a"]}');
  expect(places.settings().exclude).toEqual(["a"]);
  await settle(path);
  expect(places.settings()).toBe(places.settings());
  // Three in one step of the kernel's clock.
  for (const name of ["b", "c", "d"]) {
    writeFileSync(path, `{"exclude":["${name}"]}`);
    expect(places.settings().exclude).toEqual([name]);
  }
});

/** A home and a directory of the user's settings, each with settings that exclude its name. */
function ownSettings() {
  const dir = tempDir();
  const before = { ...process.env };
  const [home, config] = [join(dir.path, "home"), join(dir.path, "config")];
  const files = [join(home, ".config/hive/config.json"), join(config, "hive/config.json")];
  for (const [n, path] of files.entries()) {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, JSON.stringify({ exclude: [["home", "config"][n]] }), { mode: 0o600 });
  }
  Object.assign(process.env, { HOME: home, XDG_CONFIG_HOME: config });
  return {
    root: join(dir.path, "project/.hive-mind"),
    config,
    files,
    [Symbol.dispose]() {
      Object.assign(process.env, before);
      dir[Symbol.dispose]();
    },
  };
}

test("settings that could not be read are read anew the next time", async () => {
  using own = ownSettings();
  await settle(...own.files);
  const places = new KeptPlaces(own.root);
  const fails = spyOn(fs, "openSync").mockImplementation(() => {
    throw Object.assign(new Error("too many open files"), { code: "EMFILE" });
  });
  try {
    expect(places.settings().exclude).toEqual([]);
  } finally {
    fails.mockRestore();
  }
  expect(places.settings().exclude).toEqual(["config"]);
});

test("the user's settings are those of another file once theirs lies in a repository", async () => {
  using own = ownSettings();
  await settle(...own.files);
  const places = new KeptPlaces(own.root);
  expect(places.settings().exclude).toEqual(["config"]);
  expect(places.settings()).toBe(places.settings());
  mkdirSync(join(own.config, ".git"));
  expect(places.settings().exclude).toEqual(["home"]);
});

test("no more than a hundred working directories keep a copy of git's settings", async () => {
  const { dir, cwd, places, first } = await keptPlaces();
  using _dir = dir;
  for (let n = 1; n <= 100; n += 1) places.worktree(`${cwd}/${"./".repeat(n)}`);
  expect(places.worktree(cwd)).not.toBe(first);
});
