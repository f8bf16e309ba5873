/**
 * hive's entries in a Claude Code settings file, as a change of its text. Each step parses the text, finds the next
 * thing to do and does it, until nothing is left: so an install that is complete changes nothing.
 */
import { getNodeValue, type Node } from "jsonc-parser";
import { HiveError } from "../base/errors.ts";
import { append, type Document, isBare, itemsOf, parseDocument, removeAt, replace, valueOf } from "./jsonc.ts";

/** How the hook is started: directly, without a shell, so that neither PATH nor quoting matters. */
export interface HookCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** Seconds after which the agent gives up on the hook; its own default is ten minutes. */
const TIMEOUT_SECONDS = 5;
const TOOLS =
  "Write|Edit|MultiEdit|NotebookEdit|Bash|PowerShell|Agent|Task|TodoWrite|TaskCreate|TaskUpdate|ExitPlanMode";

/** The events that hive listens to, with their matchers; null where the event knows none or all are wanted. */
const EVENTS: ReadonlyMap<string, string | null> = new Map([
  ["PostToolUse", TOOLS],
  // Of the tools, only a shell's failure says something about the work.
  ["PostToolUseFailure", "Bash|PowerShell"],
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["Stop", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null],
]);

/** A wrong entry of one of these makes the agent ignore every hook of the file. */
const FRAGILE_EVENTS = ["PreToolUse", "PermissionRequest"];

const BOM = "\uFEFF";

function groupFor(event: string, { command, args }: HookCommand): unknown {
  const matcher = EVENTS.get(event);
  const handler = { type: "command", command, args, timeout: TIMEOUT_SECONDS };
  return { ...(matcher ? { matcher } : {}), hooks: [handler] };
}

/** The `hooks` of a plugin that starts this command: the same events and matchers as in a settings file. */
export function pluginHooks(command: HookCommand): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...EVENTS.keys()].map((event) => [event, [groupFor(event, command)]]));
}

const HOOK_PROGRAM = /[\\/]hive-hook(\.exe)?$/;
const MAIN_PROGRAM = /[\\/](?:src[\\/]cli[\\/]main\.ts|scripts[\\/]hive)$/;

/** Whether a handler starts hive's hook, of this installation or of another one, with a shell or without. */
export function isHiveHandler(handler: unknown): boolean {
  if (typeof handler !== "object" || handler === null) return false;
  const { type, command, args } = handler as Readonly<Record<string, unknown>>;
  if (type !== "command" || typeof command !== "string") return false;
  const words = Array.isArray(args) ? [command, ...args.map(String)] : shellWords(command);
  if (words.length === 1) return HOOK_PROGRAM.test(words[0]!);
  // Before the program at most Bun and its flags.
  const isPlain = words.slice(1, -2).every((word) => word.startsWith("-"));
  return isPlain && words.at(-1) === "hook" && MAIN_PROGRAM.test(words.at(-2)!);
}

/** Whether a handler starts the hook of the shell system that hive replaces. */
function isShellSystemHandler(handler: unknown): boolean {
  if (typeof handler !== "object" || handler === null) return false;
  const { command, args } = handler as Readonly<Record<string, unknown>>;
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === "string");
  return words.some((word) => /(?:^|[\\/"'\s])auto-checkpoint\.sh(?:$|["'\s])/.test(word));
}

const isReplaced = (handler: unknown): boolean => isHiveHandler(handler) || isShellSystemHandler(handler);

const shellWords = (command: string): string[] =>
  (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));

/** A handler of hive's in a settings file. */
interface Found {
  readonly event: string;
  /** The event's array of groups. */
  readonly groups: Node;
  readonly group: number;
  readonly handler: number;
  /** Whether its group holds nothing else. */
  readonly isAlone: boolean;
}

function findEntries({ root }: Document, isWanted = isHiveHandler): Found[] {
  return itemsOf(valueOf(root, "hooks")).flatMap((property) => {
    const [name, groups] = property.children!;
    if (groups!.type !== "array") return [];
    return itemsOf(groups).flatMap((node, group) => {
      const handlers = node.type === "object" ? itemsOf(valueOf(node, "hooks")) : [];
      return handlers.flatMap((child, handler) => {
        if (!isWanted(getNodeValue(child))) return [];
        return [{ event: String(name!.value), groups: groups!, group, handler, isAlone: handlers.length === 1 }];
      });
    });
  });
}

const wrongShape = (what: string): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", `${what}: its hooks have another shape than Claude Code's`, {
    hint: "mend the file first (claude doctor says what is wrong)",
  });

