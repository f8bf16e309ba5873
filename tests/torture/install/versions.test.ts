/** From each released version to this one and back, with a worker alive and entries waiting. */
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { VERSION } from "../../../src/base/version.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { CliProject } from "../../install/cli-project.ts";
import { HOOK } from "../../install/fixtures.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { cli } from "../../support/cli.ts";
import { earlierVersions, OtherHive } from "../../support/versions/earlier-version.ts";
import { git } from "../../support/git.ts";
import { hive010 } from "../../support/versions/hive-0.1.0.ts";
import { callHook, runWorkerOnce, drained, payload } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { ownDirectories } from "../../support/settings.ts";
import { waitFor } from "../../support/wait-for.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);
afterEach(endProjects);

const VERSIONS = earlierVersions();
const SILENT = { stdout: "", stderr: "", exitCode: 0, signal: null };
const HELD = ["01-posttooluse-write-create", "29-stop"];
const OLDER = "aaaaaaaa-0000-4000-8000-000000000000";
const NEWER = "bbbbbbbb-0000-4000-8000-000000000000";

type Project = ReturnType<typeof inGit>;

/** A project under git, in which two versions of hive work. */
function inGit() {
  const { root, paths } = project({ idleExitSeconds: 600 });
  const top = join(root, "..");
  git(top, "init", "-q");
  writeFileSync(join(top, ".git/info/exclude"), ".hive-mind/\n");
  git(top, "commit", "-qm", "none", "--allow-empty");
  const call = (name: string, session: string, n: number) =>
    payload(name, { session_id: session, cwd: top, tool_use_id: `toolu_${session}${n}`, prompt_id: `p${n}` });
  const pending = (): string[] => readdirSync(paths.pending).filter((name) => name.endsWith(".json"));
  const now = (...args: readonly string[]) =>
    cli([...args, "--root", root], { cwd: top, env: { ...ownDirectories(), HOME: "/nonexistent" } });
  return { root, paths, top, call, pending, now };
}

async function saveBy(old: OtherHive, { root, call }: Project, names: readonly string[], from: number): Promise<void> {
  for (const [index, name] of names.entries()) {
    expect(await old.run(["hook"], { HIVE_ROOT: root }, call(name, OLDER, from + index))).toEqual(SILENT);
  }
}

async function saveNow({ root, call }: Project, names: readonly string[], from: number, env = {}): Promise<void> {
  for (const [index, name] of names.entries()) {
    expect(await callHook(root, call(name, NEWER, from + index), env)).toEqual(SILENT);
  }
}

const idsOf = (stdout: string): string[] => (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id).toSorted();

