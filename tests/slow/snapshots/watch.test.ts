/** What the kernel's events tell of a worktree, and what is done where they tell too little. */
import { expect, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Source } from "../../../src/snapshots/keep/catalogue-rows.ts";
import type { WatchLimits } from "../../../src/snapshots/look/worktree-watch.ts";
import type { Taken } from "../../../src/snapshots/tracker.ts";
import { git } from "../../support/git.ts";
import { Project } from "../../support/snapshots/snapshots.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { Watched } from "../../support/snapshots/watched.ts";

const LIMITS: WatchLimits = { directories: 1000, share: 1, told: 1000 };

/** A project that is watched: both looks at all files that come first were taken. */
async function watchedProject(
  limits: Partial<WatchLimits> = {},
): Promise<Disposable & { project: Project; watched: Watched }> {
  const project = new Project();
  writeFileSync(project.path(".git/info/exclude"), ".hive-mind/\n");
  writeFileSync(project.path(".gitignore"), "build/\n*.log\n");
  for (const name of ["a", "dir/b", "dir/deep/c", "build/out"]) {
    mkdirSync(dirname(project.path(name)), { recursive: true });
    writeFileSync(project.path(name), `${name}\n`);
  }
  git(project.top, "add", "-A");
  git(project.top, "commit", "-qm", "one");
  const watched = new Watched(project, { ...LIMITS, ...limits });
  expect((await watched.take()).source).toBe("scan");
  expect((await watched.take()).source).toBe("scan");
  return {
    project,
    watched,
    [Symbol.dispose]: () => {
      watched[Symbol.dispose]();
      project[Symbol.dispose]();
    },
  };
}

interface Seen {
  readonly source: Source;
  readonly paths: readonly string[];
}

const seen = ({ source, changes }: Taken): Seen => ({ source, paths: changes.map(({ path }) => path).toSorted() });
const told = (...paths: readonly string[]): Seen => ({ source: "watcher", paths });
const scanned = (...paths: readonly string[]): Seen => ({ source: "scan", paths });

test("what has changed is told by the kernel, each change once", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  expect(seen(await watched.take())).toEqual(told());
  appendFileSync(project.path("a"), "more\n");
  chmodSync(project.path("dir/b"), 0o755);
  rmSync(project.path("dir/deep/c"));
  mkdirSync(project.path("made/deep"), { recursive: true });
  writeFileSync(project.path("made/deep/new"), "n\n");
  writeFileSync(project.path("made/some.log"), "ignored\n");
  expect(seen(await watched.take())).toEqual(told("a", "dir/b", "dir/deep/c", "made/deep/new"));
  expect(seen(await watched.take())).toEqual(told());
  writeFileSync(project.path("made/deep/later"), "l\n");
  renameSync(project.path("dir"), project.path("moved"));
  expect(seen(await watched.take())).toEqual(told("dir/b", "made/deep/later", "moved/b"));
  appendFileSync(project.path("moved/b"), "more\n");
  expect(seen(await watched.take())).toEqual(told("moved/b"));
});

test("without git the kernel tells the same, and what a walk leaves out is not watched", async () => {
  using project = new Project(false);
  mkdirSync(project.path("dir"));
  mkdirSync(project.path("node_modules/some"), { recursive: true });
  writeFileSync(project.path("dir/a"), "a\n");
  using watched = new Watched(project, { ...LIMITS, told: 10 });
  expect((await watched.take()).source).toBe("walk");
  expect((await watched.take()).source).toBe("walk");
  for (let n = 0; n < 20; n += 1) writeFileSync(project.path(`node_modules/some/${n}`), "x\n");
  mkdirSync(project.path("dir/node_modules"));
  writeFileSync(project.path("dir/node_modules/x"), "x\n");
  writeFileSync(project.path("dir/new"), "n\n");
  appendFileSync(project.path("dir/a"), "more\n");
  expect(seen(await watched.take())).toEqual(told("dir/a", "dir/new"));
  rmSync(project.path("dir"), { recursive: true });
  expect(seen(await watched.take())).toEqual(told("dir/a", "dir/new"));
});