/** @throws HIVE_INVALID_OPTION for a text that is no settings file, or whose hooks the agent would not read */
function parseSettings(text: string): Document {
  const document = parseDocument(text);
  const { root } = document;
  if (root.type !== "object") throw wrongShape("it is not an object");
  const hooks = valueOf(root, "hooks");
  if (hooks === undefined) return document;
  if (hooks.type !== "object") throw wrongShape('"hooks" is not an object');
  for (const event of [...EVENTS.keys(), ...FRAGILE_EVENTS]) {
    const groups = valueOf(hooks, event);
    if (groups === undefined) continue;
    if (groups.type !== "array") throw wrongShape(`hooks.${event} is not an array`);
    for (const [index, group] of itemsOf(groups).entries()) {
      const handlers = group.type === "object" ? valueOf(group, "hooks") : undefined;
      if (handlers?.type !== "array") throw wrongShape(`hooks.${event}[${index}] has no array "hooks"`);
    }
  }
  return document;
}

/** Takes steps until there is none left. A byte order mark stays where it is. */
function change(text: string, step: (document: Document) => string | null): string {
  const mark = text.startsWith(BOM) ? BOM : "";
  let current = text.slice(mark.length);
  for (;;) {
    const next = step(parseSettings(current));
    if (next === null) return mark + current;
    current = next;
  }
}

const isBlank = (text: string): boolean => text.replace(BOM, "").trim() === "";

/**
 * The text with hive's entry in each of its events, once. Entries of another installation are brought up to date at
 * their place, and take the place of the shell system's.
 * @param text null when there is no file
 * @throws HIVE_INVALID_OPTION when the text is not what Claude Code reads
 */
export function install(text: string | null, command: HookCommand): string {
  if (text === null || isBlank(text)) {
    const mark = text?.startsWith(BOM) === true ? BOM : "";
    return `${mark}${install("{}", command)}\n`;
  }
  return change(text, (document) => tidy(document, command) ?? addMissing(document, command));
}

/** Brings one entry up to date, or takes out one that is too many. */
function tidy(document: Document, command: HookCommand): string | null {
  const seen = new Set<string>();
  for (const found of findEntries(document, isReplaced)) {
    const { event, groups, group, isAlone } = found;
    if (!EVENTS.has(event) || seen.has(event) || !isAlone) return takeOut(document, found, null);
    seen.add(event);
    const node = itemsOf(groups)[group]!;
    const wanted = groupFor(event, command);
    if (!Bun.deepEquals(getNodeValue(node), wanted)) return replace(document, node, wanted);
  }
  return null;
}

function addMissing(document: Document, command: HookCommand): string | null {
  const hooks = valueOf(document.root, "hooks");
  if (hooks === undefined) {
    return append(document, document.root, "hooks", pluginHooks(command));
  }
  const present = new Set(findEntries(document).map(({ event }) => event));
  const event = [...EVENTS.keys()].find((name) => !present.has(name));
  if (event === undefined) return null;
  const groups = valueOf(hooks, event);
  if (groups === undefined) return append(document, hooks, event, [groupFor(event, command)]);
  return append(document, groups, null, groupFor(event, command));
}

