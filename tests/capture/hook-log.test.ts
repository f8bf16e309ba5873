/** A hook prints nothing: what went wrong stands in the log of the project that it was called for. */
import { expect, test } from "bun:test";
import * as fs from "node:fs";
import { hookLogPaths, logFailure } from "../../src/capture/hook-log.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { callHook, payload } from "../support/hive.ts";
import { logElsewhere } from "../support/hook/hook-log.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";

const SILENT = { stdout: "", stderr: "", exitCode: 0, signal: null };

const linesOf = (root: string): string[] => fs.readFileSync(`${root}/hook.log`, "utf8").trim().split("\n");

test("two projects of one name have two logs, and a link to a project names the same one", () => {
  using dir = tempDir();
  for (const path of ["a/web", "b/web"]) fs.mkdirSync(`${dir.path}/${path}`, { recursive: true });
  fs.symlinkSync("a/web", `${dir.path}/link`);
  const [first, second, link] = ["a/web", "b/web", "link"].map((path) =>
    hookLogPaths(`${dir.path}/${path}/.hive-mind`, process.env).slice(1),
  ) as [string[], string[], string[]];
  expect(first).toHaveLength(2);
  for (const path of first) expect(path).toMatch(/web-hash-[0-9a-f]+\.log$/);
  expect(link).toEqual(first);
  expect(second).not.toEqual(first);
});

test("without a home directory there is the temporary one", () => {
  const env = { HOME: "", XDG_DATA_HOME: "", TMPDIR: "/t" };
  const [, ...elsewhere] = hookLogPaths("/p/.hive-mind", env);
  expect(elsewhere.at(-1)).toStartWith(`/t/hive-hook-${process.geteuid!()}-p-`);
});

test("the log of a project that is gone is swept after a month, when another one is begun", () => {
  using dir = tempDir();
  const env = { XDG_DATA_HOME: `${dir.path}/data`, TMPDIR: `${dir.path}/tmp` };
  const [gone, next] = ["gone", "next"].map((name) => `${dir.path}/${name}/.hive-mind`) as [string, string];
  logFailure(gone, new Error("one"), env);
  const [, path] = hookLogPaths(gone, env) as [string, string];
  expect(fs.readFileSync(path, "utf8")).toContain("one");
  expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  const oldS = Date.now() / 1000 - 31 * 86_400;
  fs.utimesSync(path, oldS, oldS);
  logFailure(next, new Error("two"), env);
  expect(fs.existsSync(path)).toBe(false);
  expect(fs.readFileSync(hookLogPaths(next, env)[1]!, "utf8")).toContain("two");
});

test("a payload that was cut off, one with a raw line feed and one that is no object are counted", async () => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  const whole = JSON.stringify({ session_id: "s1", hook_event_name: "PostToolUse", content: "x".repeat(200_000) });
  const broken = '{"session_id":"s1","hook_event_name":"UserPromptSubmit","prompt":"a\nb"}';
  for (const text of [whole.slice(0, 65_536), broken, '["Stop"]']) {
    expect(await callHook(dir.root, text)).toEqual(SILENT);
  }
  const sizes = [65_536, broken.length, 8];
  expect(linesOf(dir.root).map((line) => line.slice(25))).toEqual(
    sizes.map((bytes) => `unreadable payload: ${bytes} bytes that are no whole JSON object`),
  );
});

const READ_BY: ReadonlyArray<readonly [agent: string, payload: Record<string, unknown>]> = [
  ["claude-code", { session_id: "s1", transcript_path: "/home/d/.claude/projects/-a/s1.jsonl" }],
  ["codex", { session_id: "s1", turn_id: "t1", transcript_path: null }],
  ["gemini", { session_id: "s1", transcript_path: "/home/d/.gemini/tmp/a.json" }],
  ["cursor", { conversation_id: "s1", cursor_version: "1" }],
];

test.each(READ_BY)("an event that hive does not know is counted, of %s", async (agent, payload) => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  const text = JSON.stringify({ ...payload, hook_event_name: "SomethingNew" });
  expect(await callHook(dir.root, text)).toEqual(SILENT);
  const why = `with an event that hive does not know: SomethingNew`;
  expect(linesOf(dir.root).map((line) => line.slice(25))).toEqual([
    `unreadable payload: ${text.length} bytes of ${agent} ${why}`,
  ]);
});

test.each(READ_BY)("an event that hive has no use for is not counted, of %s", async (_agent, payload) => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  for (const event of ["PreToolUse", "notification", "PermissionRequest"])
    expect(await callHook(dir.root, JSON.stringify({ ...payload, hook_event_name: event }))).toEqual(SILENT);
  expect(fs.existsSync(`${dir.root}/hook.log`)).toBe(false);
});

test("an object that names no event, and a call that names no session, are counted", async () => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  for (const text of ['{"session_id":"s1"}', '{"hook_event_name":"Stop"}'])
    expect(await callHook(dir.root, text)).toEqual(SILENT);
  expect(linesOf(dir.root).map((line) => line.slice(25))).toEqual([
    "unreadable payload: 19 bytes of unknown that name no event",
    "unreadable payload: 26 bytes of claude-code that name no session",
  ]);
});

test("one that was cut off is told of the project that it names", async () => {
  using dir = tempDir();
  const project = `${dir.path}/gone`;
  expect(await callHook("", `{"cwd":"${project}","hook_`, { CLAUDE_PROJECT_DIR: "" })).toEqual(SILENT);
  expect(logElsewhere(`${project}/.hive-mind`)).toContain("is gone: nothing is saved");
});

test("no payload at all is none that could not be read", async () => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  expect(await callHook(dir.root, "\n")).toEqual(SILENT);
  expect(fs.existsSync(`${dir.root}/hook.log`)).toBe(false);
});

test("a fault in the facts of a call is logged, and loses neither the call nor its session", async () => {
  using dir = tempDir();
  fs.mkdirSync(dir.root, { recursive: true });
  await using child = new Child(`${import.meta.dir}/throwing-fixture.ts`, [], {
    HIVE_ROOT: dir.root,
    HIVE_WORKER_START: "never",
  });
  await child.write(payload("06-posttooluse-bash"));
  await child.closeStdin();
  expect(await child.outcome()).toEqual(SILENT);
  expect(linesOf(dir.root).join("\n")).toContain("a fault in one fact");
  const { pending } = queuePaths(dir.root);
  const [name] = fs.readdirSync(pending);
  expect(JSON.parse(fs.readFileSync(`${pending}/${name}`, "utf8"))).toMatchObject({
    payload: {
      event: "PostToolUse",
      checkpoint: "auto",
      facts: expect.arrayContaining([expect.objectContaining({ kind: "session" })]),
    },
  });
});
