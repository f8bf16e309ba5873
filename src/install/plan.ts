import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { DEFAULTS, resolveConfig } from "../base/config.ts";
import { projectOf, userConfigPath } from "../origin/config-files.ts";
import { HiveError } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { clearPath } from "../base/foreign.ts";
import { mayStay } from "../queue/ignore-file.ts";
import { IGNORE_ALL } from "../queue/ignore-rules.ts";
import { unifiedDiff } from "./diff.ts";
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
} from "./files.ts";
import { append, type Document, isBare, itemsOf, parseDocument, removeAt, replace, valueOf } from "./jsonc.ts";
import type { Node } from "jsonc-parser";
import { type Place, type Scope, SCOPES } from "./place.ts";
import { Receipts, sha256 } from "./receipt.ts";
import { assertServiceManager, hasServices, runAll, type ServiceUnit, serviceUnit } from "./service.ts";
import { shellSystemProblems } from "./shell-system.ts";
import { callsShellSystem, type HookCommand, HOOKS_OFF, inspect, install, remove } from "./settings.ts";

/** The settings that setup asks for; undefined leaves what is there. */
export interface Answers {
  readonly checkpointIntervalSeconds: number | undefined;
  readonly deadLetterRetentionDays: number | undefined;
  readonly worker: HowToRun | undefined;
  readonly restoreContext: boolean | undefined;
}

/** How the worker runs: started by the hook, kept by the system's service manager, or started by hand. */
export const WAYS_TO_RUN = ["hook", "service", "never"] as const;
export type HowToRun = (typeof WAYS_TO_RUN)[number];

/** A change of files that has been thought through and not made. */
export interface Plan {
  /** The settings file, links followed. */
  readonly settings: string;
  /** What will change, as a unified diff; empty when nothing will. */
  readonly diff: string;
  /** What the user should know of it, a sentence each. */
  readonly notes: readonly string[];
  /** Whether it takes the place of the shell system's hook, whose queue is then to be taken over. */
  readonly replacesShellSystem: boolean;
  /** Makes the change. @throws HIVE_INVALID_OPTION when a file was changed meanwhile or cannot be written */
  readonly make: () => void;
}

/** What installing takes. @throws HIVE_INVALID_OPTION when a file is not what it must be, or is read-only */
export function planInstall(place: Place, scope: Scope, answers: Answers, command: HookCommand): Plan {
  const settings = readSettings(place, scope);
  const after = about(settings, () => install(settings.text, command));
  const ignore = readUnlinkedFile(join(place.root, ".gitignore"));
  const configPath = userConfigPath(place.env, place.root);
  const config = configPath === null ? null : readTextFile(configPath, MAX_CONFIG_BYTES);
  // A `.hive-mind` that is in no project would be taken for the state of every directory below it.
  const needsState = scope !== "user" || place.isGit;
  const where = scope === "user" ? [] : ["projects", projectOf(place.root)];
  const service = serviceChange(place, scope, answers.worker);
  const changes = [
    { file: ignore, after: needsState && !mayStay(ignore.text, place.root) ? IGNORE_ALL : ignore.text },
    ...(config === null ? [] : [{ file: config, after: about(config, () => configText(config.text, where, answers)) }]),
    { file: settings, after },
    ...(service === null ? [] : [service.change]),
  ].filter((change) => change.after !== change.file.text);
  for (const change of changes) assertWritable(change);
  if (service?.isNew === true) assertServiceManager(service.unit);
  const receipts = new Receipts(place.receipts[scope], userKey(place.root, place.env));
  const make = (): void => {
    if (after !== settings.text) {
      const { original, hadDirectory } = before(settings, receipts);
      receipts.write(settings.path, { writtenSha256: sha256(after), original, hadDirectory });
    }
    if (service?.isGone === true) runAll(service.unit.disable, place);
    if (ignore.text === null) clearPath(ignore.path);
    for (const change of changes) applyChange(change);
    if (service?.isNew === true) runAll(service.unit.enable, place);
    const { command: found, problems } = inspect(readTextFile(settings.path).text);
    if (!Bun.deepEquals(found, command)) throw new HiveError("HIVE_BUG", `${settings.path} was written wrongly`);
    if (problems.length > 0) {
      throw new HiveError("HIVE_UNHEALTHY", `${settings.path}: ${problems.join("; ")}`, {
        hint: `hive's entries are in place; take ${problems.includes(HOOKS_OFF) ? '"disableAllHooks"' : "that"} out of the file`,
      });
    }
  };
  const others = SCOPES.filter((other) => other !== scope);
  const notes = shellSystemProblems(place, others);
  if (place.isHome && scope !== "user") {
    notes.push("this is the home directory: every project below that has no state of its own uses this one's");
  }
  const replacesShellSystem = callsShellSystem(settings.text);
  return { settings: settings.path, diff: diffOf(changes), notes, replacesShellSystem, make };
}

/** A project's settings are followed no further than the project. */
const readSettings = ({ settings, project }: Place, scope: Scope): TextFile =>
  scope === "user" ? readTextFile(settings.user) : readProjectFile(settings[scope], project);

/**
 * What a removal will go back to. Entries of hive's that a later change came on top of are taken out of it; the
 * others were there before, and so belong to it.
 */
