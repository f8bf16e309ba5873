import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectDirectory, userConfigPath } from "../origin/config-files.ts";
import { HiveError } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { clearPath } from "../base/files/foreign.ts";
import { mayStay } from "../git/ignore-file.ts";
import { IGNORE_ALL } from "../git/ignore-rules.ts";
import { unifiedDiff } from "./edit/diff.ts";
import { launcherChange } from "./hook/launcher.ts";
import {
  about,
  applyChange,
  assertWritable,
  type FileChange,
  readProjectFile,
  readTextFile,
  readUnlinkedFile,
  removeIfEmpty,
  type TextFile,
  MAX_CONFIG_BYTES,
} from "./edit/files.ts";
import { isBare, parseDocument } from "../base/config/jsonc.ts";
import { type ProjectPaths, type Scope } from "./paths.ts";
import { type Receipt, Receipts } from "./edit/receipt.ts";
import { sha256 } from "./edit/receipt-paths.ts";
import { ownRules, removeRules } from "./rules.ts";
import { shellSystemProblems } from "./adopt/shell-system.ts";
import { type Answers, configText } from "./user-config.ts";
import type { HookCommand } from "../agents/agent.ts";
import { SHARED_HOOK } from "../agents/settings/shared-hook.ts";

/** A settings file of an agent's, by its scope. */
export interface Target {
  readonly paths: ProjectPaths;
  readonly scope: Scope;
}

/** A planned change of files. */
export interface Plan {
  /** The settings file, links followed; the first of several. */
  readonly settings: string;
  /** The agents' settings files, in the order of their agents. */
  readonly targets: ReadonlyArray<Target & { readonly settings: string; readonly isChange: boolean }>;
  /** The change as a unified diff; empty without a change. */
  readonly diff: string;
  /** Notes for the user, a sentence each. */
  readonly notes: readonly string[];
  /** True if it replaces the shell system's hook: then setup takes over its queue. */
  readonly replacesShellSystem: boolean;
  /** Makes the change. @throws HIVE_INVALID_OPTION if a file was changed meanwhile or cannot be written */
  readonly make: () => void;
}

/** Plans an installation into one settings file: see {@link planInstalls}. */
export const planInstall = (paths: ProjectPaths, scope: Scope, answers: Answers, hook: HookCommand): Plan =>
  planInstalls([{ paths, scope }], answers, hook);

/**
 * Plans an installation into the settings of several agents, of one project.
 * @param hook this installation's; shared settings name no path of this machine
 * @throws HIVE_INVALID_OPTION if a file has the wrong content, is read-only, or keeps the agent from calling hive
 */
export function planInstalls(targets: readonly [Target, ...Target[]], answers: Answers, hook: HookCommand): Plan {
  const [{ paths }] = targets;
  const files = targets.map((target) => planFile(target, hook));
  const ignore = readUnlinkedFile(join(paths.root, ".gitignore"));
  const configPath = userConfigPath(paths.env, paths.root);
  const config = configPath === null ? null : readTextFile(configPath, MAX_CONFIG_BYTES);
  const isOfUser = targets.every(({ scope }) => scope === "user");
  // Outside of a project, a `.hive-mind` would serve every directory below it.
  const needsState = !isOfUser || paths.isGit;
  const where = isOfUser ? [] : ["projects", projectDirectory(paths.root, paths.env)];
  const isShared = targets.some(({ scope }) => scope === "project");
  const common = [
    { file: ignore, after: needsState && !mayStay(ignore.text, paths.root) ? IGNORE_ALL : ignore.text },
    ...(config === null ? [] : [{ file: config, after: about(config, () => configText(config.text, where, answers)) }]),
    ...(isShared ? [launcherChange(paths, hook)] : []),
  ].filter(({ file, after }) => after !== file.text);
  const changes = [...common, ...files.flatMap(({ change, isChange }) => (isChange ? change : []))];
  for (const change of changes) assertWritable(change);
  const make = (): void => {
    if (ignore.text === null) clearPath(ignore.path);
    for (const change of common) applyChange(change);
    for (const file of files) makeFile(file);
  };
  return {
    settings: files[0]!.change.file.path,
    targets: files.map(({ target, change, isChange }) => ({ ...target, settings: change.file.path, isChange })),
    diff: diffOf(changes),
    notes: [...new Set(files.flatMap(notesOn))],
    replacesShellSystem: files.some(({ target, change }) =>
      target.paths.agent.settings.callsShellSystem(change.file.text),
    ),
    make,
  };
}

/** The change of one agent's settings file. */
interface PlannedFile {
  readonly target: Target;
  readonly command: HookCommand;
  readonly change: FileChange & { readonly after: string };
  readonly isChange: boolean;
}

function planFile(target: Target, hook: HookCommand): PlannedFile {
  const { paths, scope } = target;
  const { install, inspect } = paths.agent.settings;
  // @mutant shared settings name no path of one machine
  const command = scope === "project" ? SHARED_HOOK : hook;
  const file = readSettings(paths, scope);
  const after = about(file, () => install(file.text, command));
  const { offSwitch } = inspect(after);
  if (offSwitch !== null) {
    throw new HiveError(
      "HIVE_INVALID_OPTION",
      `${file.path}: ${offSwitch} keeps ${paths.agent.title} from calling hive`,
      {
        hint: `take ${offSwitch} out of it first, or choose another --scope`,
      },
    );
  }
  return { target, command, change: { file, after }, isChange: after !== file.text };
}

