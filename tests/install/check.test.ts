/** `hive setup --check` names each fault of an installation, with one command or one act that ends it. */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { basename, join } from "node:path";
import { MAIN_PROGRAM } from "../../src/platform/installation.ts";
import { interpretedHook } from "../../src/install/hook/command.ts";
import { sha256 } from "../../src/install/edit/receipt-paths.ts";
import { install } from "../../src/agents/claude-code/settings.ts";
import { CliProject } from "./cli-project.ts";
import type { InstallationReport } from "../../src/doctor/installation.ts";
import { HOOK } from "./fixtures.ts";
import { write } from "./project.ts";

const read = (path: string): string => fs.readFileSync(path, "utf8");

function edit(path: string, from: string | RegExp, to: string): void {
  fs.writeFileSync(
    path,
    read(path).replace(typeof from === "string" ? new RegExp(RegExp.escape(from), "g") : from, to),
  );
}

describe("hive setup --check", () => {
  test("is 0 after a setup", async () => {
    using project = new CliProject();
    await project.setUp();
    const { code, out } = await project.hive(["setup", "--check", "--json"]);
    const { findings, ...report } = JSON.parse(out) as InstallationReport;
    expect(report).toEqual({
      version: 2,
      project: project.path,
      root: project.root,
      isHealthy: true,
      installed: ["local"],
      lastCallAt: null,
    });
    const codes = ["hooks", "policy", "saving", "program", "calls", "config", "gitignore", "old-service"];
    expect(findings.map(({ code: name, level }) => [name, level])).toEqual(codes.map((name) => [name, "ok"]));
    expect(code).toBe(0);
  });

  const SETUP = String.raw`-> \S+/bin/hive setup`;
  test.each<[string, (project: CliProject) => void, string, string]>([
    ["nothing is there", (project) => fs.rmSync(project.local), "hive is not in the", `${SETUP}$`],
    [
      "an event is gone",
      (project) => edit(project.local, '"Stop"', '"Halt"'),
      "not called on Stop",
      `${SETUP} --scope local$`,
    ],
    [
      "the hook is gone",
      (project) => edit(project.local, HOOK.command, "/gone/hive-hook"),
      "cannot be run",
      `${SETUP} --scope local$`,
    ],
    [
      "hooks are off",
      (project) => edit(project.local, '{\n  "hooks"', '{"disableAllHooks":true, "hooks"'),
      "disableAllHooks",
      '-> take "disableAllHooks" out of',
    ],
    [
      "the settings do not parse",
      (project) => fs.writeFileSync(project.local, "{"),
      "it is not JSON",
      "-> correct the file first",
    ],
    [
      "config.json does not parse",
      (project) => fs.writeFileSync(join(project.root, "config.json"), "{"),
      "config.json",
      "-> correct the file, or take that out",
    ],
    [
      "the hook is started as hive 0.1.0 did",
      (project) => {
        const args = ["--no-env-file", "--config=/dev/null", MAIN_PROGRAM, "hook"];
        fs.writeFileSync(project.local, install(null, { command: process.execPath, args }));
      },
      "runs what a project's tsconfig.json says",
      `${SETUP} --scope local$`,
    ],
    [
      "the state is let through",
      (project) => fs.writeFileSync(join(project.root, ".gitignore"), "*\n!hive.db\n"),
      "keeps hive's files out of git",
      `${SETUP}$`,
    ],
    [
      "a service of an earlier hive is left",
      ({ home, path, root }) => {
        const name = `hive-${basename(path)}-${sha256(root).slice(0, 8)}.service`;
        write(join(home, ".config/systemd/user", name), "[Service]\n");
      },
      "a service of an earlier hive still starts a worker here",
      "-> systemctl --user disable --now hive-project-[0-9a-f]{8}.service; rm ",
    ],
    ["the state is not ignored", (project) => fs.rmSync(join(project.root, ".gitignore")), ".gitignore", `${SETUP}$`],
  ])("is 3 when %s, and says what fixes it", async (_what, spoil, problem, fix) => {
    using project = new CliProject();
    await project.setUp();
    spoil(project);
    const { code, out } = await project.hive(["setup", "--check"]);
    expect(out).toMatch(new RegExp(`PROBLEM .*${problem}`));
    expect(out).toMatch(new RegExp(`^ +${fix}`, "m"));
    expect(new Set(out.match(/ -> .*/g)).size).toBe(1);
    expect(code).toBe(3);
  });

  test("is 3 when two settings files name different hooks", async () => {
    using project = new CliProject();
    await project.setUp();
    fs.writeFileSync(join(project.home, ".claude/settings.json"), install(null, interpretedHook()));
    const { code, out } = await project.hive(["setup", "--check"]);
    expect(out).toContain("local and user settings name different hooks");
    expect(code).toBe(3);
  });
});
