/**
 * `hive setup` as it is typed: nobody is written over unasked, what it says it did is done, and it can be undone.
 */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { MAIN_PROGRAM } from "../../src/platform/installation.ts";
import { compiledHook, interpretedHook } from "../../src/install/hook-command.ts";
import { prepareHook } from "../../src/install/prepare-hook.ts";
import { findPlace } from "../../src/install/place.ts";
import { prove } from "../../src/install/proof.ts";
import { install } from "../../src/install/settings.ts";
import { tempDir } from "../support/temp-dir.ts";
import { Desk } from "./desk.ts";
import { ACCEPTED, HOOK } from "./fixtures.ts";

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

const read = (path: string): string => fs.readFileSync(path, "utf8");

describe("hive setup", () => {
  test("refuses without a terminal, and names the flags", async () => {
    using desk = new Desk();
    const before = desk.files();
    const { code, err } = await desk.hive(["setup"]);
    expect(err).toContain("--yes");
    expect(err).toContain("--scope project|local|user");
    expect(code).toBe(20);
    expect(desk.files()).toEqual(before);
  });

  test("installs with --yes, proves it and says that the first hook starts the worker", async () => {
    using desk = new Desk();
    desk.write(FOREIGN);
    const { code, out, err } = await desk.hive(["setup", "--yes"]);
    expect(err).toBe("");
    expect(out).toContain(`+++ ${desk.local}`);
    expect(out).toMatch(/the agent waits [\d.]+ m?s for the hook; its row was there after [\d.]+ m?s/);
    expect(out).toContain("The first hook starts the worker");
    expect(code).toBe(0);
    expect(read(desk.local)).toBe(install(FOREIGN, HOOK));
    expect(read(join(desk.root, ".gitignore"))).toBe("*\n");
    expect([fs.existsSync(join(desk.root, "config.json")), fs.existsSync(desk.config)]).toEqual([false, false]);
    expect(fs.existsSync(join(desk.root, "hive.db"))).toBe(false);
  });

  test("leaves a project whose status is well, until the first call of the hook and after it", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    expect(await desk.hive(["status"])).toMatchObject({ code: 0, out: expect.stringContaining("health      ok") });
    fs.mkdirSync(join(desk.root, "queue"));
    expect((await desk.hive(["status"])).out).toContain("PROBLEM     there is no queue here");
  });

  test("changes nothing when it is run again", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes", "--interval", "30"]);
    const before = desk.files();
    const { code, out } = await desk.hive(["setup", "--yes"]);
    expect(out).toContain("Nothing to change");
    expect(code).toBe(0);
    expect(desk.files()).toEqual(before);
  });

  test("writes only the answers that differ from the defaults, for this project, into the user's own file", async () => {
    using desk = new Desk();
    const { config } = desk;
    await desk.hive(["setup", "--yes", "--interval", "60", "--retention-days", "30", "--restore", "on"]);
    expect(fs.existsSync(config)).toBe(false);
    await desk.hive(["setup", "--yes", "--interval", "0", "--retention-days", "7", "--restore", "off"]);
    const answers = { checkpointIntervalSeconds: 0, deadLetterRetentionDays: 7, restoreContext: false };
    expect(JSON.parse(read(config))).toEqual({ projects: { [desk.project]: answers } });
    const own = (settings: object) => JSON.stringify({ batchSize: 5, projects: { [desk.project]: settings } });
    fs.writeFileSync(config, own({ checkpointIntervalSeconds: 10, logLevel: "warn" }));
    await desk.hive(["setup", "--yes", "--interval", "60"]);
    expect(read(config)).toBe(own({ logLevel: "warn" }));
    await desk.hive(["setup", "--yes", "--scope", "user", "--interval", "20"]);
    expect(JSON.parse(read(config))).toMatchObject({ batchSize: 5, checkpointIntervalSeconds: 20 });
    expect(fs.existsSync(join(desk.root, "config.json"))).toBe(false);
  });

  test("takes the scope where hive is already, else the local one", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes", "--scope", "user"]);
    const { out } = await desk.hive(["setup", "--yes", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ version: 1, scope: "user", isChange: false, isWorkerRunning: false });
    expect(fs.existsSync(desk.local)).toBe(false);
  });

  test("proposes the user scope in the home directory, and says what another one means there", async () => {
    using desk = new Desk();
    const env = { ...desk.env, HOME: desk.project };
    expect((await desk.hive(["setup", "--dry-run"], { env })).out).toContain(
      "+++ " + join(desk.project, ".claude/settings.json"),
    );
    const { code, out } = await desk.hive(["setup", "--yes", "--scope", "local"], { env });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("Note: this is the home directory") });
  });

  test("follows CLAUDE_CONFIG_DIR", async () => {
    using desk = new Desk();
    const directory = join(desk.home, "elsewhere");
    await desk.hive(["setup", "--yes", "--scope", "user"], { env: { ...desk.env, CLAUDE_CONFIG_DIR: directory } });
    expect(read(join(directory, "settings.json"))).toBe(install(null, HOOK));
  });

  test("prints the diff with --dry-run and changes nothing", async () => {
    using desk = new Desk();
    desk.write(FOREIGN);
    const before = desk.files();
    const { code, out } = await desk.hive(["setup", "--dry-run"]);
    expect(out).toContain(`--- ${desk.local}\n+++ ${desk.local}\n@@ -`);
    expect(code).toBe(0);
    expect(desk.files()).toEqual(before);
  });

  test("refuses a file that is not JSON, with its path and line, and writes nothing", async () => {
    using desk = new Desk();
    desk.write('{\n  "hooks": {\n');
    const before = desk.files();
    const { code, err } = await desk.hive(["setup", "--yes"]);
    expect(err).toContain(`${desk.local}: it is not JSON`);
    expect(err).toContain("line 3");
    expect(code).toBe(20);
    expect(desk.files()).toEqual(before);
  });

  test.each([
    ["--scope", "everywhere"],
    ["--interval", "-1"],
    ["--interval", "soon"],
    ["--retention-days", "100000"],
    ["--restore", "maybe"],
  ])("refuses %s %s", async (flag, value) => {
    using desk = new Desk();
    const before = desk.files();
    const { code } = await desk.hive(["setup", "--yes", `${flag}=${value}`]);
    expect(code).toBe(20);
    expect(desk.files()).toEqual(before);
  });

  test("refuses --root, which the hook would not know", async () => {
    using desk = new Desk();
    const { code, err } = await desk.hive(["--root", "/tmp/x", "setup", "--yes"]);
    expect(err).toContain("setup takes no --root");
    expect(code).toBe(20);
  });
});

