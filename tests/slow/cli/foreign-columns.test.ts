/** What readers make of columns that raw SQL or another program has written to: SQLite keeps anything in any of them. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { cli } from "../../support/cli.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

/** The recorded session, and what every reader prints of it after an entry's SQL. */
async function readAfter(sql: string): Promise<string[]> {
  using dir = tempDir();
  for (const name of ["03-posttooluse-edit", "29-stop"]) await callHook(dir.root, payload(name));
  // A checkpoint is written at the end of its batch.
  await drain(dir.root);
  const queue = new Queue(dir.root);
  queue.enqueue({ operation: "raw", sql });
  await drain(dir.root);
  expect(queue.deadLetters.names()).toEqual([]);
  const outputs: string[] = [];
  for (const args of [["sessions"], ["show", SESSION], ["show", SESSION, "--json"], ["resume", SESSION]]) {
    const { stdout, stderr, exitCode } = await cli([...args, "--root", dir.root]);
    expect({ args, stderr, exitCode }).toEqual({ args, stderr: "", exitCode: 0 });
    outputs.push(stdout);
  }
  return outputs;
}

const setCheckpoint = (document: string): string => `UPDATE sessions SET checkpoint_data = '${document}'`;

/** SQL for a character 60,000 times. */
const repeated = (character: string): string => `replace(hex(zeroblob(1000)), '0', '${character.repeat(30)}')`;

test.each([
  [
    "a checkpoint with other shapes",
    setCheckpoint('{"prompts":"x","todos":{"todos":[null]},"files":{},"session":null,"git":1}'),
  ],
  ["a checkpoint that is a list", setCheckpoint("[1]")],
  [
    "a checkpoint that nests too deep to be written",
    `UPDATE sessions SET checkpoint_data = '{"a":' || ${repeated("[")} || ${repeated("]")} || '}'`,
  ],
  ["a time that is no text", setCheckpoint('{"lastAutoCheckpoint":5,"checkpointType":[]}')],
  ["bytes for text", "UPDATE sessions SET objective = x'00ff', status = x'41', updated_at = x'42'"],
  [
    "counts beyond 64 bits",
    "UPDATE instance_sessions SET operation_count = 9223372036854775807; INSERT INTO instance_sessions (id, session_id, operation_count) SELECT 'other', session_id, 9 FROM instance_sessions LIMIT 1",
  ],
])("every reader tells what it can of a session with %s", async (_name, sql) => {
  expect((await readAfter(sql)).every((text) => text !== "")).toBe(true);
});

test("an escape in a checkpoint's own fields does not reach the terminal", async () => {
  const escape = "\\u001b[2J";
  const [list, shown] = await readAfter(
    setCheckpoint(`{"checkpointType":"${escape}","lastAutoCheckpoint":"${escape}","trigger":"${escape}"}`),
  );
  expect(`${list}${shown}`).not.toContain("\u001b");
});

test("a time that no date can hold is no payload's, and one in the database is shown as the last there is", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("29-stop"));
  const queue = new Queue(dir.root);
  const fact = { kind: "end", key: "", atMs: 1e300, data: {} };
  const seen = { sessionId: SESSION, instanceId: "i", atMs: 1, status: "active", facts: [fact] };
  queue.enqueue({ operation: "update_instance", payload: seen, priority: 10 });
  await Bun.write(`${dir.root}/config.json`, '{"maxAttempts": 1}');
  await drain(dir.root);
  const [letter] = queue.deadLetters.names();
  expect(queue.deadLetters.read(letter!).reason).toMatchObject({
    code: "HIVE_INVALID_ENTRY",
    message: expect.stringContaining("payload of update_instance at facts.0.atMs"),
  });
  {
    using db = openDatabase(dir.root);
    db.run("INSERT INTO hive_state (session_id, kind, key, at_ms, data) VALUES (?, 'end', '', 1e300, '{}')", [SESSION]);
    db.run("UPDATE hive_checkpoints SET created_at_ms = 1e300, data = 'none'");
  }
  for (const args of [["sessions"], ["resume", SESSION], ["show", SESSION, "--history"]]) {
    expect((await cli([...args, "--root", dir.root])).exitCode).not.toBe(EXIT_CODES.HIVE_BUG);
  }
  const { stdout } = await cli(["show", SESSION, "--history", "--root", dir.root]);
  expect(stdout).toContain("275760-09-13");
});

test("a damaged cell is an error of the store to readers, and keeps no checkpoint from being saved", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("03-posttooluse-edit"));
  await drain(dir.root);
  {
    using db = openDatabase(dir.root);
    db.run("UPDATE hive_state SET data = '{oops' WHERE kind = 'file'");
  }
  const { exitCode, stderr } = await cli(["resume", "--root", dir.root]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: EXIT_CODES.HIVE_STORE_UNAVAILABLE });
  expect(stderr).toContain("a row in hive_state is not what hive wrote");
  await callHook(dir.root, payload("29-stop"));
  await drain(dir.root);
  const shown = await cli(["show", SESSION, "--root", dir.root]);
  expect(shown.stdout).toContain("checkpoint  stop, ");
  expect((await cli(["sessions", "--root", dir.root])).stdout).toContain(SESSION.slice(0, 6));
});

test("a list of an entry that waits may hold what is no object", async () => {
  using dir = tempDir();
  const data = { todos: [null, { content: "write it", status: "pending" }], tasks: [null] };
  const facts = ["todos", "background"].map((kind) => ({ kind, key: "", atMs: 1, data }));
  const seen = { sessionId: SESSION, instanceId: "i", atMs: 1, status: "active", facts };
  new Queue(dir.root).enqueue({ operation: "update_instance", payload: seen });
  const { stdout } = await cli(["resume", SESSION, "--root", dir.root]);
  expect(stdout).toContain("- [pending] “write it”");
});
