import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

function project() {
  const dir = tempDir();
  const path = `${dir.path}/p`;
  mkdirSync(`${path}/.hive-mind`, { recursive: true });
  const env = { HOME: dir.path, XDG_CONFIG_HOME: `${dir.path}/config` };
  const file = `${dir.path}/config/hive/config.json`;
  const run = (...args: string[]) => cli([...args, "--root", path], { env, cwd: path });
  const paused = async (): Promise<unknown> => JSON.parse(readFileSync(file, "utf8"));
  return { path, file, run, paused, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("pause and unpause write the user's own file for one project", async () => {
  using it = project();
  expect((await it.run("pause")).stdout).toBe(`Nothing of what agents do in ${it.path} is saved until hive unpause.\n`);
  expect(await it.paused()).toEqual({ projects: { [it.path]: { paused: true } } });
  expect((await it.run("unpause")).stdout).toBe(`What agents do in ${it.path} is saved.\n`);
  expect(await it.paused()).toEqual({ projects: { [it.path]: {} } });
});

test("a pause ends by itself after the time that is given", async () => {
  using it = project();
  const { stdout } = await it.run("pause", "--for", "2h", "--json");
  const { paused } = JSON.parse(stdout) as { paused: string };
  expect(Date.parse(paused) - Date.now()).toBeWithin(2 * 3_600_000 - 60_000, 2 * 3_600_000 + 1);
  const local = new Date(paused).toLocaleString("sv").slice(0, 16);
  expect((await it.run("status")).stdout).toContain(`saving: paused until ${local}: `);
  expect((await it.run("pause", "--for", "1w")).stdout).toMatch(/ is saved until 20\d\d-\d\d-\d\d \d\d:\d\d\.\n$/);
  expect((await it.run("pause", "--for", "soon")).exitCode).toBe(20);
});

test("a pause for all projects, and that of a project's own file, are ended for one by a word of its own", async () => {
  using it = project();
  await it.run("pause", "--all");
  expect(await it.paused()).toEqual({ paused: true });
  await it.run("unpause");
  expect(await it.paused()).toEqual({ paused: true, projects: { [it.path]: { paused: false } } });
  await it.run("unpause", "--all");
  writeFileSync(`${it.path}/.hive-mind/config.json`, '{"paused": true}');
  expect((await it.run("unpause", "--json")).stdout).toContain('"paused": false');
});

test("a pause that does not count is an error, as where others may write the file", async () => {
  using it = project();
  await it.run("pause");
  await it.run("unpause");
  chmodSync(it.file, 0o666);
  const { exitCode, stderr } = await it.run("pause");
  expect([exitCode, stderr]).toEqual([20, expect.stringContaining("was written, but is ignored")]);
});

test("status says that saving is paused, until when, and that a project is excluded", async () => {
  using it = project();
  await it.run("pause", "--for", "1d");
  expect((await it.run("status")).stdout).toMatch(/saving: paused until 20\d\d-\d\d-\d\d \d\d:\d\d: /);
  await it.run("unpause");
  writeFileSync(it.file, JSON.stringify({ exclude: ["**"] }), { mode: 0o600 });
  expect((await it.run("status")).stdout).toContain("this project is excluded");
  expect((await it.run("doctor")).stdout).toContain("this project is excluded");
});
