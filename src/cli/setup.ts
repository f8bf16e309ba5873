import type { Command } from "commander";
import { DEFAULTS } from "../base/config.ts";
import { HiveError } from "../base/errors.ts";
import { pasteable } from "../platform/own-command.ts";
import { IS_PLUGIN } from "../platform/installation.ts";
import { type Check, checkSetup, installedScopes } from "../install/check.ts";
import { compiledHook, hiveCommand, isOwnHook, isSameCommand } from "../install/hook-command.ts";
import { prepareHook } from "../install/prepare-hook.ts";
import { findPlace, type Place, type Scope, SCOPES } from "../install/place.ts";
import { type Answers, type Plan, planInstall, planRemoval, WAYS_TO_RUN } from "../install/plan.ts";
import { type Proof, prove } from "../install/proof.ts";
import { type HookCommand, inspect } from "../install/settings.ts";
import { readTextFile } from "../install/files.ts";
import { measureDepth } from "../queue/depth.ts";
import { queuePaths } from "../queue/layout.ts";
import { shellScopes, shellWorkerPid, takeOverQueue } from "../install/shell-system.ts";
import { otherStoreNote, otherStores } from "../store/location.ts";
import { findWorkers } from "../supervisor/find.ts";
import { offerAdoption } from "./adopt.ts";
import type { Io } from "./io.ts";
import { json } from "./render.ts";
import { loadConfig } from "./root.ts";
import { askAnswers, askToGoOn, begin, end, type Given } from "./setup-questions.ts";
import { renderCheck, renderDiff, renderDone, renderRemoved, type Takeover } from "./setup-text.ts";

interface Flags {
  readonly root?: string;
  readonly scope?: string;
  readonly interval?: string;
  readonly retentionDays?: string;
  readonly worker?: string;
  readonly restore?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly remove?: boolean;
  readonly json?: boolean;
}

