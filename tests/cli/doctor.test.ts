/** `hive doctor` as it is typed: what it prints, its exit codes, and the shape of its JSON. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/doctor/doctor.ts";
import type { HookTiming } from "../../src/doctor/hook-timing.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Queue } from "../../src/queue/queue.ts";
import { compiledHook, interpretedHook } from "../../src/install/hook-command.ts";
import { install } from "../../src/install/settings.ts";
import { VERSION } from "../../src/base/version.ts";
import { endWorkers } from "../../src/supervisor/end-worker.ts";
import { ensureHook, findingOf } from "../doctor/patient.ts";
import { Desk } from "../setup/desk.ts";
import { drain, hive } from "../support/hive.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

/** A desk at which hive is set up and has saved something. */
async function deskInUse(): Promise<Desk> {
  const desk = new Desk();
  await desk.hive(["setup", "--yes"]);
  enqueue(desk);
  await drain(desk.root);
  return desk;
}

const edit = (path: string, from: string, to: string): void =>
  fs.writeFileSync(path, fs.readFileSync(path, "utf8").replaceAll(from, to));

function enqueue({ root }: Desk): void {
  const payload = { sessionId: "s", atMs: Date.now(), level: "info", message: "hello" };
  new Queue(root).enqueue({ operation: "insert_log", payload });
}

const doctor = (desk: Desk, ...args: string[]) =>
  desk.hive(["doctor", ...args], { env: { ...desk.env, TMPDIR: desk.home } });

describe("hive doctor", () => {
  test("prints a line for each link, and ends with 0", async () => {
    using desk = await deskInUse();
    const { code, out, err } = await doctor(desk);
    expect(err).toBe("");
    expect(out).toMatch(/^ok +database +sound, /m);
    expect(out).toEndWith(`\n${desk.root}: 23 ok, 0 warnings, 0 problems\n`);
    expect(code).toBe(0);
  });

  test("ends with 0 with a warning, and names what to do", async () => {
    using desk = await deskInUse();
    fs.writeFileSync(join(desk.root, "config.json"), '{"colour": 1}', { mode: 0o600 });
    const { code, out } = await doctor(desk);
    expect(out).toMatch(/^warning config .*does not know: colour\n +-> check how it is written/m);
    expect(code).toBe(0);
  });

  test("ends with 3 with a problem", async () => {
    using desk = await deskInUse();
    enqueue(desk);
    const { code, out, err } = await doctor(desk);
    expect(out).toMatch(/^PROBLEM worker +none runs, and 1 entry waits\n +-> \S+\/scripts\/hive worker start$/m);
    expect(err).toBe("hive: 1 problem, see above\n");
    expect(code).toBe(3);
  });

  test("says with --fix what it did, and then how things are", async () => {
    using desk = await deskInUse();
    fs.chmodSync(desk.root, 0o755);
    const { code, out } = await doctor(desk, "--fix");
    expect(out).toStartWith("fixed  permissions: took 1 path from others\n\nok ");
    expect(code).toBe(0);
  });

  test.each<[string, (desk: Desk) => void]>([
    ["a state directory open to others", ({ root }) => fs.chmodSync(root, 0o755)],
    ["a hook that is gone", ({ local }) => edit(local, compiledHook().command, "/gone/hive-hook")],
    ["an entry that nobody applies", (desk) => enqueue(desk)],
  ])("names what to run about %s, which works when it is pasted", async (_what, spoil) => {
    using desk = await deskInUse();
    spoil(desk);
    const { code, out } = await doctor(desk);
    const [, command] = /^ +-> (.+)$/m.exec(out)!;
    // What the wizard asks is not the matter here.
    const line = command!.replace(/ setup$/, " setup --yes");
    const shell = Bun.spawn(["sh", "-c", line], {
      cwd: desk.project,
      env: { ...desk.env, HIVE_BUN: process.execPath, PATH: "/usr/bin:/bin" },
      stderr: "pipe",
      stdout: "ignore",
    });
    expect({ stderr: await shell.stderr.text(), exitCode: await shell.exited }).toEqual({ stderr: "", exitCode: 0 });
    await endWorkers(queuePaths(desk.root));
    expect((await doctor(desk)).code).toBe(0);
    expect(code === 3 || out.includes("\nwarning")).toBe(true);
  });

  test("cannot be steered by what it reads", async () => {
    using desk = await deskInUse();
    fs.writeFileSync(join(desk.root, "hook.log"), `${new Date().toISOString()} \u001B[2Jgone\n`, { mode: 0o600 });
    const { out } = await doctor(desk);
    expect(out).toContain("·[2Jgone");
    expect(out).not.toContain("\u001B");
  });

  test("prints JSON of version 1", async () => {
    using desk = await deskInUse();
    fs.writeFileSync(join(desk.root, "queue/doorbell"), "", { mode: 0o600 });
    const before = JSON.parse((await doctor(desk, "--json")).out) as Report;
    expect(findingOf(before, "doorbell")).toEqual({
      check: "doorbell",
      level: "warning",
      found: `${desk.root}/queue/doorbell is no FIFO: nothing announces an entry through it`,
      run: "hive doctor --fix",
      remedy: "that removes it; a worker makes the FIFO",
      isFixable: true,
    });
    const after = JSON.parse((await doctor(desk, "--json", "--fix")).out) as Report;
    expect({ ...after, findings: after.findings.length }).toEqual({
      version: 1,
      hiveVersion: VERSION,
      project: desk.project,
      root: desk.root,
      isHealthy: true,
      repairs: [{ check: "doorbell", isDone: true, message: `removed ${desk.root}/queue/doorbell` }],
      findings: 23,
    });
    const shapes = new Set(after.findings.map((finding) => Object.keys(finding).join(" ")));
    expect([...shapes]).toEqual(["check level found run remedy isFixable"]);
  });

  test("warns where no FIFO can be made", async () => {
    using desk = await deskInUse();
    await using child = hive(["doctor", "--json", "--root", desk.root], { PATH: "/nowhere", TMPDIR: desk.home });
    const report = JSON.parse((await child.outcome()).stdout) as Report;
    expect(findingOf(report, "events").level).toBe("warning");
    expect(findingOf(report, "events").found).toMatch(/^doorbell: .*mkfifo/);
    expect(fs.readdirSync(join(desk.root, "queue/.tmp"))).toEqual([]);
  });

  test.each([
    ["--runs without --hook", ["--runs", "5"]],
    ["--fix with --hook", ["--hook", "--fix"]],
    ["no runs", ["--hook", "--runs", "0"]],
    ["runs that are no number", ["--hook", "--runs", "many"]],
  ])("refuses %s", async (_name, args) => {
    using desk = new Desk();
    expect((await doctor(desk, ...args)).code).toBe(20);
  });
});

