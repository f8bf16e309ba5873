import type { Command } from "commander";
import { systemClock } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import { findHeld, forget, type Forgetting, isUnfinished, knownSessions } from "../../../forget/forget.ts";
import { asksQuestions, carryOut, type ChangeFlags } from "../../text/change.ts";
import { type Io, isOfAgent } from "../../io.ts";
import { oneLine, printable } from "../../text/render.ts";
import { findRoots, loadConfig, olderToName } from "../../root.ts";
import { forgetOthers } from "../../../forget/fleet.ts";
import type { FleetSession } from "../../../store/postgres/fleet-reader.ts";
import { sessionOfFleet } from "../../fleet-sessions.ts";
import { openResumes, reportOf } from "../../../recall/session-list.ts";
import { chooseSession } from "../../choose-session.ts";

interface Flags extends ChangeFlags {
  readonly root?: string;
}

export function addForget(program: Command, io: Io): void {
  program
    .command("forget")
    .argument("[sessions...]", "ids of sessions, or their beginnings (default: finish an interrupted forget)")
    .description("delete all of a session's data from hive, for good")
    .option("--yes", "do not ask")
    .option("--dry-run", "show what would be deleted, and change nothing")
    .option("--json", "print JSON; needs --yes or --dry-run")
    .addHelpText(
      "after",
      `
hive deletes it from the queue (what was given up, too), database, checkpoints, notes, logs, the archive, the fleet, hive's
own copies, and hive's exports.
It deletes a session of another machine from the fleet: hive fleet sessions lists those.
It ends the workers and rewrites the database. A running session is saved again from its next call on; run hive pause
first to prevent that.

Examples:
  hive forget 5f0c --dry-run
  hive forget 5f0c --yes`,
    )
    .action(async (given: string[], _flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const found = findRoots(io, flags.root);
      const { root } = found;
      const older = olderToName(io, found);
      const roots = [root, ...(older === null ? [] : [older])];
      const { here, elsewhere } = await parted(io, roots, given);
      if (here.length > 0 || given.length === 0) {
        for (const change of planned(io, roots, here)) await apply(io, flags, change);
      }
      if (elsewhere.length > 0) await forgetOfFleet(io, flags, root, elsewhere);
    });
}

/** Parts what is known here from sessions of other machines of the fleet. */
async function parted(io: Io, roots: readonly string[], given: readonly string[]) {
  const here: string[] = [];
  const elsewhere: FleetSession[] = [];
  const known = roots.flatMap((root) => knownSessions(root, io.env));
  for (const text of given) {
    const isHere = isHeld(io, roots, text) || known.some((id) => id.startsWith(text));
    // An agent is shown no session of the fleet.
    const found = isHere || isOfAgent(io) ? null : await sessionOfFleet(io, roots[0]!, text);
    if (found === null) here.push(text);
    else elsewhere.push(found);
  }
  return { here, elsewhere };
}

/** Has the fleet forget sessions of other machines. What those machines keep themselves stays there. */
async function forgetOfFleet(io: Io, flags: Flags, root: string, sessions: readonly FleetSession[]): Promise<void> {
  const sessionIds = sessions.map(({ session }) => session);
  const lines = sessions.map(
    ({ session, label }) => `session ${printable(session)} of ${oneLine(label, 30)}, in the fleet`,
  );
  const asks = asksQuestions(io, flags, "hive forget <session> --yes");
  await carryOut<Forgetting>(io, flags, {
    preview: `${lines.join("\n")}\n`,
    question: asks ? `Delete ${count(sessionIds.length, "session")} from the fleet for good?` : null,
    make: async () => {
      const fleet = await forgetOthers(root, sessionIds, { env: io.env, nowMs: systemClock.nowMs() });
      return { sessionIds, rows: 0, files: {}, fleet, left: [] };
    },
    render: (outcome) =>
      `${rendered(outcome)}The machines that they are of keep what they have, and send no more of it.\n`,
    toJson: (outcome) => outcome ?? { sessionIds, files: [] },
  });
}

/** The deletions from one state directory. */
interface Plan {
  readonly root: string;
  readonly ids: readonly string[];
}

