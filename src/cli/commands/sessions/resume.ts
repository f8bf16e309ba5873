import { type Command, Option } from "commander";
import { AGENT_NAMES, agentNamed } from "../../../agents/agents.ts";
import { systemClock } from "../../../base/clock.ts";
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";
import { continuing } from "../../../recall/continued.ts";
import { projectDirectory } from "../../../origin/config-files.ts";
import { Places } from "../../../recall/choose/place.ts";
import { Resumes } from "../../../recall/resume.ts";
import { idsOfProject } from "../../../recall/session-list.ts";
import type { ResumeReport } from "../../../recall/report/resume-report.ts";
import { findProjectPaths } from "../../../install/paths.ts";
import { writeRules } from "../../../install/rules.ts";
import { ownCommand } from "../../../platform/own-command.ts";
import { programPath } from "../../../platform/programs.ts";
import { contextText, terminalText } from "../../../recall/report/resume-text.ts";
import type { Io } from "../../io.ts";
import { ambiguous, assertTold, withoutProof } from "../../choose-session.ts";
import { reportOfFleet } from "../../fleet-sessions.ts";
import { json } from "../../text/render.ts";
import { reportOfArchived } from "../../text/archived-session.ts";
import { findRoots, loadConfig, olderToName } from "../../root.ts";
import { fitted, width } from "../../text/terminal.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly for?: string;
  readonly start?: boolean;
  readonly rules?: boolean;
}

const BUSY_TIMEOUT_MS = 2000;
const MAX_SESSIONS = 100;

export function addResume(program: Command, io: Io): void {
  program
    .command("resume")
    .argument(
      "[session]",
      "a session's id, or the beginning of it (default: the latest that worked; none that is untrusted)",
    )
    .description("print the state of a session, to continue from there")
    .option("--json", "as JSON, in full")
    .addOption(
      new Option("--for <agent>", "print it as a prompt for an agent, the session's own or another")
        .choices(AGENT_NAMES)
        .conflicts("json"),
    )
    .option("--start", "with --for: start the agent with that prompt")
    .addOption(
      new Option(
        "--rules",
        "with --for cursor: write it into a file of rules, which Cursor reads at each start",
      ).conflicts("start"),
    )
    .addHelpText(
      "after",
      `
It reads the store and what still waits in the queue: no worker is needed. What was saved is quoted, one line each.
A session of another project is searched in the archive, then in your fleet.

Examples:
  hive resume                     the latest session of this project that worked
  hive resume 5f0c                the session whose id begins so
  hive resume 5f0c --for codex    what to paste into Codex
  hive resume 5f0c --for codex --start
  hive resume 5f0c --for cursor --rules
  hive resume --json | jq .state.files`,
    )
    .action(async (id: string | undefined, flags: Flags, command: Command) => {
      const roots = findRoots(io, command.optsWithGlobals<Flags>().root);
      const { root } = roots;
      const older = id === undefined ? roots.older : olderToName(io, roots);
      const { maxEntryBytes } = loadConfig(io, root);
      const nowMs = systemClock.nowMs();
      const options = { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS, maxEntryBytes };
      const places = new Places(io.cwd, projectDirectory(root, io.env));
      const named = (directory: string): Promise<ResumeReport | null> =>
        read(directory, async () => {
          using resumes = await Resumes.open(directory, options);
          return find(resumes, id!);
        });
      const latestIn = (directory: string): Promise<Latest | null> =>
        read(directory, async () => {
          using resumes = await Resumes.open(directory, options);
          const isShared = directory !== root && places.isShared(projectDirectory(directory, io.env));
          // A neighbour's session is one to name.
          return latest(resumes, isShared ? idsOfProject(resumes, places) : null, places);
        });
      const saved =
        id === undefined
          ? await nearest(await latestIn(root), async () => (older === null ? null : await latestIn(older)))
          : ((await named(root)) ?? (older === null ? null : await named(older)));
      const elsewhere = saved === null && id !== undefined;
      const report = elsewhere
        ? ((await reportOfArchived(io, root, id, nowMs)) ?? (await reportOfFleet(io, root, id, nowMs)))
        : saved;
      if (report === null && id !== undefined) throw notFound(id);
      if (report === null) {
        throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
          hint: "hive setup --check says whether the agent's hook is called",
        });
      }
      assertTold(io, report);
      if (flags.for !== undefined) return await handOver(io, flags, report, nowMs);
      if (flags.start === true || flags.rules === true) {
        const name = flags.start === true ? "--start" : "--rules";
        const hint = `hive resume --for cursor ${name}`;
        throw new HiveError("HIVE_INVALID_OPTION", `${name} needs an agent`, { hint });
      }
      const text = (): string => fitted(terminalText(report, nowMs, ownCommand(io.env), io.cwd), width(io));
      io.out(flags.json === true ? json(report) : `${text()}\n`);
    });
}

