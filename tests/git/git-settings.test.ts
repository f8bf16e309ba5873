import { expect, test } from "bun:test";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { gitSetting } from "../../src/git/git-settings.ts";
import { git } from "../support/git.ts";
import { committed } from "../support/snapshots/committed.ts";
import { tempDir } from "../support/temp-dir.ts";

test.each(["true", "true # why", "input ; why", '"a # b"', '"a # b" # why', "", "# why"])(
  "a setting of a repository is what git takes it for: %j",
  (value) => {
    using dir = tempDir();
    const path = `${dir.path}/config`;
    writeFileSync(path, `[core]\n\tautocrlf = ${value}\n`);
    const taken = git(dir.path, "config", "--file", path, "core.autocrlf").trimEnd();
    expect(gitSetting(readFileSync(path, "utf8"), "core.autocrlf")).toBe(taken);
  },
);

test.each([
  "[core] autocrlf = input",
  "[core]autocrlf=input # why",
  "[core]\n\tautocrlf",
  "[core]\n\tautoCRLF\n[user]\n\tname",
])("a setting beside its section's name, and one without a value, is what git takes it for: %j", (text) => {
  using dir = tempDir();
  const path = `${dir.path}/config`;
  writeFileSync(path, `${text}\n`);
  const taken = git(dir.path, "config", "--file", path, "--type=bool-or-str", "core.autocrlf").trimEnd();
  expect(gitSetting(readFileSync(path, "utf8"), "core.autocrlf")).toBe(taken);
});

test("a file whose line ends git converts is put back as it was, also where a comment follows the setting", async () => {
  using project = await committed({ a: "one\r\n" }, "core.autocrlf=true");
  git(project.top, "config", "--unset", "core.autocrlf");
  appendFileSync(project.path(".git/config"), "[core] # ours\n\tautocrlf = true # as on Windows\n");
  project.tracker = project.newTracker();
  await project.take("start");
  writeFileSync(project.path("a"), "two\r\n");
  await project.take();
  await project.undo({ kind: "session", sessionId: "s1" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("one\r\n");
});
