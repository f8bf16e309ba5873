/** A command works where it is called, though Bun works elsewhere. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { callersDirectory } from "../../../src/platform/bun/callers-directory.ts";
import { interpretedHook } from "../../../src/install/hook/command.ts";
import { payload } from "../../support/hive.ts";
import { VERSION } from "../../../src/base/version.ts";
import { copyPlugin } from "../../support/versions/built-plugin.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");

/** Where hive looks for a state directory, in its own words. */
function rootOf(command: readonly string[], cwd: string, env = {}): string {
  const { HIVE_ROOT: _, ...variables } = process.env;
  const child = Bun.spawnSync([...command, "status", "--json"], { cwd, env: { ...variables, ...env } });
  return (JSON.parse(child.stdout.toString()) as { root: string }).root;
}

const version = (command: readonly string[], cwd: string): string =>
  Bun.spawnSync([...command, "--version"], { cwd }).stdout.toString();

test.each([
  ["by its path", (bin: string) => [join(bin, "hive")], {}],
  ["by a shell that is told its name", (bin: string) => ["/bin/sh", join(bin, "hive")], {}],
  [
    "with a directory of an earlier call in the environment",
    (bin: string) => [join(bin, "hive")],
    { HIVE_CWD: "/tmp" },
  ],
  ["with a PWD that is another's", (bin: string) => [join(bin, "hive")], { PWD: "/tmp" }],
] as const)("a launcher tells where it was called: %s", (_, command, env) => {
  using dir = tempDir();
  const real = realpathSync(dir.path);
  mkdirSync(`${real}/a b/sub`, { recursive: true });
  mkdirSync(`${real}/a b/.hive-mind`);
  symlinkSync(`${real}/a b`, `${real}/link`);
  for (const cwd of [`${real}/a b`, `${real}/a b/sub`, `${real}/link/sub`]) {
    expect(rootOf(command(join(TOP, "scripts")), cwd, env)).toBe(`${real}/a b/.hive-mind`);
  }
});

test("a launcher that is named from the working directory, or by a link, finds its own files", () => {
  using dir = tempDir();
  copyPlugin(`${dir.path}/plugin`);
  expect(version(["plugin/bin/hive"], dir.path)).toStartWith(`${VERSION}\n`);
  expect(version(["/bin/sh", "bin/hive"], `${dir.path}/plugin`)).toStartWith(`${VERSION}\n`);
  expect(version(["/bin/sh", "hive"], join(TOP, "scripts"))).toStartWith(`${VERSION}\n`);
  symlinkSync(join(TOP, "bin/hive"), `${dir.path}/hive`);
  expect(version(["./hive"], dir.path)).toStartWith(`${VERSION}\n`);
});

test("what is told counts only where Bun was sent to the root", () => {
  expect(callersDirectory({ HIVE_CWD: "/tmp", PWD: "/tmp" })).toBe(process.cwd());
});

test("a call of an agent that reports no directory is saved where the agent works", () => {
  using dir = tempDir();
  const real = realpathSync(dir.path);
  const { HIVE_ROOT: _, HIVE_CWD: __, CLAUDE_PROJECT_DIR: ___, ...env } = process.env;
  const { command, args } = interpretedHook();
  // The shell stays as the hook's parent, as an agent does.
  const { exitCode } = Bun.spawnSync(["sh", "-c", 'env -u PWD "$@"; exit $?', "sh", command, ...args], {
    cwd: real,
    env: { ...env, HIVE_WORKER_START: "never" },
    stdin: Buffer.from(payload("29-stop", { cwd: undefined })),
  });
  expect(exitCode).toBe(0);
  expect(readdirSync(`${real}/.hive-mind/queue/pending`)).toHaveLength(1);
});
