import { createHash } from "node:crypto";
import { isObject, textOf } from "../base/json.ts";
import { bunCommand, bunEnvironment } from "../platform/bun/bun-command.ts";
import { MAIN_PROGRAM } from "../platform/installation.ts";
import type { Done, UndoPlan, UndoScope } from "./page/data.ts";
import type { KnownProject } from "./projects.ts";
import { type Env, worktreeOf } from "./read/undo-points.ts";

/** The actions of the page, except those on files. Each runs the command of the same effect. */
const ACTIONS = {
  pause: () => ["pause"],
  unpause: () => ["unpause"],
  forget: (session: string) => ["forget", "--yes", "--", session],
} as const;

export type Action = keyof typeof ACTIONS;

export const isAction = (name: unknown): name is Action => typeof name === "string" && Object.hasOwn(ACTIONS, name);

const LONGEST_SAID = 2000;
const LONGEST_PLAN = 20_000;
/** What Bun is given to run hive's commands. */
const HIVE: readonly string[] = [MAIN_PROGRAM];

/**
 * Runs an action in a process of its own, as a person would on a terminal. Its command refuses what is a person's where an
 * agent has started the page.
 */
export async function act(
  action: Action,
  project: KnownProject,
  session: string,
  hive?: readonly string[],
): Promise<Done> {
  const { isDone, said } = await run(ACTIONS[action](session), project, project.path, hive);
  return { isDone, said: said.slice(0, LONGEST_SAID) };
}

/** A scope as a page names it; null for none. */
export function undoScopeOf(kind: unknown, value: unknown): UndoScope | null {
  const text = textOf(value) ?? "";
  switch (kind) {
    case "call":
    case "session":
      return text === "" ? null : { kind, value: text };
    case "to":
      return /^[1-9]\d{0,14}$/.test(text) ? { kind, value: text } : null;
    case "redo":
      return { kind, value: "" };
    default:
      return null;
  }
}

/** Reads the scope of an undo from the body of a request. */
export const undoScopeIn = (scope: unknown): UndoScope | null =>
  isObject(scope) ? undoScopeOf(scope["kind"], scope["value"]) : null;

/** The plan of an undo, which changes nothing. */
export async function planUndo(project: KnownProject, session: string, scope: UndoScope, env: Env): Promise<UndoPlan> {
  const top = worktreeOf(project, session, scope.kind === "to" ? Number(scope.value) : null, env);
  if (top === null) return { text: "no snapshot of this session is kept", plan: null };
  const words = [...wordsOf(scope), "--dry-run"];
  // It comes before the text: what changes in between makes another plan of it. It has the content of each file.
  const { said: document } = await run([...words, "--json"], project, top);
  const { isDone, said } = await run(words, project, top);
  const plan = createHash("sha256")
    .update(JSON.stringify([top, scope, document]))
    .digest("hex");
  const text = said.length > LONGEST_PLAN ? `${said.slice(0, LONGEST_PLAN).toWellFormed()}\n…` : said;
  return { text, plan: isDone ? plan : null };
}

/**
 * Puts files back.
 * @param plan the one that a person has seen: another one is not carried out
 */
export async function undo(
  project: KnownProject,
  session: string,
  scope: UndoScope,
  plan: string,
  env: Env,
  hive?: readonly string[],
): Promise<Done> {
  const now = await planUndo(project, session, scope, env);
  // @mutant an undo on the page does what its person has seen
  if (now.plan !== plan) return { isDone: false, said: `Something has changed since. Now it would be:\n${now.text}` };
  const top = worktreeOf(project, session, scope.kind === "to" ? Number(scope.value) : null, env);
  return await run([...wordsOf(scope), "--yes"], project, top!, hive);
}

/** One word for each option: a value may begin with a `-`. */
function wordsOf({ kind, value }: UndoScope): readonly string[] {
  return kind === "redo" ? ["redo"] : ["undo", `--${kind}=${value}`];
}

async function run(
  words: readonly string[],
  { root }: KnownProject,
  directory: string,
  hive: readonly string[] = HIVE,
): Promise<Done> {
  const child = Bun.spawn([...bunCommand(), ...hive, "--root", root, ...words], {
    cwd: "/",
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    // The command runs in `/`; this variable gives it the directory of its caller.
    env: { ...bunEnvironment(), HIVE_CWD: directory },
  });
  const [out, error] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { isDone: (await child.exited) === 0, said: `${out}${error}`.trim() };
}
