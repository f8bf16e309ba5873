import type { Command } from "commander";
import { systemClock } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import { Queue } from "../../../queue/queue.ts";
import { clip } from "../../../redact/redact.ts";
import { isCall, latestSession, type Scope } from "../../../snapshots/undo/scope.ts";
import { nameOfChange } from "../../../snapshots/undo/state.ts";
import { Undo, type Undone, type UndoPlan } from "../../../snapshots/undo/undo.ts";
import { asksQuestions, carryOut, type ChangeFlags } from "../../text/change.ts";
import { chooseSession } from "../../choose-session.ts";
import { positive } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../text/render.ts";
import { loadConfig } from "../../root.ts";
import { coveredBy, openSnapshots, type SnapshotAccess } from "../../snapshot-access.ts";
import { sideOf } from "./changes.ts";
import { MOST_LINES, previewOf } from "./plan-text.ts";
import { knownOf } from "./session-text.ts";

interface Flags extends ChangeFlags {
  readonly root?: string;
  readonly call?: string;
  readonly turn?: boolean;
  readonly to?: number;
  readonly session?: string | true;
  readonly force?: boolean;
}

export function addUndo(program: Command, io: Io): void {
  const command = program
    .command("undo")
    .argument("[paths...]", "files or directories to put back (default: all that changed)")
    .description("put files back as they were before an agent changed them")
    .option("--turn", "what the latest turn that changed files did (the default)")
    .option("--call <id>", "what one call of a tool did: its id, or the beginning of it")
    .option("--session [id]", "what a whole session did (default: the one that changed files last)")
    .option("--to <snapshot>", "all that happened after a snapshot, whoever did it", positive)
    .option("--force", "put files back although their present content is not known, or was changed later");
  common(command).addHelpText(
    "after",
    `
It shows a plan and asks. The present is kept first, so that hive redo takes an undo back. A file that somebody changed
later stays as it is, unless --force. git's index, commits and stash are never touched. An undo that was interrupted is
finished by hive undo, and taken back by hive redo.

Examples:
  hive undo                       take back what the latest turn did
  hive undo --dry-run src         show what would be put back in src
  hive undo --call toolu_01Ab     take back one call; hive changes lists them
  hive undo --to 12 --yes         the files as they were at snapshot 12`,
  );
  command.action((paths: string[], _flags: Flags, own: Command) => undo(io, own.optsWithGlobals<Flags>(), paths));
}

export function addRedo(program: Command, io: Io): void {
  const command = program
    .command("redo")
    .argument("[paths...]", "files or directories (default: all that the undo put back)")
    .description("take back the latest undo")
    .option("--force", "also where a file was changed since the undo");
  common(command).addHelpText("after", "\nExamples:\n  hive redo\n  hive redo --dry-run");
  command.action((paths: string[], _flags: Flags, own: Command) => undo(io, own.optsWithGlobals<Flags>(), paths, true));
}

const common = (command: Command): Command =>
  command
    .option("--yes", "do not ask")
    .option("--dry-run", "show what would be put back, and change nothing")
    .option("--json", "print JSON; needs --yes or --dry-run");

async function undo(io: Io, flags: Flags, paths: readonly string[], isRedo = false): Promise<void> {
  using access = openSnapshots(io, flags.root);
  const name = isRedo ? "redo" : "undo";
  const asks = asksQuestions(io, flags, `hive ${name} --yes`);
  const scope = isRedo ? ({ kind: "redo" } as const) : scopeIn(access, flags);
  const work = new Undo(access.snapshots, access.worktree, {
    scope,
    isForced: flags.force === true,
    covers: coveredBy(io, access.worktree, paths),
    nowMs: () => systemClock.nowMs(),
  });
  using plan = await work.plan();
  const { todo, left } = plan.files.counts();
  const isNothing = todo === 0 && plan.unfinished === null;
  let isIncomplete = left > 0;
  await carryOut<Undone>(io, isNothing ? { ...flags, dryRun: true } : flags, {
    preview: flags.json === true ? "" : await previewOf(access, plan, scope),
    question: asks && !isNothing ? `Put ${count(todo, "file")} back?` : null,
    make: async () => {
      const undone = await work.make(plan.key);
      const counts = undone.plan.files.counts();
      isIncomplete = counts.left > 0 || counts.failed > 0;
      await tell(io, access, undone, isRedo ? "hive-redo" : "hive-undo");
      return undone;
    },
    render: (undone) => rendered(undone, isRedo),
    toJson: (undone) => documentOf(undone?.plan ?? plan, undone !== null),
  });
  if (!isIncomplete || flags.dryRun === true) return;
  throw new HiveError("HIVE_UNDO_INCOMPLETE", "some files stay as they are, for the reasons above", {
    hint: "--force puts back what was changed later; hive diff shows it",
  });
}

