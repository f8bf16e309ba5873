/** The directory of a session's first event stays that session's, wherever its agent goes. */
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { noteSession } from "../../src/capture/session/session-note.ts";
import { git } from "../support/git.ts";
import { callHook, payload } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

/** How many entries wait in a project. */
function saved(project: string): number {
  const pending = `${project}/.hive-mind/queue/pending`;
  return existsSync(pending) ? readdirSync(pending).length : 0;
}

/** Two projects of a user who has a data directory of his own. */
function twoProjects() {
  const dir = tempDir();
  const [first, second, home] = ["first", "second", "home"].map((name) => `${dir.path}/${name}`) as [
    string,
    string,
    string,
  ];
  for (const path of [first, second, home]) mkdirSync(path);
  const call = (project: string, name: string, fields = {}) =>
    callHook("", payload(name, { session_id: "s", ...fields, cwd: project }), {
      HOME: home,
      XDG_DATA_HOME: "",
      CLAUDE_PROJECT_DIR: project,
    });
  const notes = `${home}/.local/share/hive/sessions`;
  return { first, second, home, notes, call, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("a project directory that drifts takes the session's records nowhere else", async () => {
  using it = twoProjects();
  await it.call(it.first, "21-sessionstart-startup");
  await it.call(it.second, "29-stop");
  expect([saved(it.first), saved(it.second)]).toEqual([2, 0]);
  expect(existsSync(`${it.second}/.hive-mind`)).toBe(false);
  await it.call(it.second, "29-stop", { session_id: "other" });
  expect(saved(it.second)).toBe(1);
});

test("a session that starts is placed where it starts, whatever its id was noted for", async () => {
  using it = twoProjects();
  await it.call(it.first, "38-userpromptsubmit");
  await it.call(it.second, "21-sessionstart-startup");
  await it.call(it.first, "29-stop");
  expect([saved(it.first), saved(it.second)]).toEqual([1, 2]);
});

test("of a session of Cursor's in a cloud nothing is saved, though only its start says what it is", async () => {
  using it = twoProjects();
  const call = (event: string, more = {}) =>
    callHook(
      "",
      JSON.stringify({ hook_event_name: event, conversation_id: "c", cursor_version: "1", cwd: it.first, ...more }),
      { HOME: it.home, XDG_DATA_HOME: "", CLAUDE_PROJECT_DIR: it.first },
    );
  await call("sessionStart", { session_id: "c", is_background_agent: true });
  await call("beforeSubmitPrompt", { prompt: "Do it" });
  expect(existsSync(`${it.first}/.hive-mind`)).toBe(false);
  await call("beforeSubmitPrompt", { prompt: "Do it", conversation_id: "here" });
  expect(saved(it.first)).toBe(1);
});

test("a session whose state directory was deleted is placed anew", async () => {
  using it = twoProjects();
  await it.call(it.first, "38-userpromptsubmit");
  rmSync(`${it.first}/.hive-mind`, { recursive: true });
  await it.call(it.second, "29-stop");
  expect([saved(it.first), saved(it.second)]).toEqual([0, 1]);
});

test("a session of the home directory is noted, too, and the notes are the user's alone", async () => {
  using it = twoProjects();
  await it.call(it.home, "38-userpromptsubmit");
  expect(readFileSync(`${it.notes}/s`, "utf8")).toBe(`${it.home}/.hive-mind`);
  await it.call(it.first, "29-stop");
  expect([saved(it.home), saved(it.first)]).toEqual([2, 0]);
});

// field/15 uses one id in two projects.
test.each(["29-stop", "33-subagentstop", "27-sessionend-other"])(
  "a session that is first seen where a turn ends is noted at its next call: %s",
  async (name) => {
    using it = twoProjects();
    await it.call(it.first, name);
    await it.call(it.second, "38-userpromptsubmit");
    await it.call(it.first, "29-stop");
    expect([saved(it.first), saved(it.second)]).toEqual([1, 2]);
  },
);

test("a session that is known by its process alone is noted nowhere: another process gets that number", async () => {
  using it = twoProjects();
  const fields = { session_id: `codex-of-process-${process.pid}` };
  await it.call(it.first, "38-userpromptsubmit", fields);
  await it.call(it.second, "29-stop", fields);
  expect([saved(it.first), saved(it.second), existsSync(it.notes)]).toEqual([1, 1, false]);
});

test("where no note can be written the session is saved all the same", async () => {
  using it = twoProjects();
  mkdirSync(`${it.home}/.local/share/hive`, { recursive: true });
  writeFileSync(it.notes, "");
  const { exitCode, stdout, stderr } = await it.call(it.first, "29-stop");
  expect([exitCode, stdout, stderr, saved(it.first)]).toEqual([0, "", "", 1]);
});

test("a session that began in its worktree's own state goes on there, and a new one is saved in the main worktree's", async () => {
  using it = twoProjects();
  const worktree = `${it.second}/w`;
  git(it.first, "init", "-q", "-b", "main");
  git(it.first, "commit", "-q", "--allow-empty", "-m", "i");
  git(it.first, "worktree", "add", "-q", worktree);
  mkdirSync(`${worktree}/.hive-mind/instances`, { recursive: true });
  writeFileSync(`${worktree}/.hive-mind/instances/s.json`, "1700000000000");
  await it.call(worktree, "29-stop");
  await it.call(worktree, "29-stop", { session_id: "new" });
  expect([saved(worktree), saved(it.first)]).toEqual([1, 1]);
});

test("of very many notes the old ones are removed", () => {
  using dir = tempDir();
  const notes = `${dir.path}/sessions`;
  noteSession(`${notes}/a`, "/a");
  for (let index = 0; index < 1000; index += 1) writeFileSync(`${notes}/${index}`, "/x");
  for (let index = 0; index < 500; index += 1) utimesSync(`${notes}/${index}`, 1, 1);
  noteSession(`${notes}/b`, "/b");
  expect(readdirSync(notes)).toHaveLength(502);
  expect(readFileSync(`${notes}/b`, "utf8")).toBe("/b");
});
