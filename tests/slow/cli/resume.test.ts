import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { withoutOwnText } from "../../../src/base/text/own-text.ts";
import { continuedIn } from "../../../src/recall/continued.ts";
import { cli } from "../../support/cli.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { configure } from "../../support/settings.ts";
import { makeMalformed } from "../../support/hostile/malformed.ts";

setDefaultTimeout(120_000);

const NO_AGENT = { CLAUDE_PID: "", HIVE_INSTANCE_ID: "" };
const OTHER = "5f0d0000-0000-4000-8000-000000000000";

async function play(root: string, names: readonly string[], fields = {}, env = {}): Promise<void> {
  for (const name of names) await callHook(root, payload(name, fields), { ...NO_AGENT, ...env });
}

const resume = async (root: string, ...args: string[]) => await cli(["resume", "--root", root, ...args]);
const sessionOf = async (root: string, ...args: string[]): Promise<unknown> =>
  (JSON.parse((await resume(root, "--json", ...args)).stdout) as { sessionId: string }).sessionId;

test("resume takes the latest session that worked, however it ended, or the one that is named", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit"]);
  await drain(dir.root);
  expect(await sessionOf(dir.root)).toBe(SESSION);
  await play(dir.root, ["38-userpromptsubmit", "27-sessionend-other"], { session_id: OTHER });
  expect(await sessionOf(dir.root)).toBe(OTHER);
  await drain(dir.root);
  expect(await sessionOf(dir.root)).toBe(OTHER);
  expect(await sessionOf(dir.root, "5f0c")).toBe(SESSION);
  expect(await sessionOf(dir.root, SESSION)).toBe(SESSION);
  await play(dir.root, ["21-sessionstart-startup"], { session_id: "idle" });
  expect(await sessionOf(dir.root)).toBe(OTHER);
});

test("resume says how a session ended, and what continues it in its agent", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit", "03-posttooluse-edit", "27-sessionend-other"]);
  const { stdout } = await resume(dir.root);
  expect(stdout).toContain("It ended (other) in the middle of a turn.");
  expect(stdout).toMatch(new RegExp(`^To continue it in its agent: cd /\\S+ && claude --resume ${SESSION}$`, "m"));
});

test("a session of one agent is a prompt for another, which can be started with it", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit", "03-posttooluse-edit"]);
  const { stdout } = await resume(dir.root, SESSION, "--for", "codex");
  expect(stdout).toStartWith("Go on with the work of an earlier session.");
  expect(stdout).toContain("hive: records of an earlier session of this project.");
  expect(stdout.length).toBeLessThan(2400);
  expect(withoutOwnText(`${stdout}Begin`)).toBe("Begin");
  const programs = join(dir.path, "programs");
  mkdirSync(programs);
  const notes = `printf '%s|' "$@" > "${dir.path}/told"\nprintf '%s' "$HIVE_CONTINUES" > "${dir.path}/continues"`;
  writeFileSync(join(programs, "opencode"), `#!/bin/sh\n${notes}\n`, { mode: 0o755 });
  const env = { PATH: `${programs}:${process.env["PATH"]}` };
  const started = await cli(["resume", "--root", dir.root, SESSION, "--for", "opencode", "--start"], { env });
  expect(started).toMatchObject({ exitCode: 0, stdout: "" });
  const told = readFileSync(join(dir.path, "told"), "utf8");
  expect(told).toStartWith("--prompt|Go on with the work of an earlier session.");
  expect(told).toContain(`Session ${SESSION}`);
  const variable = { HIVE_CONTINUES: readFileSync(join(dir.path, "continues"), "utf8") };
  // It serves where the agent started, and not where the state came from.
  expect(continuedIn(variable, "/.hive-mind", Date.now())).toMatchObject({ sessionId: SESSION });
  expect(continuedIn(variable, dir.root, Date.now())).toBeNull();
  const none = await cli(["resume", "--root", dir.root, SESSION, "--for", "qwen", "--start"], {
    env: { PATH: programs },
  });
  expect(none).toMatchObject({ exitCode: EXIT_CODES.HIVE_NOT_FOUND, stdout: "" });
  expect((await resume(dir.root, "--start")).stderr).toContain("--start needs an agent");
  expect((await resume(dir.root, "--for", "emacs")).stderr).toContain("opencode");
});

test("no agent is told of a session without proof, also when a person asks", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit"]);
  const name = readdirSync(join(dir.root, "queue/pending"))[0]!;
  const path = join(dir.root, "queue/pending", name);
  const { hive_mac: _, ...entry } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify(entry));
  await drain(dir.root);
  const { stdout, stderr } = await resume(dir.root, SESSION, "--for", "codex");
  expect([stdout, stderr]).toEqual(["", expect.stringContaining("came without proof")]);
});