/** Gives a session's state to an agent, as the prompt of a new session. */
async function handOver(io: Io, flags: Flags, report: ResumeReport, nowMs: number): Promise<void> {
  if (report.isUntrusted) throw withoutProof();
  const command = ownCommand(io.env);
  const text = contextText(report, { nowMs, isSameSession: false, command });
  if (flags.rules === true) return io.out(rulesWith(io, flags.for!, text));
  const prompt = `Go on with the work of an earlier session. Ask me where it is unclear.\n\n${text}`;
  if (flags.start !== true) return io.out(`${prompt}\n`);
  const [name, ...args] = agentNamed(flags.for!)!.start(prompt);
  const program = programPath(name, io.env, io.cwd);
  if (program === null) {
    throw new HiveError("HIVE_NOT_FOUND", `there is no ${name} on the PATH`, {
      hint: `without --start, the prompt is printed: paste it into ${name}`,
    });
  }
  const stdio = ["inherit", "inherit", "inherit"] as const;
  const env = { ...io.env, ...continuing(report.sessionId, findRoots(io, undefined).root, nowMs) };
  const child = Bun.spawn([program, ...args], { cwd: io.cwd, env, stdio: [...stdio] });
  const exitCode = await child.exited;
  if (exitCode !== 0) throw new HiveError("HIVE_UNHEALTHY", `${name} ended with exit code ${exitCode}`);
}

/** Writes a session's state into the agent's rules. @returns what was done @throws HIVE_INVALID_OPTION */
function rulesWith(io: Io, name: string, text: string): string {
  const agent = agentNamed(name)!;
  if (agent.rules === undefined) {
    throw new HiveError("HIVE_INVALID_OPTION", `hive writes no rules for ${agent.title}`, {
      hint: `hive resume --for ${name} prints a prompt`,
    });
  }
  const path = writeRules(agent.rules, findProjectPaths(io.cwd, io.env, agent).project, text);
  return `Written: ${path}\nIt is in the project: delete it when the work is done; hive setup --remove does so, too.\n`;
}

const notFound = (id: string): HiveError =>
  new HiveError("HIVE_NOT_FOUND", `nothing is saved of a session ${JSON.stringify(id)}`, {
    hint: "list them with: hive sessions",
  });

/** @returns null without such a session @throws HIVE_INVALID_OPTION if several ids begin with it */
function find(resumes: Resumes, id: string): ResumeReport | null {
  const ids = resumes.ids(id, MAX_SESSIONS, false);
  if (ids.length > 1 && !ids.includes(id)) throw ambiguous(ids, id);
  const found = ids.includes(id) ? id : ids[0];
  return found === undefined ? null : resumes.report(found);
}

/** The latest session of one state directory, with what compares it to another's. */
interface Latest {
  readonly report: ResumeReport;
  readonly hasWork: boolean;
  readonly distance: number;
}

/** The latest session that worked, of the nearest place. @param only its ids, the latest first; null for any */
function latest(resumes: Resumes, only: readonly string[] | null, places: Places): Latest | null {
  const trusted = only?.filter((id) => !resumes.isUntrusted(id)).slice(0, MAX_SESSIONS);
  const outlines = (trusted ?? resumes.ids("", MAX_SESSIONS, true))
    .map((id) => resumes.outline(id))
    .filter((outline) => outline !== null);
  // A session without any work leaves nothing to go on from.
  const worked = outlines.filter(({ hasWork }) => hasWork);
  const [best] = (worked.length > 0 ? worked : outlines).toSorted(
    (a, b) => places.distanceOf(a) - places.distanceOf(b) || b.lastSeenMs - a.lastSeenMs,
  );
  const report = best === undefined ? null : resumes.report(best.sessionId);
  return report === null ? null : { report, hasWork: best!.hasWork, distance: places.distanceOf(best!) };
}

/** The session that worked, of two state directories, else the nearer one: the first where they are alike. */
async function nearest(own: Latest | null, readOlder: () => Promise<Latest | null>): Promise<ResumeReport | null> {
  if (own?.hasWork === true && own.distance === 0) return own.report;
  const older = await readOlder().catch((error: unknown) => {
    // An older state that cannot be read keeps nobody from what is here.
    if (own === null || errorCode(error) === undefined) throw error;
    return null;
  });
  if (own === null || older === null) return (own ?? older)?.report ?? null;
  const isOlder = own.hasWork === older.hasWork ? older.distance < own.distance : older.hasWork;
  return (isOlder ? older : own).report;
}

async function read<T>(root: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_") !== true) throw error;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `cannot read ${root}/hive.db: ${errorMessage(error)}`, {
      cause: error,
      hint: "hive doctor names the fault",
    });
  }
}
