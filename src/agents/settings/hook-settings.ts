/**
 * Edits hive's entries in the text of a settings file whose hooks are lists by event: of handlers, or of groups of them.
 * Each step parses the text and makes one change, until none is left: so a complete install changes nothing.
 */
import { getNodeValue, type Node } from "jsonc-parser";
import { errorMessage, HiveError } from "../../base/errors.ts";
import {
  append,
  type Document,
  isBare,
  itemsOf,
  parseDocument,
  removeAt,
  replace,
  valueOf,
} from "../../base/config/jsonc.ts";
import type { AgentSettings, HookCommand, Installed } from "../agent.ts";

/** The parts of an agent's settings that differ between agents. */
export interface HookForm {
  /** The agent's name as people write it. */
  readonly title: string;
  /** Advice on a fault in the file. */
  readonly advice: string;
  /** The events that call hive. */
  readonly events: readonly string[];
  /** Other events: a wrong entry in one makes the agent ignore every hook of the file. */
  readonly fragileEvents: readonly string[];
  /** A group for an event, with hive's handler alone. The handler itself for a flat form. */
  readonly groupFor: (event: string, command: HookCommand) => unknown;
  /** The command of a handler that starts hive's hook; null for any other handler. */
  readonly commandOf: (handler: unknown) => HookCommand | null;
  /** The setting in a parsed file that keeps the agent from calling hive, by its path; null if it is not set. */
  readonly offSwitchIn: (settings: Readonly<Record<string, unknown>>) => string | null;
  /** True if the agent reads no comments, trailing commas or byte order mark. */
  readonly isStrict: boolean;
  /** True if an event has handlers, not groups of them. @default false */
  readonly isFlat?: boolean;
  /** The version of its form that the agent requires in a file. @default none */
  readonly version?: number;
}

interface Editor extends Pick<AgentSettings, "events" | "install" | "inspect" | "callsShellSystem"> {
  readonly remove: (text: string, original: string | null) => string;
}

export function hookSettings(form: HookForm): Editor {
  return {
    events: form.events,
    install: (text, command) => install(form, text, command),
    remove: (text, original) => remove(form, text, original),
    inspect: (text) => inspect(form, text),
    callsShellSystem: (text) => callsShellSystem(form, text),
  };
}

const BOM = "\uFEFF";

/** True for a handler that starts the hook of the shell system, which hive replaces. */
function isShellSystemHandler(handler: unknown): boolean {
  if (typeof handler !== "object" || handler === null) return false;
  const { command, args } = handler as Readonly<Record<string, unknown>>;
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === "string");
  return words.some((word) => /(?:^|[\\/"'\s])auto-checkpoint\.sh(?:$|["'\s])/.test(word));
}

type Wanted = (handler: unknown) => boolean;

const hives =
  ({ commandOf }: HookForm): Wanted =>
  (handler) =>
    commandOf(handler) !== null;

const replaced =
  (form: HookForm): Wanted =>
  (handler) =>
    hives(form)(handler) || isShellSystemHandler(handler);

/** One of hive's handlers in a settings file. */
interface Found {
  readonly event: string;
  /** The event's array of groups. */
  readonly groups: Node;
  readonly group: number;
  readonly handler: number;
  /** True if hive's handler is alone in its group. */
  readonly isAlone: boolean;
}

function findEntries({ isFlat }: HookForm, { root }: Document, isWanted: Wanted): Found[] {
  return itemsOf(valueOf(root, "hooks")).flatMap((property) => {
    const [name, groups] = property.children!;
    if (groups!.type !== "array") return [];
    return itemsOf(groups).flatMap((node, group) => {
      return handlersIn(isFlat, node).flatMap((child, handler) => {
        if (!isWanted(getNodeValue(child))) return [];
        const isAlone = handlersIn(isFlat, node).length === 1;
        return [{ event: String(name!.value), groups: groups!, group, handler, isAlone }];
      });
    });
  });
}

function handlersIn(isFlat: boolean | undefined, group: Node): readonly Node[] {
  if (isFlat === true) return [group];
  return group.type === "object" ? itemsOf(valueOf(group, "hooks")) : [];
}

const wrongShape = ({ title, advice }: HookForm, what: string): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", `${what}: its hooks have another shape than ${title}'s`, {
    hint: `correct the file first (${advice})`,
  });

/** @throws HIVE_INVALID_OPTION for JSON that other readers accept and the agent does not */
function assertStrict({ title }: HookForm, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new HiveError("HIVE_INVALID_OPTION", `${title} does not read it: ${errorMessage(error)}`, {
      hint: "correct the file first: hive does not write over what the agent cannot read",
      cause: error,
    });
  }
}

/** @throws HIVE_INVALID_OPTION for other text, or for hooks that the agent would not read */
function parseSettings(form: HookForm, text: string): Document {
  const document = parseDocument(text);
  // @mutant settings that Codex does not read are refused
  if (form.isStrict) assertStrict(form, text);
  const { root } = document;
  if (root.type !== "object") throw wrongShape(form, "it is not an object");
  const hooks = valueOf(root, "hooks");
  if (hooks === undefined) return document;
  if (hooks.type !== "object") throw wrongShape(form, '"hooks" is not an object');
  for (const event of [...form.events, ...form.fragileEvents]) {
    const groups = valueOf(hooks, event);
    if (groups === undefined) continue;
    if (groups.type !== "array") throw wrongShape(form, `hooks.${event} is not an array`);
    for (const [index, group] of itemsOf(groups).entries()) {
      if (form.isFlat === true) {
        if (group.type !== "object") throw wrongShape(form, `hooks.${event}[${index}] is not an object`);
        continue;
      }
      const handlers = group.type === "object" ? valueOf(group, "hooks") : undefined;
      if (handlers?.type !== "array") throw wrongShape(form, `hooks.${event}[${index}] has no array "hooks"`);
    }
  }
  return document;
}

