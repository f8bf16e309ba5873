/** A program of the system is not looked for where a project may have put one. */
import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { programPath, safePath, systemProgram } from "../../src/platform/programs.ts";
import { tempDir } from "../support/temp-dir.ts";

const TOP = resolve(import.meta.dir, "../..");

/** A directory with a program in it. */
function withProgram(directory: string, name: string): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), "#!/bin/sh\necho $0\n", { mode: 0o755 });
  return directory;
}

/** A project's directories that a PATH may name, and one of the user's. */
function places() {
  const dir = tempDir();
  const project = `${dir.path}/project`;
  const bin = withProgram(`${project}/bin`, "bun");
  const modules = withProgram(`${dir.path}/elsewhere/node_modules/.bin`, "bun");
  const link = `${dir.path}/link`;
  symlinkSync(bin, link);
  const own = withProgram(`${dir.path}/own`, "bun");
  const path = [".", "", "bin", project, bin, `${project}/../project/bin`, link, modules, own].join(":");
  return { dir, project, own, path, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

describe("a program on the PATH", () => {
  test("is not the project's, by whatever name, and not a package's", () => {
    using it = places();
    expect(programPath("bun", { PATH: it.path }, it.project)).toBe(`${it.own}/bun`);
    expect(safePath({ PATH: it.path }, it.project)).toBe(it.own);
    expect(programPath("bun", { PATH: "" }, it.project)).toBeNull();
  });

  test("is not that of the tree around a submodule", () => {
    using it = places();
    mkdirSync(`${it.project}/.git`);
    mkdirSync(`${it.project}/sub/.git`, { recursive: true });
    expect(programPath("bun", { PATH: it.path }, `${it.project}/sub`)).toBe(`${it.own}/bun`);
  });

  test("may lie in the home directory, which is nobody's clone", () => {
    expect(safePath({ PATH: `${homedir()}/bin` }, homedir())).toBe(`${homedir()}/bin`);
  });

  test("is the system's own, for what every system has", () => {
    using it = places();
    withProgram(it.own, "ps");
    expect(systemProgram("ps", { PATH: `${it.own}:/usr/bin:/bin` })).toMatch(/^\/(?:usr\/)?bin\/ps$/);
    expect(() => systemProgram("no-such-program", { PATH: it.own })).toThrow("there is no no-such-program");
  });
});

test("the launchers' search for Bun passes over the same places", () => {
  using it = places();
  const plugin = `${it.dir.path}/plugin`;
  cpSync(join(TOP, "plugin/bin"), `${plugin}/bin`, { recursive: true });
  const script = `${plugin}/bin/find-bun`;
  writeFileSync(script, readFileSync(script, "utf8").replaceAll(/ \/\S+\/bun\b/g, ""));
  const sub = `${it.project}/sub`;
  mkdirSync(`${it.project}/.git`);
  mkdirSync(sub);
  const found = (path: string, env = {}) =>
    Bun.spawnSync(["/bin/sh", "-c", `top=/x; . ${script}; echo "$bun"`], { cwd: sub, env: { PATH: path, ...env } })
      .stdout.toString()
      .trim();
  const link = `${it.dir.path}/link`;
  expect(found(it.path.replace(`${link}:`, ""))).toBe(`${it.own}/bun`);
  expect(found(it.path.split(":").slice(0, 5).join(":"))).toBe("");
  expect(found(`${it.project}/bin`, { CLAUDE_PROJECT_DIR: it.project })).toBe("");
  // The settings of a project may set variables: none makes its directory the user's home, or its program the user's Bun.
  const bun = `${it.project}/bin/bun`;
  withProgram(`${it.project}/.bun/bin`, "bun");
  for (const env of [
    { HOME: it.project },
    { HOME: it.project, CLAUDE_PROJECT_DIR: it.project },
    { HOME: "/proc/self/cwd/.." },
    { HIVE_BUN: bun },
    { HIVE_BUN: "../bin/bun" },
    { HIVE_BUN: "/proc/self/cwd/../bin/bun" },
    { HIVE_BUN: `/${bun}` },
    { HIVE_BUN: `${it.own}/../project/bin/bun` },
    { PWD: "/proc/self/cwd", HIVE_BUN: bun },
  ]) {
    expect([env, found(`${it.project}/bin`, env)]).toEqual([env, ""]);
  }
  expect(found("/nowhere", { HIVE_BUN: `${it.own}/bun` })).toBe(`${it.own}/bun`);
  const flags = ["BUN_OPTIONS", "BUN_BE_BUN", "BUN_INSPECT_PRELOAD", "NODE_PATH", "NODE_OPTIONS", "JSC_PROFILER_PATH"];
  const script2 = `top=/x; . ${script}; env`;
  const env = { PATH: "/usr/bin:/bin", ...Object.fromEntries(flags.map((name) => [name, "1"])) };
  const left = Bun.spawnSync(["/bin/sh", "-c", script2], { cwd: sub, env }).stdout.toString();
  expect(left.match(/^(?:BUN|NODE|JSC)_.*/gm)).toEqual(["BUN_RUNTIME_TRANSPILER_CACHE_PATH=0"]);
});

test("no program is started by a bare name, which a PATH may lead into a project", () => {
  const found = [...new Bun.Glob("src/**/*.ts").scanSync({ cwd: TOP })].filter((path) =>
    /(?:spawn|spawnSync|exec|execFile)\(\s*\[?\s*"[^/"]/.test(readFileSync(join(TOP, path), "utf8")),
  );
  expect(found).toEqual([]);
});
