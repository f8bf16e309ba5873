import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { directoryByEnvironment } from "../../src/origin/user-directories.ts";
import { userKey, userKeyIfAny } from "../../src/origin/key.ts";
import { ownDirectory, systemHome } from "../../src/origin/own-directory.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";

test("a key is made once, for its user alone, also by several processes at once", async () => {
  using dir = tempDir();
  const env = { XDG_DATA_HOME: `${dir.path}/data` };
  const fixture = `${import.meta.dir}/key-fixture.ts`;
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => new Child(fixture, [], env).outcome()));
  const keys = new Set(outcomes.map(({ stdout }) => stdout));
  const path = `${dir.path}/data/hive/key`;
  expect([keys.size, readFileSync(path, "utf8")]).toEqual([1, `${[...keys][0]!}\n`]);
  expect([statSync(path).mode & 0o777, statSync(`${dir.path}/data/hive`).mode & 0o777]).toEqual([0o600, 0o700]);
});

test.each([
  ["open to others", (path: string) => chmodSync(path, 0o644)],
  ["no key at all", (path: string) => writeFileSync(path, "secret\n")],
  ["a directory", (path: string) => mkdirSync(`${path}-d`)],
  ["of any length", (path: string) => writeFileSync(path, "a".repeat(1e6))],
])("a file that is %s in the key's place is no key, and is left as it is", (what, spoil) => {
  using dir = tempDir();
  const env = { XDG_DATA_HOME: `${dir.path}/data` };
  const path = `${dir.path}/data/hive/key`;
  mkdirSync(`${dir.path}/data/hive`, { recursive: true });
  if (what === "a directory") mkdirSync(path);
  else writeFileSync(path, `${"a".repeat(64)}\n`, { mode: 0o600 });
  spoil(path);
  expect(() => userKey(undefined, env)).toThrow(expect.objectContaining({ code: "HIVE_STORE_UNAVAILABLE" }));
  expect(userKeyIfAny(undefined, env)).toBeNull();
  expect(existsSync(path)).toBe(true);
});

test("a key behind a link of the user's own is his", () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/data/hive`, { recursive: true });
  writeFileSync(`${dir.path}/real`, `${"c".repeat(64)}\n`, { mode: 0o600 });
  symlinkSync(`${dir.path}/real`, `${dir.path}/data/hive/key`);
  expect(userKey(undefined, { XDG_DATA_HOME: `${dir.path}/data` })).toBe("c".repeat(64));
});

describe("a directory of the user's own", () => {
  const state = "/work/project/.hive-mind";
  const HOME = "/home/u";
  const trees = ["/work/mono", "/alias"];
  const holdsGit = (directory: string): boolean => trees.includes(directory);
  const data = (env: Readonly<Record<string, string>>, of: string | undefined = state) =>
    directoryByEnvironment("data", env, of, holdsGit);

  test("is where the environment says, by the XDG specification", () => {
    expect(data({ HOME })).toBe("/home/u/.local/share/hive");
    expect(data({ HOME, XDG_DATA_HOME: "relative" })).toBe("/home/u/.local/share/hive");
    expect(data({ HOME, XDG_DATA_HOME: "/work/projects" })).toBe("/work/projects/hive");
    expect(data({ HOME, XDG_DATA_HOME: "/dev/shm/data" })).toBe("/dev/shm/data/hive");
    expect(directoryByEnvironment("config", { HOME, XDG_CONFIG_HOME: "/home/u/cfg" }, state, holdsGit)).toBe(
      "/home/u/cfg/hive",
    );
  });

  test.each([
    ["a directory in the project", { XDG_DATA_HOME: "/work/project/data" }],
    ["the project", { XDG_DATA_HOME: "/work/project" }],
    ["the project as a home", { HOME: "/work/project" }],
    ["a home in the project", { HOME: "/work/project/home" }],
    ["the project by the process that asks", { XDG_DATA_HOME: "/proc/self/cwd/d" }],
    ["a home by the process that asks", { HOME: "/proc/self/cwd" }],
    ["a descriptor", { XDG_DATA_HOME: "/dev/fd/9" }],
    ["a descriptor by way of memory", { XDG_DATA_HOME: "/dev/shm/../fd/9" }],
    ["the project by a dot", { XDG_DATA_HOME: "/work/./project/d" }],
    ["the project by two dots", { XDG_DATA_HOME: "/home/../work/project/d" }],
    ["the project by two slashes", { XDG_DATA_HOME: "//work/project/d" }],
    ["the project that the agent names", { XDG_DATA_HOME: "/agents/d", CLAUDE_PROJECT_DIR: "/agents" }],
    ["no home", { HOME: "" }],
  ])("is none that the environment names by %s", (_, env) => {
    const isHome = "HOME" in env;
    expect(data({ HOME, ...env })).toBe(isHome ? null : "/home/u/.local/share/hive");
    // The system knows a home without a variable.
    const asked = ownDirectory("data", { HOME, ...env }, state);
    expect(asked).toBe(`${isHome ? systemHome() : HOME}/.local/share/hive`);
  });

  test.each([
    ["the repository around the project", { XDG_DATA_HOME: "/work/mono/d" }],
    ["the repository's top", { XDG_DATA_HOME: "/work/mono" }],
    ["a home in the repository around the project", { HOME: "/work/mono/home" }],
    ["the repository by a link of the system's", { XDG_DATA_HOME: "/alias/d" }],
  ])("is none that is %s, whether a project is known or not", (_, env) => {
    const expected = "HOME" in env ? null : "/home/u/.local/share/hive";
    expect(data({ HOME, ...env }, "/work/mono/package/.hive-mind")).toBe(expected);
    expect(data({ HOME, ...env }, undefined)).toBe(expected);
  });

  test("is not looked for in a repository", () => {
    using dir = tempDir();
    mkdirSync(`${dir.path}/repository/.git`, { recursive: true });
    const env = { HOME: "/home/u", XDG_DATA_HOME: `${dir.path}/repository/d` };
    expect(ownDirectory("data", env)).toBe("/home/u/.local/share/hive");
    expect(ownDirectory("data", { ...env, XDG_DATA_HOME: `${dir.path}/d` })).toBe(`${dir.path}/d/hive`);
  });

  test("may be a repository itself, in its place in the home directory", () => {
    expect(directoryByEnvironment("config", { HOME }, state, (at) => at === "/home/u/.config")).toBe(
      "/home/u/.config/hive",
    );
  });

  test("may be in a project that is the home directory", () => {
    const home = systemHome();
    const root = `${home}/.hive-mind`;
    const env = { HOME: home, XDG_DATA_HOME: `${home}/data`, CLAUDE_PROJECT_DIR: home };
    expect(ownDirectory("data", env, root)).toBe(`${home}/data/hive`);
    expect(ownDirectory("data", { HOME: home }, root)).toBe(`${home}/.local/share/hive`);
  });
});
