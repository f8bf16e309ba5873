/** Whatever a session, an entry or a path is called: nothing that is not printable is printed, and JSON is the same. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { rmSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, drain, hive, payload, SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** One of each kind, and as the name of a file. */
const HIDDEN =
  "\u0001\u001b[2J\u007f\u009b31m\u009d0;x\u009c\u00ad\u034f\u061c\u115f\u1160\u180b\u180e\u200b\u200f\u202e\u2028\u2060\u2066\u3164\ufe00\ufe0f\ufeff\uffa0\ue000\u{e0041}\u{e0100}\u{f0000}\u0378";
const hostile = (name: string): string => `${name}${HIDDEN}`;
const NO_AGENT = { CLAUDE_PID: "" };

/** A session, dead letters, a log and a state directory, all called so. */
async function play() {
  const dir = tempDir();
  const root = `${dir.path}/${hostile("project")}/.hive-mind`;
  mkdirSync(root, { recursive: true, mode: 0o700 });
  writeFileSync(`${root}/config.json`, JSON.stringify({ maxAttempts: 1, checkpointIntervalSeconds: 0 }), {
    mode: 0o600,
  });
  const call = (name: string, fields: object) => callHook(root, payload(name, { ...fields }), NO_AGENT);
  await call("38-userpromptsubmit", { prompt: hostile("prompt"), cwd: `/work/${hostile("cwd")}` });
  await call("03-posttooluse-edit", { tool_input: { file_path: `/a/${hostile("file")}` } });
  const command = { command: hostile("command"), description: hostile("description") };
  await call("11-posttoolusefailure-bash", { tool_input: command, error: hostile("error") });
  await call("18-posttooluse-todowrite", { tool_input: { todos: [{ content: hostile("todo"), status: "pending" }] } });
  await call("29-stop", { last_assistant_message: hostile("message") });
  const queue = new Queue(root);
  queue.enqueue(
    { operation: hostile("operation"), payload: {} },
    { operation: "raw", sql: `SELECT ${hostile("nowhere")}` },
  );
  await drain(root);
  {
    using db = openDatabase(root);
    db.query("UPDATE sessions SET objective = ?, swarm_name = ?, status = ?").run(
      hostile("objective"),
      hostile("swarm"),
      hostile("status"),
    );
  }
  return { root, queue, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

async function print(root: string, args: readonly string[]) {
  await using child = hive([...args, "--root", root]);
  const { stdout, stderr } = await child.outcome();
  return { stdout, stderr };
}

test("no command prints of hostile names what is not printable, and each prints the same value as JSON", async () => {
  using given = await play();
  const { root, queue } = given;
  const [letter] = queue.deadLetters.names();
  const readers = [
    ["sessions"],
    ["show", SESSION],
    ["show", SESSION, "--history"],
    ["resume", SESSION],
    ["status"],
    ["doctor"],
    ["worker", "logs"],
    ["failed", "list"],
    ["failed", "show", letter!],
    ["show", hostile("none")],
    ["enqueue", "--operation", hostile("none")],
    ["setup", "--check"],
  ];
  const texts: string[] = [];
  for (const args of readers) {
    for (const more of [[], ["--json"]]) {
      const { stdout, stderr } = await print(root, [...args, ...more]);
      for (const text of [stdout, stderr]) {
        expect({ args, found: UNPRINTABLE.exec(text.replaceAll("\n", "")) }).toEqual({ args, found: null });
      }
      texts.push(stdout);
    }
  }
  // They were there to be printed.
  const all = texts.join("\n");
  for (const name of ["objective", "prompt", "file", "command", "todo", "message"]) expect(all).toContain(`${name}·`);
  const shown = JSON.parse((await print(root, ["show", SESSION, "--json"])).stdout) as { objective: string };
  expect(shown.objective).toBe(hostile("objective"));
  const listed = JSON.parse((await print(root, ["failed", "list", "--json"])).stdout) as unknown;
  expect(JSON.stringify(listed)).toContain(JSON.stringify(hostile("operation")).slice(1, -1));
});

test("what an agent is told of hostile names is printable when it is parsed, and as it is written", async () => {
  using given = await play();
  const { stdout } = await callHook(given.root, payload("22-sessionstart-resume", { source: "compact" }), NO_AGENT);
  expect(UNPRINTABLE.exec(stdout.replaceAll("\n", ""))).toBeNull();
  const { hookSpecificOutput } = JSON.parse(stdout) as { hookSpecificOutput: { additionalContext: string } };
  expect(hookSpecificOutput.additionalContext).toContain("prompt·");
  expect(UNPRINTABLE.exec(hookSpecificOutput.additionalContext.replaceAll("\n", ""))).toBeNull();
});

test("the worker's log, its heartbeat and the hook's log can be read with cat", async () => {
  using given = await play();
  const { root, queue } = given;
  // The hook can neither queue nor write to the store: it says why, and where.
  rmSync(queue.paths.tmp, { recursive: true });
  writeFileSync(queue.paths.tmp, "");
  await callHook(root, payload("29-stop"), { ...NO_AGENT, XDG_DATA_HOME: "/etc/passwd/none" });
  const files = [`${root}/logs/worker.log`, queue.paths.heartbeat, `${root}/hook.log`];
  for (const path of files) {
    const text = readFileSync(path, "utf8");
    expect({ path, isEmpty: text === "" }).toEqual({ path, isEmpty: false });
    expect({ path, found: UNPRINTABLE.exec(text.replaceAll("\n", "")) }).toEqual({ path, found: null });
  }
  expect(readFileSync(files[0]!, "utf8")).toContain("\\u009b31m");
  expect(readFileSync(files[2]!, "utf8")).toContain("project·");
});