export function addSetup(program: Command, io: Io): void {
  program
    .command("setup")
    .description("put hive into Claude Code's settings, and show that it is called")
    .option("--scope <scope>", "project (shared through git), local (yours, here) or user (yours, everywhere)")
    .option("--interval <seconds>", `between two checkpoints (default: ${DEFAULTS.checkpointIntervalSeconds})`)
    .option("--retention-days <days>", `to keep what failed (default: ${DEFAULTS.deadLetterRetentionDays})`)
    .option("--worker <how>", "how the worker runs: hook (the hook starts it), service (systemd, launchd) or never")
    .option("--restore <on|off>", "whether a session that starts is given what an earlier one left (default: on)")
    .option("--yes", "do not ask; what no flag answers stays as it is")
    .option("--dry-run", "print what would change, as a diff, and change nothing")
    .option("--check", "look whether all is in place; exit code 3 when it is not")
    .option("--remove", "take it out again")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive setup                                ask, show the change, make it, prove it
  hive setup --dry-run                      the change alone
  hive setup --yes --scope user --interval 30
  hive setup --check
  hive setup --remove`,
    )
    .action(async (flags: Flags, command: Command) => {
      if (command.optsWithGlobals<Flags>().root !== undefined) {
        throw new HiveError("HIVE_INVALID_OPTION", "setup takes no --root: the hook finds its directory by itself", {
          hint: "start hive in the project; HIVE_ROOT in the agent's environment moves its state",
        });
      }
      if (IS_PLUGIN) {
        throw new HiveError("HIVE_INVALID_OPTION", "hive runs as a plugin here, which brings its own hooks", {
          hint: "nothing is to be set up; claude plugin uninstall hive takes it out",
        });
      }
      const session: Session = {
        io,
        flags,
        place: findPlace(io.cwd, io.env),
        scope: oneOf("--scope", flags.scope, SCOPES),
      };
      if (flags.check === true && (flags.remove === true || flags.dryRun === true)) {
        throw new HiveError("HIVE_INVALID_OPTION", "--check goes with neither --remove nor --dry-run");
      }
      if (flags.check === true) check(session);
      else if (flags.remove === true) await takeOut(session);
      else await putIn(session);
    });
}

interface Session {
  readonly io: Io;
  readonly flags: Flags;
  readonly place: Place;
  readonly scope: Scope | undefined;
}

function oneOf<T extends string>(flag: string, given: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find((one) => one === given);
  if (given === undefined || found !== undefined) return found;
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `${flag} must be one of ${known.join(", ")}, not ${JSON.stringify(given)}`,
  );
}

function restoreOf({ restore }: Flags): boolean | undefined {
  const found = oneOf("--restore", restore, ["on", "off"]);
  return found === undefined ? undefined : found === "on";
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new HiveError("HIVE_INVALID_OPTION", `${flag} must be a whole number, not ${JSON.stringify(text)}`);
}

/** Whether somebody is there to be asked. @throws HIVE_INVALID_OPTION when nobody is and `--yes` is missing */
function isInteractive({ io, flags }: Session, usage: string): boolean {
  if (flags.yes === true || flags.dryRun === true) return false;
  if (io.isTTY && !io.env["CI"] && flags.json !== true) return true;
  throw new HiveError("HIVE_INVALID_OPTION", "there is nobody here to ask: setup needs --yes", { hint: usage });
}

class Unhealthy extends HiveError {
  constructor({ problems }: Check) {
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}

function check({ io, flags, place, scope }: Session): void {
  const found = checkSetup(place, scope === undefined ? SCOPES : [scope]);
  io.out(flags.json === true ? json(found) : pasteable(renderCheck(found), io.env));
  if (!found.isHealthy) throw new Unhealthy(found);
}

const INSTALL_USAGE =
  "hive setup --yes [--scope project|local|user] [--interval <seconds>] [--retention-days <days>] [--worker hook|service|never] [--restore on|off]";

async function putIn(session: Session): Promise<void> {
  const { io, flags, place } = session;
  const asks = isInteractive(session, INSTALL_USAGE);
  const [current] = session.scope === undefined ? [...installedScopes(place), ...shellScopes(place)] : [];
  const given: Given = {
    scope: session.scope,
    likelyScope: current ?? (place.isHome ? "user" : "local"),
    checkpointIntervalSeconds: numberOf("--interval", flags.interval),
    deadLetterRetentionDays: numberOf("--retention-days", flags.retentionDays),
    worker: oneOf("--worker", flags.worker, WAYS_TO_RUN),
    restoreContext: restoreOf(flags),
  };
  if (asks) begin(place);
  const { scope, answers } = asks
    ? await askAnswers(place, given)
    : { scope: given.scope ?? given.likelyScope, answers: given };
  const { plan, command } = await settle(session, scope, answers, asks);
  if (flags.dryRun === true) {
    io.out(flags.json === true ? json(planned(session, scope, plan, command)) : plan.diff || "nothing would change\n");
    return;
  }
  plan.make();
  if (asks) await offerAdoption(io, place.root);
  const takeover = plan.replacesShellSystem ? await takeOver(place) : null;
  const proof = await prove(installedCommand(plan));
  await report(session, { scope, plan, command, proof, asks, takeover });
}

/**
 * The change that will be made, confirmed. The hook is compiled only after that; where it cannot be, another command
 * takes its place, and that is another change to be confirmed.
 */
async function settle(
  { io, flags, place }: Session,
  scope: Scope,
  answers: Answers,
  asks: boolean,
): Promise<{ plan: Plan; command: HookCommand }> {
  for (let command = compiledHook(); ;) {
    const plan = planInstall(place, scope, answers, command);
    if (flags.dryRun === true) return { plan, command };
    if (asks && plan.diff !== "") {
      io.out(renderDiff(plan.diff, true));
      await askToGoOn("Make this change?");
    } else if (flags.json !== true) io.out(renderDiff(plan.diff, io.isTTY));
    const prepared = await prepareHook();
    if (isSameCommand(prepared, command)) return { plan, command };
    command = prepared;
  }
}

/** A store that is held by somebody is not waited for any longer: what is left is applied by the next worker. */
const TAKEOVER_MS = 60_000;

/** Applies what the shell system has left in the queue. */
async function takeOver(place: Place): Promise<Takeover> {
  const { backup, waiting } = takeOverQueue(place, Date.now());
  // Its entries are about the database that it left: they wait until that is adopted.
  if (otherStores(place.root).length > 0) {
    return { backup, waiting, isApplied: false, workerPid: shellWorkerPid(place) };
  }
  const worker = Bun.spawn([...hiveCommand(), "worker", "--once", "--quiet", "--root", place.root], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    env: process.env,
    timeout: TAKEOVER_MS,
  });
  const hasEnded = (await worker.exited) === 0;
  const isApplied = hasEnded && measureDepth(queuePaths(place.root), Date.now()).pending === 0;
  return { backup, waiting, isApplied, workerPid: shellWorkerPid(place) };
}

/** What the settings file really says now, which is what the agent will run. */
function installedCommand({ settings }: Plan): HookCommand {
  const { command } = inspect(readTextFile(settings).text);
  if (command !== null && isOwnHook(command)) return command;
  throw new HiveError("HIVE_UNHEALTHY", `${settings} does not name this hive's hook any more`, {
    hint: "hive setup --check",
  });
}

