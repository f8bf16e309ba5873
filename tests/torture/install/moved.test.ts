/** A compiled hook after its checkout was moved, copied or damaged: it works, or every command that looks says that it does not. */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { claudeCode } from "../../../src/agents/claude-code/agent.ts";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { checkInstallation } from "../../../src/doctor/installation.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { buildHook } from "../../../src/install/hook/build.ts";
import { hookState } from "../../../src/install/hook/stamp.ts";
import { prove, proveSaving } from "../../../src/install/proof.ts";
import { makeProject } from "../../install/project.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(300_000);

const TOP = resolve(import.meta.dir, "../../..");

const hookIn = (top: string) => ({ command: join(top, "dist/hive-hook"), args: [] });

/** A checkout of its own, whose hook is compiled, and a user whose settings name that. */
async function checkout() {
  const dir = tempDir();
  const top = join(dir.path, "one/hive");
  fs.cpSync(join(TOP, "src"), join(top, "src"), { recursive: true });
  fs.copyFileSync(join(TOP, "package.json"), join(top, "package.json"));
  fs.symlinkSync(join(TOP, "node_modules"), join(top, "node_modules"));
  await buildHook(top);
  const paths = makeProject(dir.path);
  return {
    path: dir.path,
    top,
    /** What the commands call a problem where the user's settings name the hook in a directory. */
    problems: async (at: string) => {
      fs.mkdirSync(join(paths.settings.user, ".."), { recursive: true });
      fs.writeFileSync(paths.settings.user, install(null, hookIn(at)));
      const status = await readStatus(paths.root, Date.now(), DEFAULTS, { project: paths, env: paths.env });
      const check = await checkInstallation(paths, paths.project);
      const told = ({ findings }: Pick<typeof check, "findings">) =>
        findings.filter(({ level }) => level === "problem").map(({ code, found }) => `${code}: ${found}`);
      return { status: told(status), check: told(check) };
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

test("the hook saves, and starts its worker, where a directory above its checkout was renamed", async () => {
  using it = await checkout();
  fs.renameSync(join(it.path, "one"), join(it.path, "two"));
  const moved = join(it.path, "two/hive");
  await prove(hookIn(moved), claudeCode);
  // Another program's modules at the old place are not loaded.
  fs.mkdirSync(join(it.top, "dist/hook"), { recursive: true });
  for (const name of fs.readdirSync(join(moved, "dist/hook"))) {
    if (name.endsWith(".js"))
      fs.writeFileSync(join(it.top, "dist/hook", name), 'throw new Error("another program");\n');
  }
  await prove(hookIn(moved), claudeCode);
  expect(hookState(moved).stale).toBeNull();
  expect(await it.problems(moved)).toEqual({ status: [], check: [] });
  // The settings that name the old place are told of.
  const gone = [expect.stringContaining("program: the hook cannot be run")];
  expect(await it.problems(it.top)).toEqual({ status: gone, check: gone });
});

test("every command that looks says so where modules of the hook are gone", async () => {
  using it = await checkout();
  fs.rmSync(join(it.top, "dist/hook"), { recursive: true });
  expect(hookState(it.top).stale).toStartWith(`modules that it needs are gone from ${join(it.top, "dist/hook")}: `);
  const fault = await proveSaving(hookIn(it.top), claudeCode).catch((error: unknown) => error);
  expect(fault).toMatchObject({ message: "the hook runs, but saves nothing" });
  const told = [expect.stringContaining("program: the hook runs, but saves nothing")];
  expect(await it.problems(it.top)).toEqual({ status: told, check: told });
});

test("the checks say so where the hook saves, and its worker's program is gone", async () => {
  using it = await checkout();
  fs.rmSync(join(it.top, "src"), { recursive: true });
  await proveSaving(hookIn(it.top), claudeCode);
  const { check } = await it.problems(it.top);
  expect(check).toEqual([expect.stringContaining("program: the hook saves, but its worker applies nothing")]);
});