function makeFile({ target: { paths, scope }, command, change, isChange }: PlannedFile): void {
  const { file, after } = change;
  if (isChange) {
    const receipts = new Receipts(paths.receipts[scope], userKey(paths.root, paths.env));
    const { original, hadDirectory, made } = before(paths, file, receipts);
    // @mutant the original settings are kept
    receipts.write(file.path, { writtenSha256: sha256(after), original, hadDirectory, made });
    applyChange(change);
  }
  const { command: found, problems } = paths.agent.settings.inspect(readTextFile(file.path).text);
  if (!Bun.deepEquals(found, command) || problems.length > 0) {
    throw new HiveError("HIVE_BUG", `${file.path} does not hold what was written`);
  }
}

function notesOn({ target: { paths, scope }, isChange }: PlannedFile): string[] {
  const { scopes, afterInstall } = paths.agent.settings;
  const notes = shellSystemProblems(
    paths,
    scopes.filter((other) => other !== scope),
  );
  if (paths.isHome && scope !== "user") {
    notes.push("this is the home directory: every project below that has no state of its own uses this one's");
  }
  return afterInstall !== null && isChange ? [...notes, afterInstall] : notes;
}

/** A link in a project's settings is not followed out of the project. */
const readSettings = ({ settings, project }: ProjectPaths, scope: Scope): TextFile =>
  scope === "user" ? readTextFile(settings.user) : readProjectFile(settings[scope], project);

/**
 * The text that a removal will restore. If the file was changed after setup, hive's entries are taken out of it.
 * Entries from before setup stay part of it.
 */
function before(paths: ProjectPaths, settings: TextFile, receipts: Receipts): Omit<Receipt, "writtenSha256"> {
  const { agent } = paths;
  const { path, text } = settings;
  const receipt = receipts.read(path);
  if (receipt === null || text === null) {
    const made = directoriesOf(paths, path).filter((directory) => !existsSync(directory));
    return { original: text, hadDirectory: existsSync(dirname(path)), made };
  }
  const isUnchanged = sha256(text) === receipt.writtenSha256;
  return { ...receipt, original: isUnchanged ? receipt.original : agent.settings.remove(text, receipt.original) };
}

function diffOf(changes: readonly FileChange[]): string {
  return changes
    .filter(({ file, after }) => file.text !== after)
    .map(({ file, after }) => unifiedDiff(file.path, file.text, after))
    .join("");
}

/** Plans a removal: restores the original bytes of an unchanged file, else takes out only hive's entries. */
export function planRemoval(paths: ProjectPaths, scope: Scope): Plan {
  const settings = readSettings(paths, scope);
  const receipts = new Receipts(paths.receipts[scope], userKey(paths.root, paths.env));
  const receipt = receipts.read(settings.path);
  const after = about(settings, () => removed(paths, settings.text, receipt));
  const change: FileChange = { file: settings, after };
  if (after !== settings.text) assertWritable(change);
  const notes: string[] = [];
  if (after !== null && about(settings, () => paths.agent.settings.inspect(after)).command !== null) {
    notes.push("an entry of hive's was there before setup and stays; removing once more takes it out");
  }
  const moved = after === settings.text || settings.text === null ? null : agentNote(paths, settings.text);
  if (moved !== null) notes.push(moved);
  const isChange = after !== settings.text;
  const rules = ownRules(paths.agent.rules, paths.project);
  if (rules !== null) notes.push(`${rules} is removed as well`);
  const make = (): void => {
    if (isChange) applyChange(change);
    removeRules(paths.agent.rules, paths.project);
    receipts.drop(settings.path);
    // @mutant a removal leaves directories that setup did not make
    if (after === null) removeIfEmpty(...(receipt?.made ?? []));
  };
  return {
    settings: settings.path,
    targets: [{ paths, scope, settings: settings.path, isChange }],
    diff: diffOf([change]),
    notes,
    replacesShellSystem: false,
    make,
  };
}

/** The directories that setup makes for a file if they are missing: its own, and those above it in the project or the agent's. */
function directoriesOf({ project, agentDirectory }: ProjectPaths, path: string): string[] {
  const directories = [dirname(path)];
  for (;;) {
    const last = directories.at(-1)!;
    const next = dirname(last);
    if (last === agentDirectory || !(next.startsWith(`${project}/`) || next === agentDirectory)) return directories;
    directories.push(next);
  }
}

const agentNote = ({ agent }: ProjectPaths, text: string): string | null => agent.settings.afterRemoval(text);

function removed(
  { agent }: ProjectPaths,
  text: string | null,
  receipt: { original: string | null; writtenSha256: string } | null,
): string | null {
  if (text === null) return null;
  if (receipt !== null && sha256(text) === receipt.writtenSha256) return receipt.original;
  const rest = agent.settings.remove(text, receipt?.original ?? null);
  if (rest === null) return null;
  const isOwnFile = receipt !== null && receipt.original === null;
  return isOwnFile && rest !== text && isEmptyObject(rest) ? null : rest;
}

function isEmptyObject(text: string): boolean {
  const document = parseDocument(text.replace("\uFEFF", ""));
  return document.root.type === "object" && isBare(document, document.root);
}