describe("hive setup --check", () => {
  test("is 0 after a setup", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    const { code, out } = await desk.hive(["setup", "--check", "--json"]);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      project: desk.project,
      root: desk.root,
      isHealthy: true,
      installed: ["local"],
      problems: [],
      run: null,
      remedy: null,
    });
    expect(code).toBe(0);
  });

  const SETUP = String.raw`-> \S+/scripts/hive setup`;
  test.each<[string, (desk: Desk) => void, string, string]>([
    ["nothing is there", (desk) => fs.rmSync(desk.local), "hive is not in the", `${SETUP}$`],
    [
      "an event is gone",
      (desk) => edit(desk.local, '"Stop"', '"Halt"'),
      "not called on Stop",
      `${SETUP} --scope local$`,
    ],
    [
      "the hook is gone",
      (desk) => edit(desk.local, HOOK.command, "/gone/hive-hook"),
      "cannot be run",
      `${SETUP} --scope local$`,
    ],
    [
      "hooks are off",
      (desk) => edit(desk.local, "{", '{"disableAllHooks":true,'),
      "disableAllHooks",
      '-> take "disableAllHooks" out of',
    ],
    [
      "the settings do not parse",
      (desk) => fs.writeFileSync(desk.local, "{"),
      "it is not JSON",
      "-> mend the file first",
    ],
    [
      "config.json does not parse",
      (desk) => fs.writeFileSync(join(desk.root, "config.json"), "{"),
      "config.json",
      "-> mend the file, or take that out",
    ],
    [
      "the hook is started as hive 0.1.0 did",
      (desk) => {
        const args = ["--no-env-file", "--config=/dev/null", MAIN_PROGRAM, "hook"];
        fs.writeFileSync(desk.local, install(null, { command: process.execPath, args }));
      },
      "runs what a project's tsconfig.json says",
      `${SETUP} --scope local$`,
    ],
    [
      "the state is let through",
      (desk) => fs.writeFileSync(join(desk.root, ".gitignore"), "*\n!hive.db\n"),
      "keeps hive's files out of git",
      `${SETUP}$`,
    ],
    ["the state is not ignored", (desk) => fs.rmSync(join(desk.root, ".gitignore")), ".gitignore", `${SETUP}$`],
  ])("is 3 when %s, and says what mends it", async (_what, spoil, problem, cure) => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    spoil(desk);
    const { code, out } = await desk.hive(["setup", "--check"]);
    expect(out).toMatch(new RegExp(`PROBLEM .*${problem}`));
    expect(out).toMatch(new RegExp(`^ +${cure}`, "m"));
    expect(out.match(/ -> /g)).toHaveLength(1);
    expect(code).toBe(3);
  });

  test("is 3 when two settings files name different hooks", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    fs.writeFileSync(join(desk.home, ".claude/settings.json"), install(null, interpretedHook()));
    const { code, out } = await desk.hive(["setup", "--check"]);
    expect(out).toContain("local and user settings name different hooks");
    expect(code).toBe(3);
  });
});