test("a directory that git clean removes is told", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  mkdirSync(project.path("new/deep"), { recursive: true });
  writeFileSync(project.path("new/deep/file"), "1\n");
  expect(seen(await watched.take())).toEqual(told("new/deep/file"));
  git(project.top, "clean", "-qfd");
  expect(seen(await watched.take())).toEqual(told("new/deep/file"));
});

test("an ignored directory is not watched, whatever is written there", async () => {
  using both = await watchedProject({ told: 10 });
  const { project, watched } = both;
  for (let n = 0; n < 50; n += 1) writeFileSync(project.path(`build/f${n}`), "b\n");
  writeFileSync(project.path("some.log"), "l\n");
  expect(seen(await watched.take())).toEqual(told());
});

test("after more changes than are kept all files are looked at, and then what is told again", async () => {
  using both = await watchedProject({ told: 5 });
  const { project, watched } = both;
  for (let n = 0; n < 9; n += 1) writeFileSync(project.path(`f${n}`), "f\n");
  expect((await watched.take()).source).toBe("scan");
  appendFileSync(project.path("a"), "more\n");
  expect(seen(await watched.take())).toEqual(told("a"));
});

test("after the kernel's queue was full all files are looked at", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  const length = Number(readFileSync("/proc/sys/fs/inotify/max_queued_events", "utf8"));
  for (let n = 0; n < length + 100; n += 1) chmodSync(project.path(n % 2 === 0 ? "a" : "dir/b"), 0o644);
  writeFileSync(project.path("new"), "the queue has no room for its event\n");
  expect(seen(await watched.take())).toEqual(scanned("new"));
  appendFileSync(project.path("a"), "more\n");
  expect(seen(await watched.take())).toEqual(told("a"));
});

test("where there are more directories than may be watched each snapshot looks at all files, and one says so", async () => {
  using both = await watchedProject({ directories: 2 });
  const { project, watched } = both;
  appendFileSync(project.path("a"), "more\n");
  expect(seen(await watched.take())).toEqual(scanned("a"));
  const notes = project.snapshots.catalogue.snapshots().map((row) => row.notes);
  expect(notes).toEqual([[], ["each snapshot looks at all files: there are too many directories"], []]);
});

test("after a change of what is ignored all files are looked at", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  writeFileSync(project.path(".gitignore"), "*.log\n");
  expect(seen(await watched.take())).toEqual(scanned(".gitignore", "build/out"));
  writeFileSync(project.path("build/new"), "b\n");
  expect(seen(await watched.take())).toEqual(told("build/new"));
  writeFileSync(project.path(".git/info/exclude"), ".hive-mind/\nbuild/\n");
  writeFileSync(project.path("build/newer"), "b\n");
  expect(seen(await watched.take())).toEqual(scanned());
});

test("after a change of the commit or the index the paths are looked at that git has differently", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  appendFileSync(project.path("a"), "more\n");
  git(project.top, "add", "a");
  expect(seen(await watched.take())).toEqual(told("a"));
  git(project.top, "commit", "-qm", "two");
  writeFileSync(project.path("untracked"), "untracked\n");
  expect(seen(await watched.take())).toEqual(told("untracked"));
  git(project.top, "reset", "-q", "--soft", "HEAD~1");
  expect(seen(await watched.take())).toEqual(told());
  git(project.top, "reset", "-q", "--hard");
  expect(seen(await watched.take())).toEqual(told("a"));
  expect(await project.newTracker().peek()).toEqual([]);
});

test("all files are looked at while git's index has a conflict, a file without its content or a submodule more", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  git(project.top, "checkout", "-qb", "other");
  appendFileSync(project.path("a"), "other\n");
  git(project.top, "commit", "-qam", "other");
  git(project.top, "checkout", "-q", "-");
  appendFileSync(project.path("a"), "mine\n");
  git(project.top, "commit", "-qam", "mine");
  expect((await watched.take()).source).toBe("watcher");
  expect(() => git(project.top, "merge", "-q", "other")).toThrow();
  expect(seen(await watched.take())).toEqual(scanned("a"));
  git(project.top, "reset", "-q", "--hard");
  expect(seen(await watched.take())).toEqual(scanned("a"));
  writeFileSync(project.path("intended"), "intended\n");
  git(project.top, "add", "-N", "intended");
  expect(seen(await watched.take())).toEqual(scanned("intended"));
  git(project.top, "add", "intended");
  expect(seen(await watched.take())).toEqual(scanned());
  expect(seen(await watched.take())).toEqual(told());
  const commit = git(project.top, "rev-parse", "HEAD").trim();
  git(project.top, "update-index", "--add", "--cacheinfo", `160000,${commit},sub`);
  expect(seen(await watched.take())).toEqual(scanned());
});