test("what is not known is said, and the JSON is the version 1 that the help promises", async () => {
  using dir = tempDir();
  await play(dir.root, ["03-posttooluse-edit"]);
  await drain(dir.root);
  const { stdout, exitCode } = await resume(dir.root);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Git then: no tree.");
  expect(stdout).toContain("Not known: objective, prompts, last message, todos, plan, commands, subagents.");
  expect(JSON.parse((await resume(dir.root, "--json")).stdout)).toEqual({
    version: 1,
    sessionId: SESSION,
    isUntrusted: false,
    objective: null,
    cwd: "/home/dana/code/ledger-api",
    transcriptPath: `/home/dana/.claude/projects/-home-dana-code-ledger-api/${SESSION}.jsonl`,
    lastSeenAt: expect.any(String) as string,
    lastSeenMs: expect.any(Number) as number,
    lastActiveAt: expect.any(String) as string,
    isRunning: false,
    ending: { kind: "none-seen" },
    isTurnFinished: false,
    lastCheckpoint: { at: expect.any(String) as string, type: "auto", trigger: "PostToolUse" },
    operations: 1,
    operationsSinceCheckpoint: 0,
    waitingEntries: 0,
    unreadEntries: 0,
    gitNow: null,
    notKnown: ["objective", "prompts", "lastAssistantMessage", "todos", "plan", "commands", "subagents"],
    continues: [],
    continuesOpen: [],
    prompts: { later: [], agreeing: 0, isLastTold: false },
    inFlight: [],
    lastWords: null,
    made: [],
    outcomes: [],
    running: [],
    state: {
      session: expect.anything() as object,
      start: expect.objectContaining({ directory: expect.any(String) as string }) as object,
      git: {
        branch: null,
        head: null,
        worktree: null,
        dirty: { unknown: expect.any(String) as string, atMs: expect.any(Number) as number },
        key: "",
        atMs: expect.any(Number) as number,
      },
      files: [expect.objectContaining({ change: "modified" }) as object],
      operations: [expect.objectContaining({ tool: "Edit", outcome: "ok" }) as object],
    },
  });
});

test("the objective is the session's title, and not what raw SQL may have written", async () => {
  using dir = tempDir();
  await play(dir.root, ["22-sessionstart-resume"]);
  expect((await resume(dir.root)).stdout).toContain("Objective: “cents parser”");
  await drain(dir.root);
  using db = openDatabase(dir.root);
  db.run("UPDATE sessions SET objective = 'ship it'");
  expect((await resume(dir.root)).stdout).toContain("Objective: “cents parser”");
});

/** git in a fresh repository with the branch `trunk`. */
function gitIn(cwd: string): (...args: readonly string[]) => void {
  const git = (...args: readonly string[]): void => {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    expect(Bun.spawnSync(["git", ...identity, ...args], { cwd, env: process.env }).exitCode).toBe(0);
  };
  git("init", "-q", "-b", "trunk");
  return git;
}

test("a HEAD before the first commit is the same until there is one", async () => {
  using dir = tempDir();
  const git = gitIn(dir.path);
  await play(dir.root, ["03-posttooluse-edit"], { cwd: dir.path });
  await drain(dir.root);
  expect((await resume(dir.root)).stdout).toMatch(/Git then: “trunk” at no commit, .*HEAD is the same now\./);
  expect((await cli(["show", SESSION, "--root", dir.root])).stdout).toContain("trunk at no commit, ");
  git("commit", "-q", "--allow-empty", "-m", "first");
  expect((await resume(dir.root)).stdout).toMatch(/HEAD has moved since: “trunk” at [0-9a-f]{11}…\./);
});

test("what an older hive saw of git is told without a time that nobody knows", async () => {
  using dir = tempDir();
  await play(dir.root, ["03-posttooluse-edit"], { cwd: dir.path });
  await drain(dir.root);
  const git = { branch: "old", head: "a".repeat(40), dirty: { modified: 1, untracked: 2, files: [] } };
  {
    using db = openDatabase(dir.root);
    db.run("UPDATE hive_state SET data = ?, times = NULL WHERE kind = 'git'", [JSON.stringify(git)]);
    // An older hive had the whole of the latest checkpoint in the session's row, and the git state of the one before in the history.
    const latest = { checkpointType: "auto", lastAutoCheckpoint: "2026-01-01T00:00:00.000Z", trigger: "Stop", git };
    db.run("UPDATE sessions SET checkpoint_data = ?", [JSON.stringify(latest)]);
    db.run(
      "UPDATE hive_checkpoints SET entry_id = NULL, late = NULL, data = json_set(data, '$.git', json('{\"branch\":\"before\"}'))",
    );
  }
  for (const args of [
    ["resume", SESSION],
    ["show", SESSION],
  ]) {
    const { stdout } = await cli([...args, "--root", dir.root]);
    expect(stdout).toContain("1 modified, 2 untracked");
    expect(stdout).not.toMatch(/1970|before/);
  }
  const { stdout } = await cli(["show", SESSION, "--history", "--json", "--root", dir.root]);
  expect((JSON.parse(stdout) as { checkpoint: object }[]).map(({ checkpoint }) => "git" in checkpoint)).toEqual([
    false,
  ]);
});

