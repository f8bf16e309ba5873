/** What its user does not want saved is in no byte that the hook and the worker write. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { git, repository } from "../support/git.ts";
import { callHook, drain, payload, rows } from "../support/hive.ts";
import { configure } from "../support/settings.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const pending = (root: string): string[] =>
  existsSync(`${root}/queue/pending`) ? readdirSync(`${root}/queue/pending`) : [];

/** Every byte under a directory, by file. */
const bytesUnder = (path: string): string =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${readFileSync(`${entry.parentPath}/${entry.name}`, "latin1")}`)
    .join("\n");

test("the next call heeds a pause, and its end", async () => {
  using dir = tempDir();
  configure(dir.root, { paused: true });
  await callHook(dir.root, payload("29-stop"));
  expect(pending(dir.root)).toEqual([]);
  configure(dir.root, { paused: new Date(Date.now() - 1000).toISOString() });
  await callHook(dir.root, payload("29-stop"));
  expect(pending(dir.root)).toHaveLength(1);
});

test("in a pause a session that starts is told nothing, and nothing is noted", async () => {
  using dir = tempDir();
  configure(dir.root, { checkpointIntervalSeconds: 0 });
  await callHook(dir.root, payload("03-posttooluse-edit", { cwd: dir.path }));
  await drain(dir.root);
  const before = bytesUnder(dir.root);
  configure(dir.root, { paused: true });
  const start = payload("21-sessionstart-startup", { cwd: dir.path, session_id: "another" });
  expect((await callHook(dir.root, start)).stdout).toBe("");
  expect(bytesUnder(dir.root)).toBe(before);
});

test("a project's own file pauses, and the user's word for the project ends it", async () => {
  using dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  writeFileSync(`${dir.root}/config.json`, '{"paused": true}', { mode: 0o600 });
  await callHook(dir.root, payload("29-stop"));
  expect(pending(dir.root)).toEqual([]);
  configure(dir.root, { paused: false });
  await callHook(dir.root, payload("29-stop"));
  expect(pending(dir.root)).toHaveLength(1);
});

test("nothing is saved of a call in an excluded directory, nor in a project that is excluded", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/secrets/deep`, { recursive: true });
  configure(dir.root, { exclude: ["secrets/**"] });
  await callHook(dir.root, payload("29-stop", { cwd: `${dir.path}/secrets/deep` }));
  expect(pending(dir.root)).toEqual([]);
  configure(dir.root, { exclude: ["**"] });
  await callHook(dir.root, payload("29-stop", { cwd: dir.path }));
  expect(pending(dir.root)).toEqual([]);
  configure(dir.root, { exclude: [dir.path] });
  await callHook(dir.root, payload("29-stop", { cwd: dir.path }));
  expect(pending(dir.root)).toEqual([]);
});

const CANARY = "canary-7f3a";

test("an excluded path is never written: as a file, in a command, in its error, in prompts and todos", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/secrets`);
  configure(dir.root, { exclude: ["secrets/**"], checkpointIntervalSeconds: 0 });
  const file = `${dir.path}/secrets/${CANARY}.txt`;
  const cwd = dir.path;
  let calls = 0;
  const tool = (name: string, input: object, more: object = {}) =>
    callHook(
      dir.root,
      payload("03-posttooluse-edit", {
        cwd,
        tool_name: name,
        tool_input: input,
        tool_use_id: `t${(calls += 1)}`,
        tool_response: {},
        ...more,
      }),
    );
  await tool("Write", { file_path: file, content: CANARY });
  await tool("Edit", { file_path: `${dir.path}/plain.ts`, old_string: "", new_string: "" });
  await tool("Bash", { command: `${"echo ".repeat(200)} && cat secrets/${CANARY}.txt` });
  await tool(
    "Bash",
    { command: "make" },
    { tool_response: { bashEditDiff: { changedFiles: [file, `${dir.path}/made.ts`] } } },
  );
  await callHook(
    dir.root,
    payload("11-posttoolusefailure-bash", {
      cwd,
      tool_use_id: "t9",
      tool_input: { command: `./read secrets/x` },
      error: CANARY,
    }),
  );
  await callHook(dir.root, payload("38-userpromptsubmit", { cwd, prompt: `Look at secrets/${CANARY}.txt please` }));
  await tool("TodoWrite", { todos: [{ content: `read @secrets/${CANARY}.txt`, status: "pending" }] });
  await callHook(dir.root, payload("29-stop", { cwd, last_assistant_message: `It is in \`secrets/${CANARY}.txt\`.` }));
  expect(bytesUnder(dir.root)).not.toContain(CANARY);
  await drain(dir.root);
  expect(bytesUnder(dir.root)).not.toContain(CANARY);
  const kept = rows<{ key: string }>(dir.root, "SELECT key FROM hive_state WHERE kind = 'file' ORDER BY key");
  expect(kept.map(({ key }) => key)).toEqual([`${dir.path}/made.ts`, `${dir.path}/plain.ts`]);
  const [prompt] = rows<{ data: string }>(dir.root, "SELECT data FROM hive_state WHERE kind = 'prompt'");
  expect(prompt?.data).toContain("Look at [excluded] please");
});

