/** What help shows as an example works as it is printed, in a project with a saved session and a dead letter. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Command } from "commander";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIo } from "../../../src/cli/io.ts";
import { buildProgram } from "../../../src/cli/program.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(300_000);

/** These ask a person, never end, need snapshots or a server, or are tried in a suite of their own. */
const ELSEWHERE =
  /^hive (setup(?! --(check|dry-run))|uninstall|adopt|bench|worker$|worker --mode|worker run|worker (start|stop|restart)|failed drop \d|dashboard|changes|diff|undo|redo|import|fleet (?!preview)|mcp|.*--(follow|watch|start))/;

async function examples(): Promise<string[]> {
  const lines: string[] = [];
  const visit = (command: Command): void => {
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    const [, shown = ""] = help.split(/Examples?(?:,.*)?:\n/);
    lines.push(...shown.matchAll(/^ {2}(hive .*?)(?: {2,}.*)?$/gm).map(([, line]) => line!));
    command.commands.forEach(visit);
  };
  visit(await buildProgram(processIo));
  return [...new Set(lines)].filter((line) => !ELSEWHERE.test(line));
}

async function project() {
  const dir = tempDir();
  const path = realpathSync(dir.path);
  const bin = join(path, "bin");
  mkdirSync(bin);
  symlinkSync(join(import.meta.dir, "../../../bin/hive"), join(bin, "hive"));
  writeFileSync(join(bin, "jq"), "#!/bin/sh\nexec grep -q .\n", { mode: 0o755 });
  writeFileSync(join(path, "statements.sql"), "SELECT 1; SELECT 2;");
  writeFileSync(join(path, "payload.json"), payload("29-stop", { cwd: path }));
  configure(dir.root, { maxAttempts: 1 });
  await callHook(dir.root, payload("03-posttooluse-edit", { cwd: path }));
  const entry = { operation: "x", sql: "DROP TABLE sessions" };
  writeFileSync(join(dir.root, "queue/pending/5_test1.json"), JSON.stringify(entry));
  await drain(dir.root);
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}`, HIVE_WORKER_START: "never" };
  /** What a shell reads more of than words needs a shell, and so does the hook, which is no command of the program. */
  const run = async (line: string) => {
    if (!/["'|<>*]|^hive hook/.test(line)) return await cli(line.split(" ").slice(1), { cwd: path, env });
    const { exitCode, stdout, stderr } = Bun.spawnSync(["sh", "-c", line], { cwd: path, env });
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  return { run, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test.each(await examples())("%s", async (line) => {
  using it = await project();
  const { exitCode, stdout, stderr } = await it.run(line);
  const isHealth = /^hive (status|doctor|setup --check)/.test(line) && !line.includes("|");
  expect({
    line,
    isRight: exitCode === 0 || (isHealth && exitCode === 3),
    stderr: exitCode === 0 ? "" : stderr,
  }).toMatchObject({ isRight: true });
  if (!/hook|worker/.test(line)) expect(stdout.length + (line.includes("|") ? 1 : 0)).toBeGreaterThan(0);
});