test("HEAD that has moved since the checkpoint is told", async () => {
  using dir = tempDir();
  const git = gitIn(dir.path);
  git("commit", "-q", "--allow-empty", "-m", "first");
  await play(dir.root, ["03-posttooluse-edit"], { cwd: dir.path });
  await drain(dir.root);
  expect((await resume(dir.root)).stdout).toMatch(/Git then: “trunk” at [0-9a-f]{11}…, .*HEAD is the same now\./);
  git("commit", "-q", "--allow-empty", "-m", "second");
  expect((await resume(dir.root)).stdout).toMatch(/HEAD has moved since: “trunk” at [0-9a-f]{11}…\./);
});

test.each([
  ["nothing saved", [], EXIT_CODES.HIVE_NOT_FOUND, "nothing has been saved"],
  ["an id that is none", ["nope"], EXIT_CODES.HIVE_NOT_FOUND, 'nothing is saved of a session "nope"'],
])("%s is told in one line", async (_name, args, code, line) => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const { stdout, stderr, exitCode } = await resume(dir.root, ...args);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: code });
  expect(stderr).toContain(line);
  expect(readdirSync(dir.root)).toEqual([]);
});

test("a beginning that several ids have is refused", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit"]);
  await play(dir.root, ["38-userpromptsubmit"], { session_id: OTHER });
  expect(await resume(dir.root, "5f0")).toMatchObject({ exitCode: EXIT_CODES.HIVE_INVALID_OPTION });
});

test("a store that is malformed is told with an exit code of its own, and is left alone", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit"]);
  const bytes = readFileSync(await makeMalformed(dir.root));
  const { stderr, exitCode } = await resume(dir.root);
  expect(exitCode).toBe(EXIT_CODES.HIVE_STORE_UNAVAILABLE);
  expect(stderr).toContain("malformed");
  expect(readFileSync(`${dir.root}/hive.db`).equals(bytes)).toBe(true);
});

test("sessions tells which ended, which run, and of which no end was seen", async () => {
  using dir = tempDir();
  await using agent = new Child(join(import.meta.dir, "../../support/processes/sleeper-fixture.ts"));
  await agent.printed("asleep");
  await play(dir.root, ["38-userpromptsubmit", "29-stop", "27-sessionend-other"], { session_id: "ended" });
  await play(dir.root, ["38-userpromptsubmit", "27-sessionend-other"], { session_id: "left" });
  await play(dir.root, ["38-userpromptsubmit"], { session_id: "killed" });
  await play(dir.root, ["38-userpromptsubmit"], { session_id: "open" }, { CLAUDE_PID: String(agent.pid) });
  await drain(dir.root);
  using db = openDatabase(dir.root);
  db.run("INSERT INTO sessions (id, swarm_id, swarm_name, status) VALUES ('flow', 'theirs', 'x', 'paused')");
  const { stdout } = await cli(["sessions", "--root", dir.root, "--json"]);
  const endings = (JSON.parse(stdout) as { id: string; ending: string | null }[]).map(({ id, ending }) => [id, ending]);
  expect(Object.fromEntries(endings)).toEqual({
    ended: "ended",
    left: "ended",
    killed: "no end seen",
    open: "open",
    flow: null,
  });
  const table = (await cli(["sessions", "--root", dir.root])).stdout;
  const states = { ended: "ended", left: "mid-turn", killed: "mid-turn", open: "running", flow: "paused" };
  for (const [id, state] of Object.entries(states)) expect(table).toMatch(new RegExp(`^${id} .* ${state}$`, "m"));
});

test("show --history has the latest checkpoints, as many as are kept", async () => {
  using dir = tempDir();
  await play(dir.root, ["38-userpromptsubmit"]);
  configure(dir.root, { checkpointHistory: 3, batchSize: 1 });
  for (let index = 0; index < 5; index += 1) await play(dir.root, ["29-stop"], { last_assistant_message: `${index}` });
  await drain(dir.root);
  const { stdout } = await cli(["show", SESSION, "--history", "--root", dir.root, "--json"]);
  const history = JSON.parse(stdout) as { checkpoint: { lastAssistantMessage: { text: string } } }[];
  expect(history.map(({ checkpoint }) => checkpoint.lastAssistantMessage.text)).toEqual(["4", "3", "2"]);
});