test.each<[string, object]>([
  ["Codex's shell", { tool_name: "shell", tool_input: { command: ["bash", "-lc", `cat secrets/${CANARY}`] } }],
  [
    "Codex's patch",
    {
      tool_name: "apply_patch",
      tool_input: { input: `*** Begin Patch\n*** Add File: secrets/${CANARY}\n+x\n*** End Patch` },
    },
  ],
  ["a shell of arguments", { tool_name: "exec", tool_input: { cmd: `cp secrets/${CANARY} x` } }],
  [
    "a tool of an MCP server",
    { tool_name: "mcp__x__read", tool_input: { uri: `secrets/${CANARY}`, description: "d" } },
  ],
])("an excluded path that another agent names is never written: %s", async (_name, fields) => {
  using dir = tempDir();
  configure(dir.root, { exclude: ["secrets/**"], checkpointIntervalSeconds: 0 });
  for (const more of [{}, { turn_id: "t1", model: "gpt-5-codex", transcript_path: "/x/.codex/sessions/a.jsonl" }]) {
    await callHook(
      dir.root,
      payload("03-posttooluse-edit", { cwd: dir.path, tool_response: CANARY, ...fields, ...more }),
    );
  }
  await drain(dir.root);
  expect(rows(dir.root, "SELECT 1 FROM hive_state WHERE kind = 'session'")).toHaveLength(1);
  expect(rows(dir.root, "SELECT data FROM hive_state WHERE kind IN ('operation', 'command', 'file')")).toEqual([]);
  expect(bytesUnder(dir.root)).not.toContain(CANARY);
});

test("globs of the project are of its linked worktrees too", async () => {
  using dir = tempDir();
  const main = `${dir.path}/main`;
  repository(main);
  git(main, "commit", "-q", "--allow-empty", "-m", "one");
  git(main, "worktree", "add", "-q", `${dir.path}/tree`);
  configure(`${main}/.hive-mind`, { exclude: ["secrets/**"], checkpointIntervalSeconds: 0 });
  mkdirSync(`${dir.path}/tree/secrets`);
  writeFileSync(`${dir.path}/tree/secrets/${CANARY}`, "");
  const cwd = `${dir.path}/tree`;
  for (const file of [`${cwd}/secrets/${CANARY}`, `${cwd}/plain.ts`]) {
    const call = payload("03-posttooluse-edit", { cwd, tool_input: { file_path: file }, tool_use_id: file });
    await callHook("", call, { CLAUDE_PROJECT_DIR: cwd });
  }
  await drain(`${main}/.hive-mind`);
  const files = rows<{ key: string }>(`${main}/.hive-mind`, "SELECT key FROM hive_state WHERE kind = 'file'");
  expect(files).toEqual([{ key: `${cwd}/plain.ts` }]);
  expect(bytesUnder(`${main}/.hive-mind`)).not.toContain(CANARY);
});
