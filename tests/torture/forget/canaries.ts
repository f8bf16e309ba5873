/** A state directory in which every place that may hold something of a session holds a canary. */
import { Database } from "bun:sqlite";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { claudeCodeHook } from "../../../src/agents/claude-code/hook.ts";
import { observationEntry } from "../../../src/capture/entries.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { systemClock } from "../../../src/base/clock.ts";
import type { Trigger } from "../../../src/snapshots/keep/catalogue-rows.ts";
import { hashOfBytes } from "../../../src/snapshots/objects/objects.ts";
import { ProjectSnapshots } from "../../../src/snapshots/project-snapshots.ts";
import { Tracker } from "../../../src/snapshots/tracker.ts";
import { Undo } from "../../../src/snapshots/undo/undo.ts";
import { findWorktree } from "../../../src/snapshots/worktree.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, runWorkerOnce, hive, payload } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";

/** What is to be found nowhere, and what is to stay. */
export interface Canaries {
  readonly session: string;
  readonly canary: string;
  readonly others: readonly string[];
}

export const newCanaries = (sessions: number): Canaries => ({
  session: crypto.randomUUID(),
  canary: `canary-${crypto.randomUUID()}`,
  others: Array.from({ length: sessions - 1 }, () => crypto.randomUUID()),
});

const CALLS = [
  "03-posttooluse-edit",
  "06-posttooluse-bash",
  "07-posttooluse-bash-editdiff",
  "11-posttoolusefailure-bash",
  "12-posttooluse-agent-completed",
  "18-posttooluse-todowrite",
  "29-stop",
  "33-subagentstop",
  "38-userpromptsubmit",
];

/** The text in each field that hive keeps, so that each fact of the call has it. */
function told(call: string, session: string, text: string, turn: number): string {
  return payload(call, {
    session_id: session,
    tool_use_id: `toolu_${session}_${turn}`,
    prompt_id: `${text}-${turn}`,
    prompt: `${text} ${"words ".repeat(200)}${turn}`,
    session_title: text,
    cwd: `/nowhere/${text}`,
    error: text,
    last_assistant_message: text,
    agent_id: call === "33-subagentstop" ? `agent-${text}` : undefined,
    ...(call.includes("bash") ? { tool_input: { command: `echo ${text} ${turn}` } } : {}),
    ...(call.includes("edit") && !call.includes("bash")
      ? { tool_input: { file_path: `/nowhere/${text}/${turn}.ts` } }
      : {}),
    ...(call.includes("todo") ? { tool_input: { todos: [{ content: text, status: "pending" }] } } : {}),
    ...(call.includes("agent") && !call.includes("sub")
      ? {
          tool_input: { description: text },
          tool_response: { agentId: `agent-${text}`, status: "completed", content: [{ type: "text", text }] },
        }
      : {}),
  });
}

function enqueueCall(queue: Queue, call: string, session: string, text: string, turn: number): string {
  const seen = claudeCodeHook.parse(
    told(call, session, text, turn),
    JSON.parse(told(call, session, text, turn)) as object as never,
  )!;
  const atMs = Date.now() - 1000;
  const facts = claudeCodeHook.facts(seen, atMs, null);
  const checkpoint = call.includes("stop") || call.includes("edit") ? ("auto" as const) : undefined;
  const observation = { sessionId: session, instanceId: session, atMs, event: seen.event, agent: seen.agent, facts };
  const { entries } = queue.enqueue(
    observationEntry(checkpoint === undefined ? observation : { ...observation, checkpoint }),
  );
  return `${entries[0]!.priority}_${entries[0]!.seq}.json`;
}

/** The start of a subagent's subagent, of an agent for which the hook notes its session. */
const subagentOf = (session: string, text: string): string =>
  JSON.stringify({
    sessionId: "another",
    timestamp: Date.now(),
    cwd: `/nowhere/${text}`,
    transcriptPath: `/nowhere/session-state/${session}/events.jsonl`,
    agentId: "subagent-of-a-subagent",
    parentAgentId: "subagent",
  });

const line = (fields: object): string =>
  `${JSON.stringify({ time: "2026-01-01T00:00:00Z", level: "warn", ...fields })}\n`;

