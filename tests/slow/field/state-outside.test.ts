/** What `git stash -a`, `git clean -fdx` and `rm -rf` do to the state, and a state outside of the project's tree. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { git } from "../../support/git.ts";
import { callHook, payload, rows } from "../../support/hive.ts";
import { fieldSteps, replay, type Step } from "../../support/sessions/replay.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(60_000);

const MAIN = join(import.meta.dir, "../../../src/cli/main.ts");
const roots = new Set<string>();
afterEach(async () => {
  for (const root of roots) if (existsSync(root)) await endWorkers(queuePaths(root), { graceMs: 2000 });
  roots.clear();
});

/** A repository of a user who has directories of his own. */
function repository() {
  const dir = tempDir();
  const top = realpathSync(dir.path);
  const [project, home] = [join(top, "project"), join(top, "home")];
  mkdirSync(project);
  mkdirSync(home);
  git(project, "init", "-q", "-b", "main");
  git(project, "commit", "-q", "--allow-empty", "-m", "first");
  const env = { HOME: home, XDG_DATA_HOME: "", XDG_CONFIG_HOME: "", HIVE_ROOT: "" };
  const call = (session: string, more: Readonly<Record<string, string>> = {}, cwd = project) =>
    callHook("", payload("38-userpromptsubmit", { session_id: session, cwd, prompt_id: Bun.randomUUIDv7() }), {
      ...env,
      CLAUDE_PROJECT_DIR: cwd,
      ...more,
    });
  const run = async (args: readonly string[], cwd = project): Promise<string> => {
    const child = Bun.spawn([process.execPath, MAIN, ...args], {
      cwd,
      env: { ...process.env, ...env, HIVE_WORKER_START: "never" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    return (await child.stdout.text()) + (await child.stderr.text());
  };
  const rootOf = async (cwd = project): Promise<string> => {
    const { root } = JSON.parse(await run(["status", "--json"], cwd).then((text) => text.split("\nhive:")[0]!)) as {
      root: string;
    };
    roots.add(root);
    return root;
  };
  return { project, home, top, call, run, rootOf, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

/** None while its worker makes the tables. */
function sessionsIn(root: string): string[] {
  const made = rows(root, "SELECT 1 FROM sqlite_schema WHERE name = 'sessions'");
  if (made.length === 0) return [];
  return rows<{ id: string }>(root, "SELECT id FROM sessions ORDER BY id").map(({ id }) => id);
}

test("14: status says that git stash -a took the state, before and after the next call, and which command keeps it out of reach", async () => {
  const status: Step = { cli: ["status"] };
  const steps = fieldSteps("14").flatMap((step) => (step.p === undefined ? [step] : [status, step, status]));
  const { printed, given } = await replay(steps);
  const told = printed.filter((text) => text.startsWith("root")).map((text) => text.includes("was taken away"));
  // Before and after each of four calls: the third comes after the stash.
  expect(told).toEqual([false, false, false, false, true, true, true, true]);
  expect(printed.findLast((text) => text.includes("made again"))).toMatch(/setup --root-outside\n/);
  expect(given.get("s2")).toContain("“y”");
});

test.each([
  ["git stash -a", ["stash", "-q", "-a"]],
  ["git clean -fdx", ["clean", "-q", "-f", "-d", "-x"]],
])("%s under a live worker hangs nothing: the next call makes the state again, and is applied", async (_name, args) => {
  using it = repository();
  await it.call("one", { HIVE_WORKER_START: "hook" });
  const root = await it.rootOf();
  await waitFor(() => findWorkers(queuePaths(root)).length === 1);
  await waitFor(() => sessionsIn(root).length === 1);
  writeFileSync(join(it.project, "mine"), "mine");
  // A worker may make its directories again while git removes them.
  await waitFor(() => {
    git(it.project, ...args);
    return !existsSync(join(root, "hive.db")) || sessionsIn(root).length === 0;
  });
  const { exitCode, stdout, stderr } = await it.call("two", { HIVE_WORKER_START: "hook" });
  expect([exitCode, stdout, stderr]).toEqual([0, "", ""]);
  await waitFor(() => sessionsIn(root).includes("two"));
});

test("a state outside of the tree keeps what it had, and outlives git stash -a, git clean -fdx and the tree", async () => {
  using it = repository();
  await it.call("before", { HIVE_WORKER_START: "hook" });
  await waitFor(() => sessionsIn(join(it.project, ".hive-mind")).length === 1);
  expect(await it.run(["setup", "--root-outside", "--yes"])).toContain("Moved.");
  const root = await it.rootOf();
  expect(root).toStartWith(join(it.home, ".local/share/hive/state/project-"));
  await it.call("before", { HIVE_WORKER_START: "hook" });
  writeFileSync(join(it.project, "mine"), "mine");
  git(it.project, "stash", "-q", "-a");
  await it.call("after", { HIVE_WORKER_START: "hook" });
  git(it.project, "stash", "pop", "-q");
  git(it.project, "clean", "-q", "-f", "-d", "-x");
  await waitFor(() => sessionsIn(root).length === 2);
  expect(sessionsIn(root)).toEqual(["after", "before"]);
  expect(existsSync(join(it.project, ".hive-mind"))).toBe(false);
  expect(await it.run(["doctor"])).toContain("tree: the state is outside of the project's tree");
  rmSync(it.project, { recursive: true });
  expect(sessionsIn(root)).toEqual(["after", "before"]);
});

test("a state outside is that of linked worktrees and directories below, keeps the project's settings, and is moved once", async () => {
  using it = repository();
  expect(await it.run(["setup", "--root-outside", "--yes"])).toContain("New entries go there.");
  const root = await it.rootOf();
  git(it.project, "worktree", "add", "-q", "-b", "w", join(it.top, "linked"));
  mkdirSync(join(it.project, "a/b"), { recursive: true });
  for (const cwd of [join(it.top, "linked"), join(it.project, "a/b")]) expect(await it.rootOf(cwd)).toBe(root);
  expect(await it.run(["pause"])).toContain(`in ${it.project} is saved until`);
  expect(await it.run(["status"])).toContain("saving: paused");
  await it.call("paused");
  expect(sessionsIn(root)).toEqual([]);
  expect(existsSync(join(it.project, ".hive-mind"))).toBe(false);
  expect(await it.run(["setup", "--root-outside", "--yes"])).toContain("is outside of the tree already");
});

test("a state outside is moved back with all that it had, kept out of git, and no longer named in the settings", async () => {
  using it = repository();
  expect(await it.run(["setup", "--root-outside", "--yes"])).toContain("New entries go there.");
  await it.call("outside", { HIVE_WORKER_START: "hook" });
  const outside = await it.rootOf();
  await waitFor(() => sessionsIn(outside).length === 1);
  expect(await it.run(["setup", "--root-inside", "--yes"])).toContain("Moved.");
  const inside = join(it.project, ".hive-mind");
  expect(await it.rootOf()).toBe(inside);
  expect(sessionsIn(inside)).toEqual(["outside"]);
  expect([existsSync(outside), git(it.project, "status", "--porcelain").trim()]).toEqual([false, ""]);
  await it.call("after", { HIVE_WORKER_START: "hook" });
  await waitFor(() => sessionsIn(inside).length === 2);
  expect(await it.run(["setup", "--root-inside", "--yes"])).toContain("is in the tree already");
});

test("a move back that was killed is finished by the next one", async () => {
  using it = repository();
  await it.run(["setup", "--root-outside", "--yes"]);
  await it.call("outside");
  const outside = await it.rootOf();
  const inside = join(it.project, ".hive-mind");
  // Killed between the rename and the settings.
  renameSync(outside, inside);
  await it.run(["worker", "--once", "--quiet", "--root", inside]);
  expect(await it.run(["setup", "--root-inside", "--yes"])).toContain("New entries go there.");
  expect(await it.rootOf()).toBe(inside);
  expect(sessionsIn(inside)).toEqual(["outside"]);
});

test("a move back over another state changes nothing and names both", async () => {
  using it = repository();
  await it.run(["setup", "--root-outside", "--yes"]);
  await it.call("outside");
  const outside = await it.rootOf();
  const inside = join(it.project, ".hive-mind");
  mkdirSync(inside, { mode: 0o700 });
  const refused = await it.run(["setup", "--root-inside", "--yes"]);
  for (const path of [inside, outside]) expect(refused).toContain(path);
  expect(await it.rootOf()).toBe(outside);
});

test("a project's own config.json moves nothing: it may be a cloned one's", async () => {
  using it = repository();
  const elsewhere = join(it.top, "elsewhere");
  mkdirSync(join(it.project, ".hive-mind"), { mode: 0o700 });
  const text = JSON.stringify({ root: elsewhere, projects: { [it.project]: { root: elsewhere } } });
  writeFileSync(join(it.project, ".hive-mind/config.json"), text);
  await it.call("one");
  expect(await it.rootOf()).toBe(join(it.project, ".hive-mind"));
  expect([existsSync(elsewhere), existsSync(join(it.project, ".hive-mind/queue"))]).toEqual([false, true]);
});