const planned = (
  { place }: Session,
  scope: Scope,
  plan: Plan,
  command: HookCommand,
): Readonly<Record<string, unknown>> => ({
  version: 1,
  project: place.project,
  root: place.root,
  scope,
  settings: plan.settings,
  command,
  isChange: plan.diff !== "",
  diff: plan.diff,
});

interface Done {
  readonly scope: Scope;
  readonly plan: Plan;
  readonly command: HookCommand;
  readonly proof: Proof;
  readonly asks: boolean;
  readonly takeover: Takeover | null;
}

async function report(session: Session, { scope, plan, command, proof, asks, takeover }: Done): Promise<void> {
  const { io, flags, place } = session;
  const isWorkerRunning = findWorkers(queuePaths(place.root)).length > 0;
  if (flags.json === true)
    io.out(json({ ...planned(session, scope, plan, command), proof, isWorkerRunning, takeover, notes: plan.notes }));
  else {
    const { workerStart } = loadConfig(io, place.root);
    const done = { place, scope, isChange: plan.diff !== "", proof, isWorkerRunning, workerStart, takeover };
    const notes = [...plan.notes, ...otherStores(place.root).map(otherStoreNote)];
    io.out(pasteable(renderDone({ ...done, notes }), io.env));
  }
  if (asks) end(pasteable("Done. hive setup --remove undoes it.", io.env));
}

async function takeOut(session: Session): Promise<void> {
  const { io, flags, place } = session;
  const asks = isInteractive(session, "hive setup --remove --yes [--scope project|local|user]");
  const scopes = session.scope === undefined ? installedScopes(place) : [session.scope];
  if (scopes.length > 1) {
    throw new HiveError("HIVE_INVALID_OPTION", `hive is in the ${scopes.join(" and ")} settings: name one of them`, {
      hint: `hive setup --remove --scope ${scopes[0]}`,
    });
  }
  const [scope = "local"] = scopes;
  const plan = planRemoval(place, scope);
  if (flags.json !== true) io.out(renderDiff(plan.diff, io.isTTY && flags.dryRun !== true));
  if (flags.dryRun !== true) {
    if (asks && plan.diff !== "") await askToGoOn("Take hive out?");
    plan.make();
  }
  const { settings, diff, notes } = plan;
  const isChange = diff !== "";
  if (flags.json === true) io.out(json({ version: 1, scope, settings, isChange, diff, notes }));
  else if (flags.dryRun !== true) io.out(pasteable(renderRemoved(place, plan), io.env));
}