/** Fills a state directory, with entries applied, waiting, claimed, given up and half written, and all that hive keeps beside. */
export async function plant(root: string, { session, canary, others }: Canaries): Promise<void> {
  configure(root, { maxAttempts: 1, maxEntryBytes: 200_000 });
  const queue = new Queue(root, { maxEntryBytes: 200_000 });
  const { pending, processing, tmp } = queue.paths;
  for (let turn = 0; turn < 40; turn += 1) enqueueCall(queue, CALLS[turn % CALLS.length]!, session, canary, turn);
  for (const [turn, other] of others.entries()) enqueueCall(queue, "38-userpromptsubmit", other, `kept-${other}`, turn);
  queue.enqueue({ operation: "unknown", payload: { sessionId: session, canary }, metadata: { session_id: session } });
  writeFileSync(
    `${pending}/5_raw.json`,
    JSON.stringify({ operation: "x", sql: `INSERT INTO ${canary.replaceAll("-", "_")} VALUES ('${session}')` }),
  );
  writeFileSync(
    `${pending}/5_rows.json`,
    JSON.stringify({
      operation: "x",
      sql: `INSERT INTO session_logs (session_id, message) VALUES ('${session}', '${canary}')`,
    }),
  );
  writeFileSync(
    `${pending}/5_large.json`,
    JSON.stringify({ operation: "x", payload: { sessionId: session, canary: canary.repeat(9000) } }),
  );
  writeFileSync(
    `${pending}/5_torn.json`,
    `{"operation": "x", "payload": {"sessionId": "${session}", "text": "${canary}`,
  );
  writeFileSync(
    `${pending}/5_bytes.json`,
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${session} ${canary}`)]),
  );
  await runWorkerOnce(root);
  await runWorkerOnce(root);
  await using exporting = hive(["export", session, "--out", `${root}/../export.md`, "--root", root]);
  await exporting.outcome();
  // What is set aside and copied holds the session as it was.
  mkdirSync(`${root}/setup/shell-system-then/pending`, { recursive: true, mode: 0o700 });
  for (const to of [
    "hive.db.malformed-20260101T000000Z",
    "hive.db.adopted-20260101T000000Z",
    "setup/shell-system-then/hive.db",
  ])
    copyFileSync(`${root}/hive.db`, `${root}/${to}`);
  writeFileSync(`${root}/setup/shell-system-then/pending/5_1.json`, `${session} ${canary}`);
  writeFileSync(`${root}/hive.db-wal.foreign-${crypto.randomUUID()}`, `${session} ${canary}`);
  for (const call of ["03-posttooluse-edit", "29-stop"])
    await callHook("", told(call, session, canary, 90), { CLAUDE_PROJECT_DIR: root.slice(0, root.lastIndexOf("/")) });
  await callHook("", subagentOf(session, canary), { CLAUDE_PROJECT_DIR: root.slice(0, root.lastIndexOf("/")) });
  const name = enqueueCall(queue, "03-posttooluse-edit", session, canary, 91);
  mkdirSync(`${processing}/99999-deadbeef`);
  // A dead worker's claim was moved: a copy under a name that waits, too, would replace that entry when it comes back.
  const claimed = enqueueCall(queue, "29-stop", session, canary, 92);
  renameSync(`${pending}/${claimed}`, `${processing}/99999-deadbeef/${claimed}`);
  cpSync(`${pending}/${name}`, `${tmp}/${Bun.randomUUIDv7()}`);
  for (const turn of [93, 94]) enqueueCall(queue, "06-posttooluse-bash", session, canary, turn);
  enqueueCall(queue, "38-userpromptsubmit", others[0]!, "waits on", 95);
  writeFileSync(`${root}/instances/restored-next-${Bun.hash(session).toString(36)}-1.5`, "");
  mkdirSync(`${root}/logs`, { recursive: true, mode: 0o700 });
  await plantSnapshots(root, { session, canary, others });
  // The error of raw SQL names what it is about.
  appendFileSync(
    `${root}/logs/worker.log`,
    line({ message: "entry given up", name: "5_raw.json", error: canary }) +
      line({ message: "entry will be retried", name, error: canary }) +
      line({ message: "a line that stays" }),
  );
  appendFileSync(
    `${root}/hook.log`,
    `2026-01-01T00:00:00Z ${session} ${canary}\n2026-01-01T00:00:00Z a line that stays\n`,
  );
}

/** Snapshots of the files: one that the session made, changed, deleted, brought back and took back once more. */
async function plantSnapshots(root: string, { session, canary, others }: Canaries): Promise<void> {
  const top = root.slice(0, root.lastIndexOf("/"));
  const worktree = findWorktree(root, top);
  if ("refused" in worktree) throw new Error(worktree.refused);
  using snapshots = ProjectSnapshots.open(root)!;
  const tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
  const take = async (sessionId: string, trigger: Trigger): Promise<void> => {
    const calls = trigger === "call" ? [{ key: `toolu_${sessionId}`, tool: "Bash", sessionId }] : [];
    using _lock = snapshots.lock();
    await tracker.take({ sessionId, trigger, calls, nowMs: systemClock.nowMs(), paths: null });
  };
  writeFileSync(`${top}/notes`, "kept\n");
  await take(others[0]!, "start");
  const file = `${top}/${canary}.txt`;
  for (let n = 0; n < 20; n += 1) {
    writeFileSync(file, `${canary} ${n}\n`);
    await take(session, "call");
  }
  rmSync(file);
  await take(session, "call");
  const options = { nowMs: () => systemClock.nowMs() };
  const snapshot = snapshots.catalogue.snapshots().at(-1)!.id - 1;
  await new Undo(snapshots, worktree, { ...options, scope: { kind: "to", snapshot } }).make();
  await new Undo(snapshots, worktree, { ...options, scope: { kind: "redo" } }).make();
  writeFileSync(`${top}/notes`, "changed\n");
  await take(others[0]!, "call");
  // A kill leaves contents that no row names, and files that are half written.
  const orphan = Buffer.from(`${canary} of no row\n`);
  snapshots.objects.put(hashOfBytes(orphan), orphan);
  writeFileSync(`${snapshots.directory}/objects/${hashOfBytes(orphan).slice(0, 2)}/x.tmp`, canary);
}

/** How many changes of another session can be undone. */
export function undoable(root: string, { others }: Canaries): number {
  using snapshots = ProjectSnapshots.open(root)!;
  const { catalogue, objects } = snapshots;
  for (const hash of catalogue.hashes()) if (objects.get(hash) === null) throw new Error(`${hash} is missing`);
  const own = catalogue.snapshots().filter(({ sessionId }) => sessionId === others[0]);
  return catalogue.changes(own.map(({ id }) => id)).length;
}

/** Places that hold nothing of a session. */
const NOTHING = [
  /^\.gitignore$/,
  /^config\.json$/,
  /^(?:key|machine)$/,
  /^hive-hook$/,
  /^queue$/,
  /^queue\/(?:captured|workers|doorbell|\.heartbeat|\.room)$/,
  /^archive\.db-shm$/,
  // Doorbells; and hashes of what the fleet is to forget.
  /^(?:listeners|fleet-forgets)$/,
  /^hive\.db-(?:shm|wal\.[0-9a-f]{16}\.proof)$/,
];

/** The places in which a canary is planted, each with its holder: the database is the last of them. */
const HOLDING = [
  /^(?:hive|archive)\.db(?:-wal)?$/,
  /^hive\.db(?:-wal)?\.(?:malformed|adopted|foreign)-/,
  /^exports\.jsonl$/,
  /^hook\.log$/,
  /^(?:instances|logs|sessions|setup|snapshots)$/,
  /^queue\/(?:\.tmp|failed|pending|processing)$/,
];

/** What is in the directories that hive keeps, and in neither of the lists: whoever adds a place says which it is. */
export function unknownPlaces(root: string, data: string): string[] {
  const names = [root, data].flatMap((directory) => readdirSync(directory));
  const inQueue = readdirSync(`${root}/queue`).map((name) => `queue/${name}`);
  return [...names, ...inQueue].filter((name) => ![...NOTHING, ...HOLDING].some((one) => one.test(name)));
}

/** Raw SQL names a table so. */
const spellings = (text: string): string[] => [text, text.replaceAll("-", "_")];

/** Every byte below some directories, with the names of the files, that holds one of the texts. */
export function found(directories: readonly string[], texts: readonly string[]): string[] {
  return directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      const content = entry.isFile()
        ? readFileSync(path).toString("latin1")
        : entry.isSymbolicLink()
          ? readlinkSync(path)
          : "";
      const decoded = [...content.matchAll(/"raw": "([A-Za-z0-9+/=]{20,})"/g)].map(([, raw]) =>
        Buffer.from(raw!, "base64").toString("latin1"),
      );
      const unpacked =
        /\/objects\/..$/.test(entry.parentPath) && !entry.name.endsWith(".tmp")
          ? Bun.zstdDecompressSync(readFileSync(path)).toString("latin1")
          : "";
      return texts
        .flatMap(spellings)
        .some((text) => [entry.name, content, unpacked, ...decoded].some((one) => one.includes(text)))
        ? [path]
        : [];
    }),
  );
}

/** How many sessions, and rows of state, the others have. */
export function kept(root: string, { others }: Canaries): number {
  using db = openDatabase(root, { readonly: true });
  const sql =
    "SELECT count(DISTINCT session_id) AS n FROM hive_state WHERE session_id IN (SELECT value FROM json_each(?)) AND kind = 'prompt'";
  return db.query<{ n: number }, [string]>(sql).get(JSON.stringify(others))!.n;
}

/** How many of the other sessions the archive finds. */
export function archived({ others }: Canaries): number {
  using db = new Database(`${process.env["XDG_DATA_HOME"]!}/hive/archive.db`, { readonly: true });
  const sql = `SELECT count(DISTINCT s.session_id) AS n FROM search JOIN facts f ON f.id = search.rowid
    JOIN sessions s ON s.id = f.session WHERE search MATCH 'kept' AND s.session_id IN (SELECT value FROM json_each(?))`;
  return db.query<{ n: number }, [string]>(sql).get(JSON.stringify(others))!.n;
}
