/** The transcript and the tree hold what the hook did not save: an excluded path is told from neither. */
import { expect, test } from "bun:test";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { contextText } from "../../src/recall/report/resume-text.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { tempDir } from "../support/temp-dir.ts";

const said = (...content: object[]): string => JSON.stringify({ type: "assistant", message: { content } });
const call = (id: string, name: string, input: object) => ({ type: "tool_use", id, name, input });

/** What is told of a session that died in these calls, and after this text. */
async function told(exclude: readonly string[], text: string, ...calls: object[]): Promise<string> {
  using dir = tempDir();
  const project = realpathSync(dir.path);
  mkdirSync(dir.root);
  mkdirSync(`${project}/secrets`);
  writeFileSync(`${project}/secrets/made.txt`, "");
  const transcript = `${project}/transcript.jsonl`;
  writeFileSync(transcript, `${said({ type: "text", text })}\n${said(...calls)}\n`, { mode: 0o600 });
  const nowMs = Date.now();
  const facts = [
    { kind: "session", key: "", atMs: nowMs, data: { cwd: project, transcriptPath: transcript } },
    { kind: "start", key: "", atMs: nowMs, data: { directory: project } },
    { kind: "prompt", key: "p", atMs: nowMs, data: { text: "go" } },
    { kind: "command", key: "c", atMs: nowMs, data: { command: "cp a secrets/made.txt", outcome: "ok" } },
  ] as const;
  {
    using store = await Store.open(dir.root);
    const payload = { sessionId: "s", instanceId: "i", atMs: nowMs, status: "active", facts };
    store.applyBatch([{ id: "1", operation: "update_instance", payload }], nowMs);
  }
  using resumes = await Resumes.open(dir.root, { nowMs, busyTimeoutMs: 1000, exclude });
  return contextText(resumes.report("s")!, { nowMs, isSameSession: false, command: "hive" });
}

const CALLS = [
  call("1", "Read", { file_path: "secrets/key.pem" }),
  call("2", "Bash", { command: `${"echo a; ".repeat(80)}cat ./secrets/key.pem` }),
  call("3", "Bash", { command: "make all", description: "look at secrets/key.pem" }),
  call("4", "Task", { description: "read secrets/key.pem for me" }),
];

test("no call in flight, no file that a command made and no last word names an excluded path", async () => {
  const text = await told(["secrets/"], "Now I look at secrets/key.pem.", ...CALLS);
  expect(text).not.toContain("key.pem");
  expect(text).not.toContain("new “secrets/made.txt”");
  for (const part of ["make all", "Task “read [excluded] for me”", "Now I look at [excluded]"]) {
    expect(text).toContain(part);
  }
});

test("without the setting each is told", async () => {
  const text = await told([], "Now I look at secrets/key.pem.", ...CALLS);
  for (const part of [
    "Read “secrets/key.pem”",
    "read secrets/key.pem for me",
    "made.txt”",
    "look at secrets/key.pem.",
  ]) {
    expect(text).toContain(part);
  }
});
