/** The wizard at a real terminal: every question can be left with Ctrl+C, and nothing has happened then. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { CliProject } from "../../install/cli-project.ts";
import { ACCEPTED, HOOK } from "../../install/fixtures.ts";
import { write } from "../../install/project.ts";
import { CTRL_C, DOWN, ENTER, FakeTty } from "../../install/fake-tty.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;
const read = (path: string): string => fs.readFileSync(path, "utf8");

describe("the wizard", () => {
  test("asks, shows the change, makes it and proves it", async () => {
    using project = new CliProject();
    project.write(FOREIGN);
    await using tty = new FakeTty(project, ["setup"]);
    await tty.when("Which settings file?", ENTER);
    await tty.when("Make this change?", ENTER);
    expect(await tty.exited).toBe(0);
    await tty.sees(`+++ ${project.local}`);
    await tty.sees("Proved with a probe");
    expect(read(project.local)).toBe(install(FOREIGN, HOOK));
    expect(fs.existsSync(project.config)).toBe(false);
  });

  test("does not ask what a flag answers", async () => {
    using project = new CliProject();
    await using tty = new FakeTty(project, ["setup", "--scope=user", "--no-proof"]);
    await tty.when("Make this change?", ENTER);
    expect(await tty.exited).toBe(0);
    expect(read(join(project.home, ".claude/settings.json"))).toBe(install(null, HOOK));
  });

  test("asks which of several agents are to call hive, all of them by default", async () => {
    using project = new CliProject();
    fs.mkdirSync(join(project.home, ".codex"));
    await using tty = new FakeTty(project, ["setup", "--no-proof"]);
    await tty.when("Which agents?", ENTER);
    await tty.when("Which settings file of Claude Code?", ENTER);
    await tty.when("Which settings file of Codex?", ENTER);
    await tty.when("Make this change?", ENTER);
    expect(await tty.exited).toBe(0);
    expect(read(project.local)).toBe(install(null, HOOK));
    expect(read(join(project.home, ".codex/hooks.json"))).toContain("hive-hook");
  });

  test("leaves out an agent that is not chosen", async () => {
    using project = new CliProject();
    fs.mkdirSync(join(project.home, ".codex"));
    await using tty = new FakeTty(project, ["setup", "--no-proof"]);
    await tty.when("Which agents?", ` ${ENTER}`);
    await tty.when("Which settings file", ENTER);
    await tty.when("Make this change?", ENTER);
    expect(await tty.exited).toBe(0);
    expect(tty.screen).not.toContain("Claude Code?");
    expect(fs.existsSync(project.local)).toBe(false);
  });

  test("offers no scope that would be refused, and says why", async () => {
    using project = new CliProject();
    project.write("{");
    await using tty = new FakeTty(project, ["setup", "--no-proof"]);
    await tty.when("Which settings file?", ENTER);
    await tty.when("Make this change?", ENTER);
    expect(await tty.exited).toBe(0);
    expect(tty.screen.replaceAll(/\s+/g, " ")).toContain("it is not JSON");
    expect(read(project.local)).toBe("{");
  });

  test("asks nothing where every scope would be refused", async () => {
    using project = new CliProject();
    const user = join(project.home, ".claude/settings.json");
    for (const path of [project.local, user, join(project.path, ".claude/settings.json")]) write(path, "{");
    await using tty = new FakeTty(project, ["setup"]);
    await tty.sees(`${project.local}: it is not JSON`);
    expect(await tty.exited).toBe(20);
    expect(tty.screen).not.toContain("Which settings file?");
  });

  const prompts: ReadonlyArray<readonly [string, string]> = [
    ["Which settings file?", DOWN + ENTER],
    ["Make this change?", ENTER],
  ];

  test.each(prompts.map(([prompt]) => prompt))("leaves everything as it was after Ctrl+C at: %s", async (last) => {
    using project = new CliProject();
    project.write(FOREIGN);
    const before = project.files();
    await using tty = new FakeTty(project, ["setup"]);
    for (const [prompt, keys] of prompts) {
      await tty.when(prompt, prompt === last ? CTRL_C : keys);
      if (prompt === last) break;
    }
    expect(await tty.exited).toBe(130);
    await tty.sees("Nothing was changed.");
    const after = Object.entries(project.files()).filter(([path]) => !path.includes("/.bun/"));
    expect(Object.fromEntries(after)).toEqual(before);
  });

  test("changes nothing after a no", async () => {
    using project = new CliProject();
    await project.setUp();
    const before = read(project.local);
    await using tty = new FakeTty(project, ["setup", "--remove"]);
    await tty.when("Take hive out?", "n");
    expect(await tty.exited).toBe(130);
    expect(read(project.local)).toBe(before);
  });
});
