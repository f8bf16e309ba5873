/** What git tells the programs of its own hooks is not for a worker, and what git will not say its files do. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { git } from "../../support/git.ts";
import { payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(60_000);

const MAIN = join(import.meta.dir, "../../../src/cli/main.ts");
const isRoot = process.geteuid?.() === 0;
const roots = new Set<string>();
afterEach(async () => {
  for (const root of roots) if (existsSync(root)) await endWorkers(queuePaths(root), { graceMs: 2000 });
  roots.clear();
});

/** A repository and another one, which git's variables name. */
function repositories() {
  const dir = tempDir();
  const top = realpathSync(dir.path);
  const [project, other, home] = [join(top, "project"), join(top, "other"), join(top, "home")];
  for (const path of [project, other, home]) mkdirSync(path);
  for (const [path, branch] of [
    [project, "real"],
    [other, "OTHER"],
  ] as const) {
    git(path, "init", "-q", "-b", branch);
    git(path, "commit", "-q", "--allow-empty", "-m", branch);
  }
  writeFileSync(join(other, "secret-name"), "");
  const root = join(project, ".hive-mind");
  roots.add(root);
  const foreign = {
    GIT_DIR: join(other, ".git"),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, ".git/index"),
    GIT_CONFIG_COUNT: "0",
    GIT_OBJECT_DIRECTORY: join(other, ".git/objects"),
  };
  const env = { HOME: home, XDG_DATA_HOME: "", XDG_CONFIG_HOME: "", HIVE_ROOT: "", CLAUDE_PROJECT_DIR: project };
  const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}, stdin = "") => {
    const child = Bun.spawn([process.execPath, MAIN, ...args], {
      cwd: project,
      env: { ...process.env, ...env, ...more },
      stdin: Buffer.from(stdin),
      stdout: "pipe",
      stderr: "pipe",
    });
    return (await child.stdout.text()) + (await child.stderr.text());
  };
  const stop = (more: Readonly<Record<string, string>> = {}) =>
    run(["hook"], { HIVE_WORKER_START: "hook", ...more }, payload("29-stop", { session_id: "s1", cwd: project }));
  return { project, other, root, top, foreign, run, stop, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

const worker = (root: string) => waitFor(() => findWorkers(queuePaths(root))[0]);

/** git's variables in the environment that a process was started with. */
const gitOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/environ`, "utf8")
    .split("\0")
    .filter((line) => line.startsWith("GIT_"));

/** The line that a person reads of git, once the worker has looked. */
const gitLine = ({ run }: { run: (args: readonly string[]) => Promise<string> }, wanted: RegExp) =>
  waitFor(async () => {
    const [line] = /^Git then: .*$/m.exec(await run(["resume", "s1"])) ?? [];
    return line !== undefined && wanted.test(line) ? line : null;
  });

test.if(process.platform === "linux").each<[string, readonly string[] | null]>([
  ["the hook", null],
  ["hive worker start", ["worker", "start"]],
])(
  "07: no variable of git's reaches a worker that %s starts, and the state is the project's own",
  async (_name, args) => {
    using it = repositories();
    await it.stop({ HIVE_WORKER_START: args === null ? "hook" : "never", ...it.foreign });
    if (args !== null) await it.run(args, it.foreign);
    const { pid } = await worker(it.root);
    expect(gitOf(pid)).toEqual([]);
    await it.stop();
    expect(await gitLine(it, /modified/)).toContain("“real” at ");
    expect(await it.run(["resume", "s1", "--json"])).not.toContain("secret-name");
  },
);

test.each(["status", "doctor"])("07: hive %s under a git hook looks at its own project", async (command) => {
  using it = repositories();
  await it.stop({ HIVE_WORKER_START: "never" });
  await it.run(["worker", "--once"], it.foreign);
  const text = await it.run([command, "--json"], it.foreign);
  expect(text).toContain(it.root);
  expect(text).not.toContain(it.other);
  expect(await it.run(["resume", "s1"], it.foreign)).toContain("“real” at ");
});

test("07: the proof of setup under a git hook leaves nothing in the repository that git names", async () => {
  using it = repositories();
  const before = readdirSync(join(it.other, ".git")).toSorted();
  expect(await it.run(["setup", "--yes", "--scope", "local"], it.foreign)).toContain("hook");
  expect(readdirSync(join(it.other, ".git")).toSorted()).toEqual(before);
  expect(existsSync(join(it.project, ".claude/settings.local.json"))).toBe(true);
});

test("15: where git takes too long, branch and commit come from git's files", async () => {
  using it = repositories();
  const bin = join(it.top, "bin");
  mkdirSync(bin);
  const real = Bun.which("git")!;
  writeFileSync(
    join(bin, "git"),
    `#!/bin/sh\ncase "$*" in *status*) touch ${it.top}/asked; exec sleep 5;; esac\nexec ${real} "$@"\n`,
  );
  chmodSync(join(bin, "git"), 0o755);
  await it.stop({ PATH: `${bin}:${process.env["PATH"]!}` });
  await waitFor(() => existsSync(join(it.top, "asked")));
  expect(await gitLine(it, /“real”/)).toMatch(/^Git then: “real” at \w+…\. HEAD is the same now\.$/);
});

test.skipIf(!isRoot)("15: where another user owns the repository, as in a container, they do, too", async () => {
  using it = repositories();
  for (const path of ["", ...readdirSync(it.project, { recursive: true, encoding: "utf8" })]) {
    chownSync(join(it.project, path), 12_345, 12_345);
  }
  await it.stop({ HIVE_WORKER_START: "never" });
  await it.run(["worker", "--once"]);
  expect(await gitLine(it, /“real”/)).toMatch(/^Git then: “real” at \w+…\. HEAD is the same now\.$/);
});