test("an ignore file that git's index has lost has all files looked at", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  writeFileSync(project.path("dir/.gitignore"), "none\n");
  git(project.top, "add", "-A");
  expect(seen(await watched.take())).toEqual(scanned("dir/.gitignore"));
  expect(seen(await watched.take())).toEqual(told());
  git(project.top, "rm", "-q", "--cached", "dir/.gitignore");
  expect(seen(await watched.take())).toEqual(scanned());
});

test("what git has begun to track in an ignored directory is followed", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  git(project.top, "add", "-f", "build/out");
  expect(seen(await watched.take())).toEqual(told("build/out"));
  appendFileSync(project.path("build/out"), "more\n");
  writeFileSync(project.path("build/other"), "ignored\n");
  expect(seen(await watched.take())).toEqual(told("build/out"));
  appendFileSync(project.path("build/out"), "and more\n");
  expect(seen(await watched.take())).toEqual(told("build/out"));
});

test("a repository in the tree is left alone from its beginning to its end", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  git(project.top, "clone", "-q", project.top, project.path("nested"));
  expect(seen(await watched.take())).toEqual(scanned());
  expect(seen(await watched.take())).toEqual(scanned());
  appendFileSync(project.path("nested/a"), "more\n");
  expect(seen(await watched.take())).toEqual(told());
  rmSync(project.path("nested/.git"), { recursive: true });
  expect((await watched.take()).changes.map(({ path }) => path)).toContain("nested/a");
});

test("a directory that came in the place of a repository is looked at", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  git(project.top, "clone", "-q", project.top, project.path("nested"));
  await watched.take();
  await watched.take();
  expect((await watched.take()).source).toBe("watcher");
  renameSync(project.path("nested"), `${project.root}/away`);
  mkdirSync(project.path("nested"));
  writeFileSync(project.path("nested/new"), "n\n");
  expect(seen(await watched.take())).toEqual(scanned("nested/new"));
});

test("after a file has got another name all files are looked at: it may have changed under that", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  linkSync(project.path("a"), project.path("b"));
  appendFileSync(project.path("b"), "more\n");
  expect(seen(await watched.take())).toEqual(scanned("a", "b"));
});

test("a file that changes under another of its names is looked at each time", async () => {
  using elsewhere = tempDir();
  using both = await watchedProject();
  const { project, watched } = both;
  linkSync(project.path("a"), `${elsewhere.path}/other`);
  // As at the end of a turn: nothing is told of a name outside of the tree.
  expect(seen(await watched.take({ paths: null }))).toEqual(scanned());
  appendFileSync(`${elsewhere.path}/other`, "more\n");
  expect(seen(await watched.take())).toEqual(told("a"));
});

test("after the process was started anew all files are looked at", async () => {
  using both = await watchedProject();
  const { project } = both;
  appendFileSync(project.path("a"), "more\n");
  using restarted = new Watched(project);
  expect(seen(await restarted.take())).toEqual(scanned("a"));
});

test("a snapshot that failed is followed by a look at all files", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  appendFileSync(project.path("a"), "more\n");
  await watched.watch.take([], project.tracker.known);
  expect(seen(await watched.take())).toEqual(scanned("a"));
});

test("a file that is written all the time is in a snapshot as it is in the end", async () => {
  using both = await watchedProject();
  const { project, watched } = both;
  const writes = "n=0; while [ $n -lt 3000 ]; do n=$((n+1)); echo $n >> dir/b; echo $n > new$((n % 7)); done";
  const writer = Bun.spawn(["sh", "-c", writes], { cwd: project.top });
  while (writer.exitCode === null) {
    await watched.take();
    await Bun.sleep(1);
  }
  expect((await watched.take()).source).toBe("watcher");
  expect(await project.newTracker().peek()).toEqual([]);
}, 60_000);