function edit(path: string, from: string, to: string): void {
  fs.writeFileSync(path, read(path).replace(from, to));
}

describe("hive setup --remove", () => {
  test("restores the settings and keeps what was saved", async () => {
    using desk = new Desk();
    desk.write(FOREIGN);
    await desk.hive(["setup", "--yes"]);
    fs.writeFileSync(join(desk.root, "hive.db"), "");
    const { code, out } = await desk.hive(["setup", "--remove", "--yes"]);
    expect(out).toContain("no longer calls hive");
    expect(code).toBe(0);
    expect(read(desk.local)).toBe(FOREIGN);
    expect(fs.readdirSync(desk.root).toSorted()).toEqual([".gitignore", "hive.db"]);
  });

  test("shows with --dry-run what it would do", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    const before = desk.files();
    const { out } = await desk.hive(["setup", "--remove", "--dry-run"]);
    expect(out).toContain("+++ /dev/null");
    expect(desk.files()).toEqual(before);
  });

  test("says so when there is nothing to remove", async () => {
    using desk = new Desk();
    const { code, out } = await desk.hive(["setup", "--remove", "--yes"]);
    expect(out).toContain("Nothing to remove");
    expect(code).toBe(0);
  });

  test("asks for the scope where hive is in two", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes", "--scope", "user"]);
    await desk.hive(["setup", "--yes", "--scope", "local"]);
    expect((await desk.hive(["setup", "--remove", "--yes"])).code).toBe(20);
    expect((await desk.hive(["setup", "--remove", "--yes", "--scope", "user"])).code).toBe(0);
    expect(fs.readdirSync(join(desk.home, ".claude"))).toEqual([]);
  });

  test("needs --yes without a terminal", async () => {
    using desk = new Desk();
    expect((await desk.hive(["setup", "--remove"])).code).toBe(20);
  });
});

describe("the place", () => {
  test("is the nearest repository above, else the directory itself", () => {
    using desk = new Desk();
    const below = join(desk.project, "a", "b");
    fs.mkdirSync(below, { recursive: true });
    expect(findPlace(below, desk.env)).toMatchObject({ project: desk.project, isGit: true, hasClaude: true });
    expect(findPlace(desk.home, desk.env)).toMatchObject({ project: desk.home, isGit: false });
  });
});

describe("the hook's command", () => {
  test("is Bun with a script where nothing can be compiled", async () => {
    using directory = tempDir();
    expect(await prepareHook(directory.path)).toEqual(interpretedHook());
    expect(interpretedHook().args.slice(-2)).toEqual([resolve(import.meta.dir, "../../src/cli/main.ts"), "hook"]);
  });

  test("is proved by a row, compiled and as a script", async () => {
    for (const hook of [await prepareHook(), interpretedHook()]) {
      const { hookMs, rowMs } = await prove(hook);
      expect(hookMs).toBeGreaterThan(0);
      expect(rowMs).toBeGreaterThan(hookMs);
    }
    expect(fs.existsSync(compiledHook().command)).toBe(true);
  });

  test.each([
    ["is not there", { command: "/gone/hive-hook", args: [] }, "does not start"],
    ["saves nothing", { command: "/bin/true", args: [] }, "no row came of it"],
    ["fails", { command: "/bin/false", args: [] }, "exit code 1"],
    ["prints something", { command: "/bin/echo", args: ["ok"] }, "printed something"],
  ])("is not proved when it %s", async (_what, hook, message) => {
    const problem = await prove(hook).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "HIVE_UNHEALTHY", message: expect.stringContaining(message) });
  });
});
