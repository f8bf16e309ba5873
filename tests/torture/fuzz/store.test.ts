/** What gets into the store, and what readers make of a database that another program, or an entry, has written to. */
import type { SQLQueryBindings } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import * as fc from "fast-check";
import { writeFileSync } from "node:fs";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { Resumes } from "../../../src/recall/resume.ts";
import { contextText, terminalText } from "../../../src/recall/report/resume-text.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { cli } from "../../support/cli.ts";
import { openDatabase } from "../../support/database.ts";
import { SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { eachNth, fuzz } from "./fuzz.ts";
import { exchanges, mutatedText } from "./mutate.ts";
import { HOOK_ENTRIES, UNPRINTABLE } from "./seeds.ts";

setDefaultTimeout(3_600_000);

const dir = tempDir();
const { paths } = new Queue(dir.root);
const store = await Store.open(dir.root);
store.applyBatch(
  HOOK_ENTRIES.map((entry) => ({ ...entry, id: entry.seq })),
  1,
);
const db = openDatabase(dir.root);
afterAll(() => {
  db.close();
  store.close();
  dir[Symbol.dispose]();
});

const COMMANDS = [
  ["sessions"],
  ["show", SESSION],
  ["show", SESSION, "--history"],
  ["resume", SESSION],
  ["resume"],
  ["status"],
];

/** Every reader says what there is, in text for a terminal and in JSON, or refuses with a code of its own. */
async function readAll(commands: readonly (readonly string[])[] = COMMANDS): Promise<void> {
  for (const args of commands.flatMap((it) => [it, [...it, "--json"]])) {
    const { stdout, stderr, exitCode } = await cli([...args, "--root", dir.root]);
    if (exitCode === EXIT_CODES.HIVE_BUG) throw new Error(`hive ${args.join(" ")}: ${stderr}`);
    if (args.includes("--json")) {
      if (stdout !== "") JSON.parse(stdout);
    } else expect(stdout).not.toMatch(UNPRINTABLE);
  }
}

const COLUMNS: ReadonlyArray<readonly [table: string, columns: string]> = [
  ["sessions", "id swarm_name objective status created_at updated_at checkpoint_data"],
  ["session_logs", "timestamp log_level message"],
  ["agents", "id name type status metadata"],
  ["instance_sessions", "instance_id pid last_seen operation_count checkpoint_count"],
  ["hive_state", "key at_ms data"],
  ["hive_checkpoints", "created_at_ms type trigger data"],
];
const TABLES = COLUMNS.map(([table]) => table);
for (const table of TABLES) db.run(`CREATE TEMP TABLE "kept_${table}" AS SELECT * FROM "${table}"`);

/** The tables as they were. */
function restore(): void {
  db.transaction(() => {
    for (const table of TABLES) db.run(`DELETE FROM "${table}"`);
    for (const table of TABLES) db.run(`INSERT INTO "${table}" SELECT * FROM "kept_${table}"`);
  })();
}

const PAYLOADS = HOOK_ENTRIES.map(({ operation, payload }) => JSON.stringify({ operation, payload }));
/** A little of each that readers show. */
const CHECKPOINT = JSON.stringify({
  operation: "update_checkpoint",
  payload: {
    sessionId: SESSION,
    instanceId: "i",
    atMs: 2e12,
    type: "auto",
    trigger: "Stop",
    facts: [
      { kind: "todos", key: "", atMs: 2e12, data: { todos: [{ content: "c", status: "pending" }] } },
      { kind: "background", key: "", atMs: 2e12, data: { tasks: [{ id: "t", status: "running" }] } },
      { kind: "git", key: "", atMs: 2e12, data: { branch: "b", dirty: { modified: 1 } } },
      { kind: "end", key: "", atMs: 2e12, data: { reason: "r" } },
    ],
  },
});
let applied = 0;

fuzz(
  "a typed payload of any content is applied or rejected as invalid, and every reader reads on",
  mutatedText(PAYLOADS),
  60,
  async (text) => {
    const entry = parsed(text);
    if (entry === null) return;
    applied += 1;
    const [outcome] = store.applyBatch([{ ...entry, id: `fuzz-${applied}` }], 1);
    if (outcome!.kind === "rejected") expect(outcome!.error.code).toBe("HIVE_INVALID_ENTRY");
    else await readAll(COMMANDS.slice(0, 5)).finally(restore);
  },
  eachNth(15, exchanges(CHECKPOINT)).map((bytes) => bytes.toString("utf8")),
);

/** The operation and the payload, where an entry's file could hold them. */
function parsed(text: string): { operation: string; payload: unknown } | null {
  try {
    const { operation, payload } = JSON.parse(text) as { operation: unknown; payload: unknown };
    JSON.stringify(payload);
    return typeof operation === "string" && payload !== undefined ? { operation, payload } : null;
  } catch {
    return null;
  }
}

fuzz(
  "an entry of any content that waits is read like one that was applied",
  mutatedText(PAYLOADS),
  100,
  async (text) => {
    writeFileSync(`${paths.pending}/5_waits.json`, text, { mode: 0o600 });
    using resumes = await Resumes.open(dir.root, { nowMs: 3e12, busyTimeoutMs: 1000 });
    for (const id of resumes.ids("", 10, false)) {
      const report = resumes.report(id)!;
      expect(JSON.stringify(report)).toBeString();
      const context = contextText(report, { nowMs: 3e12, isSameSession: true, command: "hive" });
      for (const shown of [terminalText(report, 3e12, "hive"), context]) {
        expect(shown).not.toMatch(UNPRINTABLE);
      }
    }
  },
  eachNth(3, exchanges(CHECKPOINT)).map((bytes) => bytes.toString("utf8")),
);

const column = fc.constantFrom(
  ...COLUMNS.flatMap(([table, columns]) => columns.split(" ").map((name) => [table, name] as const)),
);
/** All that claude-flow's and hive's columns may hold. */
const DOCUMENT = JSON.stringify({
  checkpointType: "auto",
  lastAutoCheckpoint: "2026-01-01T00:00:00.000Z",
  trigger: "Stop",
  operationCount: 1,
  session: { key: "", atMs: 1, cwd: "/tmp" },
  git: { key: "", atMs: 1, branch: "main", head: "0123", dirty: { modified: 1, untracked: 0 } },
  prompts: [{ key: "p", atMs: 1, text: "do it" }],
  todos: { key: "", atMs: 1, todos: [{ content: "c", status: "pending" }] },
  files: [{ key: "/f", atMs: 1, change: "created", by: "Write" }],
  lastAssistantMessage: { key: "last", atMs: 1, text: "done" },
});
const value = fc.oneof(
  { weight: 4, arbitrary: mutatedText([DOCUMENT]) },
  fc.constantFrom<SQLQueryBindings[]>(null, -1, 1.5, 1e300, Number.POSITIVE_INFINITY, 9_223_372_036_854_775_807n),
  fc.uint8Array({ maxLength: 5 }),
  fc.constantFrom("", "\u001b[2J", "\u202e", "2026-01-01T00:00:00.000Z", "+275760-09-13T00:00:00.000Z"),
);

fuzz(
  "a column that holds anything is told as far as it can be",
  fc.record({ column, value }),
  80,
  async ({ column: [table, name], value: content }) => {
    // One that the schema does not take is not put there.
    db.query(`UPDATE OR IGNORE "${table}" SET "${name}" = ?`).run(content);
    await readAll().finally(restore);
  },
  eachNth(23, exchanges(DOCUMENT)).map((bytes) => ({
    column: ["sessions", "checkpoint_data"] as const,
    value: bytes.toString("utf8"),
  })),
);
