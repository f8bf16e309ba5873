/** Setup asks for transcripts in words that say where they go, and no flag answers for the user. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliProject } from "../../install/cli-project.ts";
import { ENTER, FakeTty } from "../../install/fake-tty.ts";

setDefaultTimeout(120_000);

function withTranscript(): CliProject {
  const project = new CliProject();
  mkdirSync(join(project.home, ".claude/projects/p"), { recursive: true });
  writeFileSync(join(project.home, ".claude/projects/p/5f0c.jsonl"), "{}\n");
  return project;
}

const userConfig = (project: CliProject): string => {
  const path = join(project.home, ".config/hive/config.json");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};

test("a yes is written into the user's own settings, and the question is not asked again", async () => {
  using project = withTranscript();
  await using tty = new FakeTty(project, ["setup", "--scope=local", "--no-proof"]);
  await tty.when("Make this change?", ENTER);
  await tty.when("(1 transcript now)", `y`);
  expect(await tty.exited).toBe(0);
  expect(JSON.parse(userConfig(project))).toMatchObject({ archive: "transcripts" });
  expect(tty.screen.replaceAll(/[\s│◆]+/g, " ")).toContain("archive.db");
  await using again = new FakeTty(project, ["setup", "--scope=local", "--no-proof"]);
  expect(await again.exited).toBe(0);
  expect(again.screen).not.toContain("transcript now");
});

test("Enter means no, and --yes grants nothing", async () => {
  using project = withTranscript();
  await using tty = new FakeTty(project, ["setup", "--scope=local", "--no-proof"]);
  await tty.when("Make this change?", ENTER);
  await tty.when("(1 transcript now)", ENTER);
  expect(await tty.exited).toBe(0);
  expect(userConfig(project)).not.toContain("archive");
  await using flagged = new FakeTty(project, ["setup", "--yes", "--scope=user", "--no-proof"]);
  expect(await flagged.exited).toBe(0);
  expect(flagged.screen).not.toContain("transcript now");
  expect(userConfig(project)).not.toContain("archive");
});
