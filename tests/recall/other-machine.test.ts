/** What is told of a session of another machine of the user's fleet. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { storeOf } from "../../src/recall/archive/as-store.ts";
import { terminalText } from "../../src/recall/report/resume-text.ts";
import { Resumes } from "../../src/recall/resume.ts";
import { tempDir } from "../support/temp-dir.ts";

test("the files of another machine's session are not looked up on this one", async () => {
  using dir = tempDir();
  const nowMs = Date.now();
  const atMs = nowMs - 3_600_000;
  const path = join(dir.path, "ledger.ts");
  const fact = (kind: string, key: string, data: object) => ({
    kind,
    key,
    agentId: "",
    atMs,
    data: JSON.stringify(data),
    times: null,
  });
  const db = await storeOf({ sessionId: "s", agent: "claude-code", seenMs: atMs, isUntrusted: false }, [
    fact("prompt", "p", { text: "Fix the test of the ledger" }),
    fact("file", path, { action: "modified", tool: "Edit" }),
    fact("file", join(dir.path, "old.ts"), { action: "modified", tool: "Edit" }),
    fact("command", "c", { command: "bun test src && rm old.ts", outcome: "ok", exitCode: 0 }),
  ]);
  // Another file of the same name, written now.
  writeFileSync(path, "x");
  using resumes = await Resumes.of(db, dir.root, { nowMs });
  const report = resumes.report("s")!;
  expect(terminalText(report, nowMs, "hive")).toContain("files changed since");
  expect(terminalText(report, nowMs, "hive")).toContain("gone by now");
  const text = terminalText({ ...report, state: { ...report.state }, machine: "box" }, nowMs, "hive");
  expect(text).not.toContain("files changed since");
  expect(text).not.toContain("gone by now");
});