test("every version that the changelog dates can be tried here", () => {
  const changelog = readFileSync(join(import.meta.dir, "../../../CHANGELOG.md"), "utf8");
  const dated = [...changelog.matchAll(/^## (\d\S+) - /gm)].map(([, version]) => version!);
  expect(Object.keys(VERSIONS)).toEqual(expect.arrayContaining(dated));
});

describe.each(Object.entries(VERSIONS))("hive %s", (version, earlier) => {
  test("updates to this one with a worker alive and entries waiting: each is applied once, its sessions are told", async () => {
    const it = inGit();
    using old = new OtherHive(version, earlier);
    await saveBy(old, it, HELD, 0);
    expect((await old.run(["worker", "--once", "--quiet", "--root", it.root])).exitCode).toBe(0);
    await saveBy(old, it, HELD, 10);
    await using worker = old.start(["worker", "run", "--background", "--root", it.root]);
    const { id, heartbeat } = await newWorker(it.root);
    expect(heartbeat?.version).toBe(version);
    await saveNow(it, HELD, 20, STARTS);
    if (version !== VERSION) {
      expect((await worker.outcome()).exitCode).toBe(0);
      expect((await newWorker(it.root, [id])).heartbeat?.version).toBe(VERSION);
    }
    await drained(it.root);
    expect(checkInvariants(it.root, { expectDrained: true })).toMatchObject({ failed: 0 });
    expect(idsOf((await it.now("sessions", "--json")).stdout)).toEqual([OLDER, NEWER]);
    expect((await it.now("resume", OLDER)).stdout).toContain("src/money.ts");
  });

  test("runs on the state of this one, and this one again on what it left: nothing is lost", async () => {
    const it = inGit();
    using old = new OtherHive(version, earlier);
    await saveNow(it, HELD, 0, STARTS);
    await newWorker(it.root);
    await drained(it.root);
    // As the update of a package ends it: at its next backstop.
    await endWorkers(it.paths, { graceMs: 10_000 });
    await saveNow(it, HELD, 10);
    expect(it.pending()).toHaveLength(HELD.length);
    await saveBy(old, it, HELD, 20);
    expect((await old.run(["worker", "--once", "--quiet", "--root", it.root])).exitCode).toBe(0);
    const there = idsOf((await old.run(["sessions", "--json", "--root", it.root])).stdout);
    expect(there).toEqual([OLDER, NEWER]);
    const failed = readdirSync(it.paths.failed).length;
    // hive 0.2.0 knows no observation: it gives up those that waited, and keeps them.
    expect(failed).toBe(version === "0.2.0" ? HELD.length : 0);
    if (failed > 0) expect((await it.now("failed", "retry", "--all")).exitCode).toBe(0);
    await runWorkerOnce(it.root);
    expect(checkInvariants(it.root, { expectDrained: true })).toMatchObject({ failed: 0 });
    expect(idsOf((await it.now("sessions", "--json")).stdout)).toEqual([OLDER, NEWER]);
    expect((await it.now("resume", NEWER)).stdout).toContain("src/money.ts");
  });

  test("has its entries in the settings replaced by setup, and a removal leaves none of either", async () => {
    using there = new CliProject();
    there.write(earlier.settings.replaceAll("TOP", join(there.home, "checkout")));
    await there.setUp();
    expect(readFileSync(there.local, "utf8")).toBe(install(null, HOOK));
    // The first one restores what was there before setup.
    for (const _ of [1, 2]) expect((await there.hive(["setup", "--remove", "--yes"])).code).toBe(0);
    expect(existsSync(there.local) ? readFileSync(there.local, "utf8").trim() : "{}").toBe("{}");
  });
});

/** Calls a hook around an edit, with the worker that takes a snapshot of it. */
async function edit(it: Project, session: string, n: number, hook: (stdin: string) => Promise<unknown>): Promise<void> {
  const file = join(it.top, `made-by-${session.slice(0, 4)}.txt`);
  expect(await hook(it.call("38-userpromptsubmit", session, n))).toEqual(SILENT);
  await waitFor(async () => (await it.now("changes", session, "--json")).exitCode === 0, { timeoutMs: 60_000 });
  writeFileSync(file, "made\n");
  expect(await hook(it.call("06-posttooluse-bash", session, n + 1))).toEqual(SILENT);
  const changes = async (): Promise<string> => (await it.now("changes", session, "--json")).stdout;
  await waitFor(async () => (await changes()).includes("made-by-"), { timeoutMs: 60_000 });
}

/** Those that keep an archive and snapshots. */
const WITH_FILES = Object.entries(VERSIONS).filter(([version]) => Bun.semver.order(version, "0.5.0") >= 0);

describe.each(WITH_FILES)("the archive and the snapshots of hive %s", (version, earlier) => {
  test("are read and gone on with by this one, and the other way round", async () => {
    const it = inGit();
    using old = new OtherHive(version, earlier);
    const oldHook = (stdin: string) => old.run(["hook"], { HIVE_ROOT: it.root }, stdin);
    const oldWorker = old.start(["worker", "run", "--background", "--root", it.root]);
    await newWorker(it.root);
    await edit(it, OLDER, 0, oldHook);
    await drained(it.root);
    await endWorkers(it.paths, { graceMs: 10_000 });
    await oldWorker.outcome();
    const worker = new Child(join(import.meta.dir, "../../../src/cli/main.ts"), [
      "worker",
      "run",
      "--background",
      "--root",
      it.root,
    ]);
    await newWorker(it.root);
    await edit(it, NEWER, 10, (stdin) => callHook(it.root, stdin));
    await drained(it.root);
    await endWorkers(it.paths, { graceMs: 10_000 });
    await worker.outcome();
    const env = { HOME: "/nonexistent" };
    for (const session of [OLDER, NEWER]) {
      const seen = await old.run(["changes", session, "--json", "--root", it.root], env);
      expect(seen.stdout).toContain("made-by-");
      expect((await it.now("changes", session, "--json")).stdout).toContain("made-by-");
    }
    const search = ["search", "src/money", "--json"];
    const both = expect.stringMatching(new RegExp(`${OLDER}[^]*${NEWER}|${NEWER}[^]*${OLDER}`));
    expect((await it.now(...search)).stdout).toEqual(both);
    expect((await old.run([...search, "--root", it.root], env)).stdout).toEqual(both);
    expect((await it.now("undo", "--session", OLDER, "--yes")).exitCode).toBe(0);
    expect(existsSync(join(it.top, `made-by-${OLDER.slice(0, 4)}.txt`))).toBe(false);
  });
});

test("hive 0.1.0 refuses the database of this one with one line, and loses nothing", async () => {
  const it = inGit();
  using old = hive010();
  await saveNow(it, HELD, 0);
  await runWorkerOnce(it.root);
  await saveNow(it, HELD, 10);
  const before = it.pending();
  const worker = new Child(old.main, ["worker", "--once", "--quiet", "--root", it.root]);
  const { exitCode, stderr } = await worker.outcome();
  expect({ exitCode, stderr }).toEqual({ exitCode: 51, stderr: expect.stringContaining("update hive; nothing was") });
  expect(it.pending()).toEqual(before);
});
