/** What hive's commands refuse an agent, whatever they do else. */
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import { HiveError } from "../base/errors.ts";
import { realPathOrSame } from "../base/files/real-path.ts";
import { STATE_NAME } from "../base/state-directory.ts";
import { readConfigFiles, userRoots } from "../origin/config-files.ts";
import { Places } from "../recall/choose/place.ts";
import { assertPerson, type Io, isOfAgent, looksLike, signIn } from "./io.ts";
import { findRoot } from "./root.ts";

const PUT_BACK = 'no agent puts files back, except by "agentUndo": "on" in your settings and without --force';

/**
 * What is a person's, with the refusal that an agent reads: to delete what hive keeps, to end its record, to consent.
 * `--yes` is a person's answer, so it is none where an agent gives it.
 */
const PERSONS: Readonly<Record<string, string>> = {
  forget: "no agent deletes a session",
  "failed drop": "no agent deletes an entry",
  "failed retry": "no agent puts an entry back that was given up",
  uninstall: "no agent takes hive out, nor deletes its data",
  "setup --remove": "no agent takes hive out",
  undo: PUT_BACK,
  redo: PUT_BACK,
  pause: "no agent ends the record of its work",
  unpause: "no agent ends a pause, which a person has begun",
  import: "no agent consents to an import of transcripts",
  adopt: "no agent vouches for data without proof, nor is told of it",
};

/** The commands that show what sessions said and did. */
const SHOWING: readonly string[] =
  "search sessions projects mcp dashboard show resume export changes diff undo redo forget failed fleet bug-report".split(
    " ",
  );

interface Flags {
  readonly root?: string;
  readonly dryRun?: boolean;
  readonly remove?: boolean;
  readonly force?: boolean;
}

/** The names of a command and of the one that it is a part of, as they are typed. */
export function namesOf(command: Command): readonly string[] {
  const { parent } = command;
  return parent === null || parent.parent === null ? [command.name()] : [parent.name(), command.name()];
}

/** @throws HIVE_INVALID_OPTION under an agent, for what is a person's. A dry run anybody may see. */
export function refusePersons(io: Io, command: Command): void {
  const { root, dryRun, remove, force } = command.optsWithGlobals<Flags>();
  const name = [...namesOf(command), ...(remove === true ? ["--remove"] : [])].join(" ");
  const refusal = PERSONS[name];
  if (refusal === undefined || dryRun === true || !isOfAgent(io)) return;
  // @mutant an agent takes back what it did only by its user's setting, and loses nothing by force
  if (refusal === PUT_BACK && force !== true && configOf(io, root).agentUndo === "on") return;
  assertPerson(io, refusal);
}

const configOf = (io: Io, root: string | undefined) => readConfigFiles(findRoot(io, root), {}, io.env).config;

/**
 * Refuses an agent another project's sessions, which `--root` and `HIVE_ROOT` would name: its own project is that of the
 * working directory.
 * @throws HIVE_INVALID_OPTION unless the user's own settings let agents ask for all projects
 */
export function refuseElsewhere(io: Io, command: Command): void {
  const { root } = command.optsWithGlobals<Flags>();
  const [name = ""] = namesOf(command);
  if (!(root ?? io.env["HIVE_ROOT"]) || !SHOWING.includes(name) || !isOfAgent(io)) return;
  // @mutant no agent names another project's state
  if (isOwn(findRoot(io, root), io, root !== undefined) || mayAskAll(io)) return;
  throw new HiveError("HIVE_INVALID_OPTION", "no agent is told of a project that it does not work in", {
    hint: looksLike(signIn(io), 'work in its directory, or set "archiveAgentScope": "all" in your own settings'),
  });
}

/** What the user's settings say for the asker's project: those for the project that is named let none of others' ask. */
function mayAskAll(io: Io): boolean {
  const own = ownRoot(io);
  return own !== null && readConfigFiles(own, {}, io.env).config.archiveAgentScope === "all";
}

/**
 * Whether a state is that of a project around the working directory, or of no project that is known.
 * @param isFlag false for `HIVE_ROOT`: the hook saves there, too, for one project or for several
 */
function isOwn(given: string, io: Io, isFlag: boolean): boolean {
  const roots = userRoots(io.env);
  // A link on the way does not hide whose a state is, and a state that is itself a link is of where the link is.
  const paths = [realPathOrSame(given), join(realPathOrSame(dirname(given)), basename(given))] as const;
  const [root] = paths;
  const named = Object.entries(roots).find(([, one]) => realPathOrSame(one) === root)?.[0];
  const known = paths.find((path) => basename(path) === STATE_NAME) ?? paths.find((path) => isWithin(path, roots));
  if (known === undefined && named === undefined) return true;
  const place = named === undefined ? known! : root;
  if (place === ownRoot(io)) return true;
  const project = realPathOrSame(named ?? dirname(place));
  if (!`${io.cwd}/`.startsWith(project === "/" ? "/" : `${project}/`)) return false;
  // A state above a repository has its neighbours' sessions, too.
  return !isFlag || !new Places(io.cwd, project).isShared(project);
}

/** Whether a directory without a store is one of a project's: the archive would show that project's sessions for it. */
const isWithin = (path: string, roots: Readonly<Record<string, string>>): boolean =>
  !namesIn(path).some((name) => /^hive(?:-.+)?\.db$/.test(name)) &&
  (Object.hasOwn(roots, dirname(path)) || namesIn(dirname(path)).some((name) => [".git", STATE_NAME].includes(name)));

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // What is no directory has none.
    return [];
  }
}

/** The state that is found without a name, as that of a linked worktree's main worktree; null for none. */
function ownRoot({ env, ...io }: Io): string | null {
  try {
    const found = findRoot({ ...io, env: { ...env, HIVE_ROOT: undefined } }, undefined);
    // A repository can carry a link to another project's state: only a user's own link leads on.
    return Object.values(userRoots(env)).includes(found) ? realPathOrSame(found) : found;
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    return null;
  }
}
