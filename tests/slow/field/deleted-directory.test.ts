/** A hook whose own directory was deleted, as that of a worktree that an agent removed, saves where its project lives. */
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { buildHook } from "../../../src/install/hook/build.ts";
import { hookState } from "../../../src/install/hook/stamp.ts";
import { compiledHook, interpretedHook } from "../../../src/install/hook/command.ts";
import { git } from "../../support/git.ts";
import { payload } from "../../support/hive.ts";
import { logElsewhere } from "../../support/hook/hook-log.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

beforeAll(async () => {
  if (!existsSync(compiledHook().command) || hookState().stale !== null) await buildHook();
});

/** A directory that is deleted under the hook, in a project that is a git repository unless it is to be none. */
function stage(isGit = true) {
  const dir = tempDir();
  const top = realpathSync(dir.path);
  const [project, home, gone] = [join(top, "project"), join(top, "home"), join(top, "project/gone")];
  for (const path of [home, gone]) mkdirSync(path, { recursive: true });
  if (isGit) git(project, "init", "-q", "-b", "main");
  const own = { HOME: home, XDG_DATA_HOME: "", XDG_CONFIG_HOME: "", HIVE_ROOT: "", HIVE_WORKER_START: "never" };
  const call = ({ command, args }: { command: string; args: readonly string[] }, cwd: string, env = {}) => {
    mkdirSync(gone, { recursive: true });
    const script = 'cd "$0" && rmdir "$0" && exec "$@"';
    const { stdout, stderr, exitCode } = Bun.spawnSync(["/bin/sh", "-c", script, gone, command, ...args], {
      env: { ...process.env, ...own, ...env },
      stdin: Buffer.from(payload("38-userpromptsubmit", { session_id: "s", cwd })),
    });
    return { stdout: stdout.toString(), stderr: stderr.toString(), exitCode };
  };
  const saved = (): number =>
    [...new Bun.Glob(".hive-mind/queue/pending/*.json").scanSync({ cwd: project, dot: true })].length;
  return { project, gone, own, call, saved, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

const QUIET = { stdout: "", stderr: "", exitCode: 0 };

test.each([
  ["compiled", compiledHook],
  ["interpreted", interpretedHook],
])(
  "a hook (%s) whose directory was deleted saves in the agent's project, and where its session began",
  (_name, hook) => {
    using it = stage();
    expect(it.call(hook(), it.gone, { CLAUDE_PROJECT_DIR: it.project })).toEqual(QUIET);
    expect(it.saved()).toBe(1);
    expect(it.call(hook(), it.gone)).toEqual(QUIET);
    expect(it.saved()).toBe(2);
  },
);

test("one that knows the deleted directory alone saves in the git worktree around it", () => {
  using it = stage();
  expect(it.call(compiledHook(), it.gone)).toEqual(QUIET);
  expect(it.saved()).toBe(1);
});

test("one that knows no project but the deleted directory ends with 0, and its log says so", () => {
  using it = stage(false);
  expect(it.call(compiledHook(), it.gone)).toEqual(QUIET);
  expect(it.saved()).toBe(0);
  expect(logElsewhere(join(it.gone, ".hive-mind"), it.own)).toContain(`the project ${it.gone} is gone`);
});