describe("hive doctor --hook", () => {
  test("times the installed hook and its steps, and leaves nothing", async () => {
    using desk = await deskInUse();
    const before = desk.files();
    const { code, out } = await doctor(desk, "--hook", "--runs", "3", "--json");
    expect(code).toBe(0);
    const timing = JSON.parse(out) as HookTiming;
    expect(timing).toMatchObject({ version: 1, isInstalled: true, kind: "compiled", durability: "process" });
    const names = ["empty Bun script", "empty executable", "hook, checkpoint taken", "hook, throttled"];
    expect(timing.processes.map(({ what, n }) => [what, n])).toEqual(names.map((name) => [name, 3]));
    for (const { p50Ms, p99Ms, maxMs } of [...timing.processes, ...timing.steps]) {
      expect(p50Ms).toBeLessThanOrEqual(p99Ms);
      expect(p99Ms).toBeLessThanOrEqual(maxMs);
    }
    // A step that no mark ends would cost nothing.
    expect(timing.steps.filter(({ maxMs }) => maxMs === 0)).toEqual([]);
    expect(timing.steps.length).toBe(11);
    expect(timing.budgets.map(({ what, most }) => [what, most])).toEqual([
      ["hook, checkpoint taken", 1.4],
      ["hook, throttled", 1.25],
    ]);
    expect(desk.files()).toEqual(before);
    expect(fs.readdirSync(join(desk.root, "queue/.tmp"))).toEqual([]);
  });

  test("times a hook from source, where no queue is, and says how to have a faster one", async () => {
    using desk = new Desk();
    desk.write(install(null, interpretedHook()));
    const { code, out } = await doctor(desk, "--hook", "--runs", "3");
    expect(out).toContain(`Installed: ${[interpretedHook().command, ...interpretedHook().args].join(" ")} (source`);
    expect(out).toMatch(/hook, checkpoint taken: \d+\.\d\d x an empty Bun script/);
    expect(code).toBe(0);
    expect(fs.existsSync(desk.root)).toBe(false);
  });

  test("is 3 for a hook that fails, and for one that only the project's settings name", async () => {
    using desk = new Desk();
    const hook = join(desk.home, "hive-hook");
    fs.writeFileSync(hook, `#!/bin/sh\ntouch ${desk.home}/ran\nexit 7\n`, { mode: 0o700 });
    const settings = install(null, { command: hook, args: [] });
    // A cloned repository can carry these settings, and the program.
    desk.write(settings);
    const refused = await doctor(desk, "--hook", "--runs", "1");
    expect(refused.err).toContain(`another installation's hook, which is not started: ${hook}`);
    expect(refused.code).toBe(3);
    expect(fs.existsSync(join(desk.home, "ran"))).toBe(false);
    desk.write("{}");
    fs.mkdirSync(join(desk.home, ".claude"), { recursive: true });
    fs.writeFileSync(join(desk.home, ".claude/settings.json"), settings);
    const { code, err } = await doctor(desk, "--hook", "--runs", "1");
    expect(err).toContain(`${hook} ended with exit code 7`);
    expect(code).toBe(3);
  });
});