/**
 * The text without hive's entries, and without the groups, events and `hooks` that they leave empty.
 * @param original the text before hive came, whose own empty containers are kept; null when it is not known
 * @throws HIVE_INVALID_OPTION when the text is not what Claude Code reads
 */
export function remove(text: string, original: string | null): string {
  if (isBlank(text)) return text;
  const kept = original === null || isBlank(original) ? null : parseSettings(remove(original, null).replace(BOM, ""));
  return change(text, (document) => {
    const [found] = findEntries(document);
    return found === undefined ? null : takeOut(document, found, kept);
  });
}

/** Takes out an entry with the containers that it leaves empty, unless `kept` has them too. */
function takeOut(document: Document, found: Found, kept: Document | null): string {
  const { event, groups, group, handler, isAlone } = found;
  if (!isAlone) return removeAt(document, valueOf(itemsOf(groups)[group]!, "hooks")!, handler);
  const keptHooks = kept === null ? undefined : valueOf(kept.root, "hooks");
  const hooks = valueOf(document.root, "hooks")!;
  const isEventKept = keptHooks !== undefined && valueOf(keptHooks, event) !== undefined;
  if (isEventKept || !isLeftBare(document, groups, group)) return removeAt(document, groups, group);
  const index = itemsOf(hooks).findIndex((property) => property.children![1] === groups);
  if (keptHooks !== undefined || !isLeftBare(document, hooks, index)) return removeAt(document, hooks, index);
  const { root } = document;
  return removeAt(
    document,
    root,
    itemsOf(root).findIndex((property) => property.children![1] === hooks),
  );
}

/** Whether a container has nothing left, comments included, once an item is taken out. */
function isLeftBare(document: Document, container: Node, index: number): boolean {
  if (itemsOf(container).length > 1) return false;
  const after = parseDocument(removeAt(document, container, index));
  const node = findAt(after.root, container.offset);
  return node !== undefined && isBare(after, node);
}

function findAt(node: Node, offset: number): Node | undefined {
  if (node.offset === offset && node.type !== "property") return node;
  for (const child of node.children ?? []) {
    if (child.offset <= offset && offset < child.offset + child.length) return findAt(child, offset);
  }
  return undefined;
}

/** Whether a settings file calls the hook of the shell system that hive replaces. */
export function callsShellSystem(text: string | null): boolean {
  if (text === null || isBlank(text)) return false;
  return findEntries(parseSettings(text.replace(BOM, "")), isShellSystemHandler).length > 0;
}

/** A problem that is not hive's to put right: the user has said so. */
export const HOOKS_OFF = '"disableAllHooks" switches all hooks off';

/** What a settings file holds of hive. */
export interface Installed {
  /** The command of its first entry; null when it holds none. */
  readonly command: HookCommand | null;
  /** What keeps hive from being called as it must be, a sentence each. */
  readonly problems: readonly string[];
}

/** @throws HIVE_INVALID_OPTION when the text is not what Claude Code reads */
export function inspect(text: string | null): Installed {
  if (text === null || isBlank(text)) return { command: null, problems: [] };
  const document = parseSettings(text.replace(BOM, ""));
  const entries = findEntries(document);
  const [first] = entries;
  if (first === undefined) return { command: null, problems: [] };
  const handlers = valueOf(itemsOf(first.groups)[first.group]!, "hooks");
  const { command, args } = getNodeValue(itemsOf(handlers)[first.handler]!);
  const found: HookCommand = { command, args: Array.isArray(args) ? args.map(String) : [] };
  const problems: string[] = [];
  const events = new Set(entries.map(({ event }) => event));
  const missing = [...EVENTS.keys()].filter((event) => !events.has(event));
  if (missing.length > 0) problems.push(`hive is not called on ${missing.join(", ")}`);
  else if (tidy(document, found) !== null) problems.push("some of hive's entries are not as setup writes them");
  if (getNodeValue(document.root).disableAllHooks === true) problems.push(HOOKS_OFF);
  return { command: found, problems };
}