/** Takes steps until none is left. A byte order mark stays in place. */
function change(form: HookForm, text: string, step: (document: Document) => string | null): string {
  const mark = text.startsWith(BOM) && !form.isStrict ? BOM : "";
  let current = text.slice(mark.length);
  for (;;) {
    const next = step(parseSettings(form, current));
    if (next === null) return mark + current;
    current = next;
  }
}

const isBlank = (text: string): boolean => text.replace(BOM, "").trim() === "";

/**
 * The text with hive's entry in each of its events, once. Entries of another installation are updated in place. They
 * replace the shell system's.
 * @param text null without a file
 * @throws HIVE_INVALID_OPTION if the agent cannot read the text
 */
function install(form: HookForm, text: string | null, command: HookCommand): string {
  const [anyEvent = ""] = form.events;
  const group = form.groupFor(anyEvent, command) as { readonly hooks: readonly unknown[] };
  if (form.commandOf(form.isFlat === true ? group : group.hooks[0]) === null) {
    throw new HiveError("HIVE_BUG", `${command.command} is not a hive command, so hive would not find it again`);
  }
  if (text === null || isBlank(text)) {
    const mark = text?.startsWith(BOM) === true && !form.isStrict ? BOM : "";
    return `${mark}${install(form, "{}", command)}\n`;
  }
  return change(form, text, (document) => tidy(form, document, command) ?? addMissing(form, document, command));
}

/** Updates one entry, or takes out a superfluous one. */
function tidy(form: HookForm, document: Document, command: HookCommand): string | null {
  const seen = new Set<string>();
  for (const found of findEntries(form, document, replaced(form))) {
    const { event, groups, group, isAlone } = found;
    if (!form.events.includes(event) || seen.has(event) || !isAlone) return takeOut(document, found, null);
    seen.add(event);
    const node = itemsOf(groups)[group]!;
    const wanted = form.groupFor(event, command);
    if (!Bun.deepEquals(getNodeValue(node), wanted)) return replace(document, node, wanted);
  }
  return null;
}

function addMissing(form: HookForm, document: Document, command: HookCommand): string | null {
  const { root } = document;
  if (form.version !== undefined && valueOf(root, "version") === undefined) {
    return append(document, root, "version", form.version);
  }
  const hooks = valueOf(root, "hooks");
  if (hooks === undefined) {
    const all = Object.fromEntries(form.events.map((event) => [event, [form.groupFor(event, command)]]));
    return append(document, root, "hooks", all);
  }
  const present = new Set(findEntries(form, document, hives(form)).map(({ event }) => event));
  const event = form.events.find((name) => !present.has(name));
  if (event === undefined) return null;
  const groups = valueOf(hooks, event);
  if (groups === undefined) return append(document, hooks, event, [form.groupFor(event, command)]);
  return append(document, groups, null, form.groupFor(event, command));
}

/**
 * The text without hive's entries, and without the groups, events and `hooks` that become empty.
 * @param original the text from before setup, whose own empty containers are kept; null if not known
 * @throws HIVE_INVALID_OPTION if the agent cannot read the text
 */
function remove(form: HookForm, text: string, original: string | null): string {
  if (isBlank(text)) return text;
  const kept =
    original === null || isBlank(original) ? null : parseSettings(form, remove(form, original, null).replace(BOM, ""));
  let isHives = false;
  return change(form, text, (document) => {
    const [found] = findEntries(form, document, hives(form));
    if (found === undefined)
      return isHives && isVersionLeft(form, document) ? removeAt(document, document.root, 0) : null;
    isHives = kept === null;
    return takeOut(document, found, kept);
  });
}

/** True if the version, which hive writes as well, is all that is left. */
function isVersionLeft({ version }: HookForm, { root }: Document): boolean {
  const [property] = itemsOf(root);
  return version !== undefined && itemsOf(root).length === 1 && property?.children?.[0]?.value === "version";
}

/** Takes out an entry with the containers that become empty, unless `kept` has them too. */
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

/** True if a container would be empty, even of comments, without this item. */
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

/** True if a settings file calls the hook of the shell system, which hive replaces. */
function callsShellSystem(form: HookForm, text: string | null): boolean {
  if (text === null || isBlank(text)) return false;
  return findEntries(form, parseSettings(form, text.replace(BOM, "")), isShellSystemHandler).length > 0;
}

/** @throws HIVE_INVALID_OPTION if the agent cannot read the text */
function inspect(form: HookForm, text: string | null): Installed {
  if (text === null || isBlank(text)) return { command: null, problems: [], offSwitch: null };
  const document = parseSettings(form, form.isStrict ? text : text.replace(BOM, ""));
  const offSwitch = form.offSwitchIn(getNodeValue(document.root) as Readonly<Record<string, unknown>>);
  const entries = findEntries(form, document, hives(form));
  const [first] = entries;
  if (first === undefined) return { command: null, problems: [], offSwitch };
  const handlers = handlersIn(form.isFlat, itemsOf(first.groups)[first.group]!);
  const command = form.commandOf(getNodeValue(handlers[first.handler]!))!;
  const events = new Set(entries.map(({ event }) => event));
  const missing = form.events.filter((event) => !events.has(event));
  if (missing.length > 0) return { command, problems: [`hive is not called on ${missing.join(", ")}`], offSwitch };
  const isTidy = tidy(form, document, command) === null;
  return { command, problems: isTidy ? [] : ["some of hive's entries are not as setup writes them"], offSwitch };
}
