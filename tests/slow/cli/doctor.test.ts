/** `hive doctor` as it is typed: what it prints, its exit codes, and the shape of its JSON. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import type { DoctorReport } from "../../../src/doctor/doctor.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { compiledHook } from "../../../src/install/hook/command.ts";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { VERSION } from "../../../src/base/version.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { ensureHook, findingOf } from "../../doctor/healthy-project.ts";
import { CliProject } from "../../install/cli-project.ts";
import { drain, hive } from "../../support/hive.ts";

setDefaultTimeout(120_000);

/** At least so many checks belong to a project in which hive is set up and has saved something. */
const CHECKS = 30;
beforeAll(ensureHook);

/** A project at which hive is set up and has saved something. */
async function projectInUse(): Promise<CliProject> {
  const project = new CliProject();
  await project.setUp();
  enqueue(project);
  await drain(project.root);
  return project;
}

const edit = (path: string, from: string, to: string): void =>
  fs.writeFileSync(path, fs.readFileSync(path, "utf8").replaceAll(from, to));

function enqueue({ root }: CliProject): void {
  const payload = { sessionId: "s", atMs: Date.now(), level: "info", message: "hello" };
  new Queue(root).enqueue({ operation: "insert_log", payload });
}

const doctor = (project: CliProject, ...args: string[]) =>
  project.hive(["doctor", ...args], { env: { ...project.env, TMPDIR: project.home } });

describe("hive doctor", () => {
  test("prints a line for each link, and ends with 0", async () => {
    using project = await projectInUse();
    const { code, out, err } = await doctor(project);
    expect(err).toBe("");
    expect(out).toMatch(/^ok +integrity: sound, /m);
    const [, ok] = /: (\d+) ok, 0 warnings, 0 problems\n$/.exec(out) ?? [];
    expect(Number(ok)).toBeGreaterThanOrEqual(CHECKS);
    expect(code).toBe(0);
  });

  test("ends with 0 with a warning, and names what to do", async () => {
    using project = await projectInUse();
    fs.writeFileSync(join(project.root, "config.json"), '{"colour": 1}', { mode: 0o600 });
    const { code, out } = await doctor(project);
    expect(out).toMatch(/^warning +config: .*does not know: colour\n +-> check how it is written/m);
    expect(code).toBe(0);
  });

  test("ends with 3 with a problem", async () => {
    using project = await projectInUse();
    enqueue(project);
    const { code, out, err } = await doctor(project);
    expect(out).toMatch(/^PROBLEM +worker: none runs, and 1 entry waits\n +-> \S+\/bin\/hive worker start$/m);
    expect(err).toBe("hive: 1 problem, see above\n");
    expect(code).toBe(3);
  });

  test("says with --fix what it did, and then how things are", async () => {
    using project = await projectInUse();
    fs.chmodSync(project.root, 0o755);
    const { code, out } = await doctor(project, "--fix");
    expect(out).toStartWith("fixed  permissions: took 1 path from others\n\nok ");
    expect(code).toBe(0);
  });

  test.each<[string, (project: CliProject) => void]>([
    ["a state directory open to others", ({ root }) => fs.chmodSync(root, 0o755)],
    ["a hook that is gone", ({ local }) => edit(local, compiledHook().command, "/gone/hive-hook")],
    ["an entry that nobody applies", (project) => enqueue(project)],
  ])("names what to run about %s, which works when it is pasted", async (_what, spoil) => {
    using project = await projectInUse();
    spoil(project);
    const { code, out } = await doctor(project);
    const [, command] = /^ +-> (.+)$/m.exec(out)!;
    // What the wizard asks is not the matter here.
    const line = command!.replace(/ setup(?= |$)/, " setup --yes");
    const shell = Bun.spawn(["sh", "-c", line], {
      cwd: project.path,
      env: { ...project.env, HIVE_BUN: process.execPath, PATH: "/usr/bin:/bin" },
      stderr: "pipe",
      stdout: "ignore",
    });
    expect({ stderr: await shell.stderr.text(), exitCode: await shell.exited }).toEqual({ stderr: "", exitCode: 0 });
    await endWorkers(queuePaths(project.root));
    expect((await doctor(project)).code).toBe(0);
    expect(code === 3 || out.includes("\nwarning")).toBe(true);
  });

  test("cannot be steered by what it reads", async () => {
    using project = await projectInUse();
    fs.writeFileSync(join(project.root, "hook.log"), `${new Date().toISOString()} \u001B[2Jgone\n`, { mode: 0o600 });
    const { out } = await doctor(project);
    expect(out).toContain("·[2Jgone");
    expect(out).not.toContain("\u001B");
  });

  test("prints JSON of version 2", async () => {
    using project = await projectInUse();
    fs.writeFileSync(join(project.root, "queue/doorbell"), "", { mode: 0o600 });
    const before = JSON.parse((await doctor(project, "--json")).out) as DoctorReport;
    expect(findingOf(before, "doorbell")).toEqual({
      code: "doorbell",
      level: "warning",
      found: `${project.root}/queue/doorbell is no FIFO: nothing announces an entry through it`,
      run: "hive doctor --fix",
      advice: "that removes it; a worker makes the FIFO",
      isFixable: true,
    });
    const after = JSON.parse((await doctor(project, "--json", "--fix")).out) as DoctorReport;
    expect({ ...after, findings: after.findings.length }).toEqual({
      version: 2,
      hiveVersion: VERSION,
      project: project.path,
      root: project.root,
      isHealthy: true,
      repairs: [{ code: "doorbell", isDone: true, message: `removed ${project.root}/queue/doorbell` }],
      findings: expect.any(Number),
    });
    const shapes = new Set(after.findings.map((finding) => Object.keys(finding).join(" ")));
    expect([...shapes]).toEqual(["code level found run advice isFixable"]);
  });

  test("warns where no FIFO can be made", async () => {
    using project = await projectInUse();
    await using child = hive(["doctor", "--json", "--root", project.root], { PATH: "/nowhere", TMPDIR: project.home });
    const report = JSON.parse((await child.outcome()).stdout) as DoctorReport;
    expect(findingOf(report, "events").level).toBe("warning");
    expect(findingOf(report, "events").found).toMatch(/^doorbell: .*mkfifo/);
    expect(fs.readdirSync(join(project.root, "queue/.tmp"))).toEqual([]);
  });

  // A cloned repository can carry settings, and a program that they name.
  test("starts no program that a project's settings name", async () => {
    using project = new CliProject();
    const hook = join(project.home, "hive-hook");
    fs.writeFileSync(hook, `#!/bin/sh\ntouch ${project.home}/ran\n`, { mode: 0o700 });
    project.write(install(null, { command: hook, args: [] }));
    const { out } = await doctor(project);
    expect(out).toContain(`${hook} is another installation's: its version is not known`);
    expect(fs.existsSync(join(project.home, "ran"))).toBe(false);
  });
});
