/** What people and the next session are told of files that commands changed, and of an undo. */
import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { callHook, payload } from "../../support/hive.ts";
import { bash, SESSION, Told } from "../../support/sessions/told-session.ts";
import { waitFor } from "../../support/wait-for.ts";

/** What a session that starts now is given. */
async function restored({ project }: Told): Promise<string> {
  const call = payload("21-sessionstart-startup", { session_id: crypto.randomUUID(), cwd: project.top });
  const { stdout } = await callHook(project.root, call);
  return (JSON.parse(stdout) as { hookSpecificOutput: { additionalContext: string } }).hookSpecificOutput
    .additionalContext;
}

test("files that a command changed are shown and restored, and so is that an undo took them back", async () => {
  await using told = new Told();
  const { project } = told;
  await told.begin();
  const prompt = { kind: "prompt" as const, key: "p", data: { text: "tidy up the parser of the ledger" } };
  await told.tell("UserPromptSubmit", [prompt], 2);
  rmSync(project.path("a.txt"));
  writeFileSync(project.path("b.txt"), "changed\n");
  writeFileSync(project.path("new.txt"), "new\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 3);
  const shown = async (): Promise<string> => (await told.hive("show", SESSION)).stdout;
  const lines = ["created", "modified", "deleted"].map(
    (change, n) => `${change} ${project.path(["new.txt", "b.txt", "a.txt"][n]!)} (Bash)`,
  );
  await waitFor(async () => {
    const text = await shown();
    return lines.every((line) => text.includes(line));
  });
  const before = await restored(told);
  for (const line of ["- new “new.txt” by Bash", "- deleted “a.txt” by Bash", "- changed “b.txt” by Bash"]) {
    expect(before).toContain(line);
  }
  expect((await told.hive("undo", "--yes")).exitCode).toBe(0);
  await waitFor(async () => (await shown()).split("(hive-undo)").length === 4);
  const after = await restored(told);
  const [line = ""] = after.split("\n").filter((one) => one.includes("taken back by hive undo"));
  for (const name of ["a.txt", "b.txt", "new.txt"]) expect(line).toContain(`“${name}”`);
  expect(after).not.toContain("by Bash");
  expect((await told.hive("redo", "--yes")).exitCode).toBe(0);
  await waitFor(async () => (await shown()).split("(hive-redo)").length === 4);
  expect(await restored(told)).not.toContain("taken back by hive undo");
}, 60_000);