function before(settings: TextFile, receipts: Receipts): { original: string | null; hadDirectory: boolean } {
  const { path, text } = settings;
  const receipt = receipts.read(path);
  if (receipt === null || text === null) return { original: text, hadDirectory: existsSync(dirname(path)) };
  const isUnchanged = sha256(text) === receipt.writtenSha256;
  return { ...receipt, original: isUnchanged ? receipt.original : remove(text, receipt.original) };
}

function diffOf(changes: readonly FileChange[]): string {
  return changes
    .filter(({ file, after }) => file.text !== after)
    .map(({ file, after }) => unifiedDiff(file.path, file.text, after))
    .join("");
}

/**
 * The user's `config.json` with the answers in it, for all projects or for one: one that is the default is left out.
 * Not the project's: what stands there a cloned repository could have written. Null: no file is needed.
 */
function configText(existing: string | null, where: readonly string[], answers: Answers): string | null {
  const { worker, ...others } = answers;
  const workerStart = worker === undefined || worker === "hook" ? worker : "never";
  const settings = { ...others, workerStart } as const;
  resolveConfig(null, settings);
  let text = existing;
  for (const name of [
    "checkpointIntervalSeconds",
    "deadLetterRetentionDays",
    "workerStart",
    "restoreContext",
  ] as const) {
    const value = settings[name];
    if (value === undefined) continue;
    const isDefault = value === DEFAULTS[name] && (where.length === 0 || !setsForAll(existing, name));
    text = setSetting(text, [...where, name], isDefault ? undefined : value);
  }
  return text;
}

/** Whether the user's file sets something for all projects. */
const setsForAll = (text: string | null, name: string): boolean =>
  text !== null && valueOf(parseDocument(text).root, name) !== undefined;

/** @param keys the way to the setting, from the top of the file */
function setSetting(text: string | null, keys: readonly string[], value: unknown): string | null {
  const nested = (rest: readonly string[]): unknown =>
    rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  if (text === null) return value === undefined ? null : `${JSON.stringify(nested(keys), null, 2)}\n`;
  const document = parseDocument(text);
  let container = document.root;
  for (const [index, key] of keys.entries()) {
    const node = valueOf(container, key);
    if (node === undefined)
      return value === undefined ? text : append(document, container, key, nested(keys.slice(index + 1)));
    if (index === keys.length - 1) return setAt(document, container, node, value);
    if (node.type !== "object") throw new HiveError("HIVE_INVALID_OPTION", `its ${key} is not an object`);
    container = node;
  }
  return text;
}

function setAt(document: Document, container: Node, node: Node, value: unknown): string {
  if (value !== undefined) return replace(document, node, value);
  const index = itemsOf(container).findIndex((property) => property.children![1] === node);
  return removeAt(document, container, index);
}

interface ServiceChange {
  readonly unit: ServiceUnit;
  readonly change: FileChange;
  readonly isNew: boolean;
  readonly isGone: boolean;
}

/** What becomes of the project's service unit; null where it is not asked about, or there can be none. */
function serviceChange(place: Place, scope: Scope, worker: HowToRun | undefined): ServiceChange | null {
  if (worker === undefined) return null;
  if (scope === "user") {
    if (worker !== "service") return null;
    throw new HiveError("HIVE_INVALID_OPTION", "a service runs the worker of one project, not of every one", {
      hint: "choose --worker hook, or --scope local",
    });
  }
  if (worker !== "service" && !hasServices()) return null;
  const unit = serviceUnit(place);
  const file = readTextFile(unit.path);
  const after = worker === "service" ? unit.text : null;
  const change = { file, after };
  return { unit, change, isNew: after !== null && after !== file.text, isGone: after === null && file.text !== null };
}

/** What removing takes: the original bytes where the file is as hive left it, else hive's entries alone. */
export function planRemoval(place: Place, scope: Scope): Plan {
  const settings = readSettings(place, scope);
  const receipts = new Receipts(place.receipts[scope], userKey(place.root, place.env));
  const receipt = receipts.read(settings.path);
  const after = about(settings, () => removed(settings.text, receipt));
  const change: FileChange = { file: settings, after };
  if (after !== settings.text) assertWritable(change);
  const service = serviceChange(place, scope, "never");
  const notes: string[] = [];
  if (after !== null && about(settings, () => inspect(after)).command !== null) {
    notes.push("an entry of hive's was there before setup and stays; removing once more takes it out");
  }
  const make = (): void => {
    if (after !== settings.text) applyChange(change);
    if (service?.isGone === true) {
      runAll(service.unit.disable, place);
      applyChange(service.change);
    }
    receipts.drop(settings.path);
    if (after === null && receipt?.hadDirectory === false) removeIfEmpty(dirname(settings.path));
  };
  return {
    settings: settings.path,
    diff: diffOf(service === null ? [change] : [change, service.change]),
    notes,
    replacesShellSystem: false,
    make,
  };
}

function removed(
  text: string | null,
  receipt: { original: string | null; writtenSha256: string } | null,
): string | null {
  if (text === null) return null;
  if (receipt !== null && sha256(text) === receipt.writtenSha256) return receipt.original;
  const rest = remove(text, receipt?.original ?? null);
  const isOwnFile = receipt !== null && receipt.original === null;
  return isOwnFile && rest !== text && isEmptyObject(rest) ? null : rest;
}

function isEmptyObject(text: string): boolean {
  const document = parseDocument(text.replace("\uFEFF", ""));
  return document.root.type === "object" && isBare(document, document.root);
}
