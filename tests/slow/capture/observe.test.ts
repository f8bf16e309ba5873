/** What a call of the hook leaves in the queue. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "valibot";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";
import { type Observation, ObservationSchema } from "../../../src/model/observation.ts";
import type { Entry } from "../../../src/queue/entry.ts";
import { callHook, payload, SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");
const handled = readdirSync(FIXTURES).filter(
  (name) => parsePayload(readFileSync(join(FIXTURES, name), "utf8")) !== null,
);

/** The entries in `pending/`, in the order in which they were made. */
function entriesIn(root: string): Array<Omit<Entry, "payload"> & { readonly payload: Observation }> {
  const directory = `${root}/queue/pending`;
  const read = (name: string) => JSON.parse(readFileSync(`${directory}/${name}`, "utf8"));
  return readdirSync(directory)
    .map(read)
    .toSorted((a, b) => a.seq.localeCompare(b.seq));
}

test("every call leaves one entry, which the store's schema takes as it is", async () => {
  using dir = tempDir();
  for (const name of handled) await callHook(dir.root, readFileSync(join(FIXTURES, name), "utf8"));
  const entries = entriesIn(dir.root);
  expect(entries).toHaveLength(handled.length);
  for (const { operation, payload: seen, metadata } of entries) {
    expect(operation).toBe("observe");
    expect(parse(ObservationSchema, seen)).toEqual(seen);
    expect(metadata).toMatchObject({ session_id: seen.sessionId, event: seen.event });
    expect(seen.agent).toBe("claude-code");
  }
});

test("an entry with a checkpoint goes first; whether there is one depends on event and time", async () => {
  using dir = tempDir();
  const calls = [
    "03-posttooluse-edit",
    "06-posttooluse-bash",
    "38-userpromptsubmit",
    "35-precompact-manual",
    "29-stop",
    "21-sessionstart-startup",
    "26-sessionend-prompt-input-exit",
  ];
  for (const name of calls) await callHook(dir.root, payload(name));
  expect(
    entriesIn(dir.root).map(({ priority, payload: { event, checkpoint } }) => [priority, event, checkpoint]),
  ).toEqual([
    [3, "PostToolUse", "auto"],
    [5, "PostToolUse", undefined],
    [5, "UserPromptSubmit", undefined],
    [3, "PreCompact", "compact"],
    [3, "Stop", "stop"],
    [5, "SessionStart", undefined],
    [3, "SessionEnd", "stop"],
  ]);
});

test("an observation names session, instance and the agent's process", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("29-stop"), { HIVE_INSTANCE_ID: "i1", CLAUDE_PID: "4242" });
  const [entry] = entriesIn(dir.root);
  expect(entry?.payload).toMatchObject({ sessionId: SESSION, instanceId: "i1", pid: 4242 });
  expect(Math.abs(entry!.payload.atMs - Date.now())).toBeLessThan(60_000);
});

test("every call says where git stood at that moment, and in a subagent that one's tree", async () => {
  using dir = tempDir();
  const top = `${dir.path}/repo`;
  mkdirSync(top);
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    return Bun.spawnSync(["git", ...identity, ...args], { cwd: top, env: process.env })
      .stdout.toString()
      .trim();
  };
  git("init", "-q", "-b", "one");
  await callHook(dir.root, payload("21-sessionstart-startup", { cwd: top }));
  git("commit", "-q", "--allow-empty", "-m", "first");
  const head = git("rev-parse", "HEAD");
  await callHook(dir.root, payload("38-userpromptsubmit", { cwd: top }));
  git("checkout", "-q", "-b", "two");
  await callHook(dir.root, payload("29-stop", { cwd: top, agent_id: "a1" }));
  await callHook(dir.root, payload("29-stop", { cwd: dir.path }));
  const seen = entriesIn(dir.root).map(({ payload: { facts } }) => facts.find(({ kind }) => kind === "git"));
  expect(seen.map((fact) => fact?.data)).toEqual([
    { branch: "one", head: null, worktree: top },
    { branch: "one", head, worktree: top },
    { branch: "two", head, worktree: top },
    // So that the tree of an earlier call is not taken for this one's.
    { branch: null, head: null, worktree: null },
  ]);
  expect(seen.map((fact) => fact?.agentId)).toEqual([undefined, undefined, "a1", undefined]);
});