/** @throws HIVE_INVALID_OPTION for two scopes at once, or an id of several calls; HIVE_NOT_FOUND */
function scopeIn({ snapshots, row }: SnapshotAccess, { call, turn, to, session }: Flags): Scope {
  const given = [call, turn, to, session].filter((one) => one !== undefined).length;
  if (given > 1) {
    throw new HiveError("HIVE_INVALID_OPTION", "give one of --call, --turn, --session and --to", {
      hint: "hive undo --help",
    });
  }
  if (to !== undefined) return { kind: "to", snapshot: to };
  const all = snapshots.catalogue.snapshots(row.id);
  if (call !== undefined)
    return {
      kind: "call",
      call: callNamed(
        all.flatMap(({ calls }) => calls.map(({ key }) => key)),
        call,
      ),
    };
  const ids = [...new Set(all.map(({ sessionId }) => sessionId))];
  if (typeof session === "string") return { kind: "session", sessionId: chooseSession(ids, session) };
  const changed = snapshots.catalogue.changed(row.id);
  const sessionId = latestSession(all, (id) => changed.has(id));
  if (sessionId === undefined) {
    throw new HiveError("HIVE_NOT_FOUND", "no change of files is known that could be taken back", {
      hint: "hive changes lists what is known",
    });
  }
  return { kind: session === true ? "session" : "turn", sessionId };
}

function callNamed(keys: readonly string[], named: string): string {
  const found = [...new Set(keys.filter((key) => isCall(key, named)))];
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    throw new HiveError("HIVE_NOT_FOUND", `no call ${JSON.stringify(named)} changed files`, {
      hint: "hive changes lists the calls",
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", `${found.length} calls begin with ${JSON.stringify(named)}`, {
    hint: "give more of the id",
  });
}

/** Saves the undo as an observation, so that the next session learns of it. */
async function tell(
  io: Io,
  { root, worktree }: SnapshotAccess,
  { sessionId, plan }: Undone,
  by: "hive-undo" | "hive-redo",
): Promise<void> {
  const atMs = systemClock.nowMs();
  const some = [...plan.files.done().take(MAX_FACTS)];
  if (some.length === 0) return;
  const facts = some.map(({ path, now, wanted }) => ({
    kind: "file",
    key: clip(`${worktree.top}/${path}`, MAX_PATH_CHARS),
    atMs,
    data: { change: nameOfChange({ path, before: now, after: wanted }), by },
  }));
  const { agent } = await knownOf(root, sessionId, atMs);
  const payload = { sessionId, instanceId: sessionId, atMs, event: "Undo", agent: agent ?? "unknown", facts };
  new Queue(root, loadConfig(io, root)).enqueue({ operation: "observe", payload });
}

const MAX_FACTS = 100;
const MAX_PATH_CHARS = 4096;

function rendered({ plan: { files } }: Undone, isRedo: boolean): string {
  const { todo, left, failed } = files.counts();
  const done = todo - failed;
  const back = isRedo ? "" : " hive redo takes this back.";
  const lines = [`${count(done, "file")} put back.${done > 0 ? back : ""}`];
  for (const { path, why } of files.failed().take(MOST_LINES)) {
    lines.push(`  stays    ${printable(path)}: ${printable(why)}`);
  }
  if (failed > MOST_LINES) lines.push(`  stay     ${count(failed - MOST_LINES, "more file")}`);
  if (left > 0) lines.push(`${count(left, "file")} left as ${left === 1 ? "it is" : "they are"}.`);
  return `${lines.join("\n")}\n`;
}

const documentOf = (plan: UndoPlan, isMade: boolean) => ({
  version: 1,
  sessionId: plan.unfinished?.sessionId ?? plan.redoOf?.sessionId ?? plan.scope.at(-1)?.sessionId ?? null,
  snapshots: plan.scope.map(({ id }) => id),
  isUnfinished: plan.unfinished !== null,
  key: plan.key,
  files: plan.files.all().map(({ path, now, wanted, obstacle, by, others }) => ({
    path,
    now: sideOf(now),
    wanted: sideOf(wanted),
    obstacle,
    ...(by === undefined ? {} : { by }),
    others,
  })),
  putBack: isMade ? plan.files.done().map(({ path }) => path) : null,
  failed: isMade ? plan.files.failed() : null,
});