/** @throws HIVE_NOT_FOUND, HIVE_INVALID_OPTION before any deletion */
function planned(io: Io, roots: readonly string[], given: readonly string[]): Plan[] {
  const known = roots.map((root) => knownSessions(root, io.env));
  const all = [...new Set(known.flat())];
  const ids = [...new Set(given.map((text) => (isHeld(io, roots, text) ? text : chooseSession(all, text))))];
  const plans = roots.map((root, index) => ({
    root,
    ids: ids.filter((id) => known[index]!.includes(id) || isHeld(io, [root], id)),
  }));
  return given.length === 0
    ? roots.map((root) => ({ root, ids: [] }))
    : plans.filter(({ ids: some }) => some.length > 0);
}

/** True for a whole id that is no known session, but that files or logs still name. */
const isHeld = (io: Io, roots: readonly string[], id: string): boolean =>
  id.length >= WHOLE_ID_CHARS &&
  roots.some((root) => [...findHeld(root, io.env, id).values()].some(({ length }) => length > 0));

const WHOLE_ID_CHARS = 16;

async function apply(io: Io, flags: Flags, { root, ids }: Plan): Promise<void> {
  if (ids.length === 0 && !isUnfinished(root, io.env)) {
    throw new HiveError("HIVE_INVALID_OPTION", "name a session to forget", {
      hint: "hive sessions lists them",
    });
  }
  const { workerStart } = loadConfig(io, root);
  const startsWorker = (io.env["HIVE_WORKER_START"] || workerStart) === "hook";
  const nowMs = systemClock.nowMs();
  const asks = asksQuestions(io, flags, "hive forget <session> --yes");
  const preview = ids.length === 0 ? "finish an interrupted forget\n" : await previewOf(io, root, ids);
  await carryOut<Forgetting>(io, flags, {
    preview,
    question: asks ? `Delete ${count(ids.length, "session")} for good?` : null,
    make: () => forget(root, ids, { env: io.env, nowMs, startsWorker }),
    render: rendered,
    toJson: (outcome) =>
      outcome ?? { sessionIds: ids, files: ids.map((id) => Object.fromEntries(findHeld(root, io.env, id))) },
  });
}

async function previewOf(io: Io, root: string, ids: readonly string[]): Promise<string> {
  using resumes = await openResumes(root, systemClock.nowMs());
  const lines = ids.flatMap((id) => {
    const report = reportOf(resumes, id);
    const isTold = report?.isUntrusted !== true || !isOfAgent(io);
    // @mutant an agent that forgets a session is told no title without proof
    const title = isTold ? (report?.objective ?? report?.state.prompts?.at(-1)?.["text"]) : null;
    const runs = report?.isRunning === true ? ["  it still runs: what it does from now on is saved anew"] : [];
    const held = [...findHeld(root, io.env, id)].filter(([, paths]) => paths.length > 0);
    return [
      `session ${printable(id)}  ${typeof title === "string" ? oneLine(title, 60) : ""}`.trimEnd(),
      ...runs,
      ...held.map(([name, paths]) => `  ${name}: ${shown(paths)}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}

const SHOWN = 3;

const shown = (paths: readonly string[]): string =>
  paths.length > SHOWN ? String(paths.length) : paths.map(printable).join(", ");

function rendered({ sessionIds, rows, files, fleet, left }: Forgetting): string {
  const what =
    sessionIds.length === 0 ? "What was interrupted is finished" : `Forgotten: ${count(sessionIds.length, "session")}`;
  const held = Object.entries(files).flatMap(([name, n]) => (n > 0 ? [`${name}: ${n}`] : []));
  const lines = [`${what}; rows: ${rows}${held.map((one) => `, ${one}`).join("")}.`];
  if (fleet === "done") lines.push("The fleet has forgotten it.");
  if (fleet === "later") lines.push("The fleet's server does not answer: the next worker tells it.");
  if (left.length > 0) {
    lines.push(
      "Still named, by texts of other sessions or by files that are not hive's:",
      ...left.map((path) => `  ${printable(path)}`),
    );
  }
  return `${lines.join("\n")}\n`;
}
