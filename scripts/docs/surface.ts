/** hive's public surface, as docs/surface.json keeps it: what other programs may rely on. CONTRIBUTING says how it may change. */
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { SETTINGS } from "../../src/base/config/config.ts";
import { EXIT_CODES } from "../../src/base/errors.ts";
import { processIo } from "../../src/cli/io.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { completeEntry, entryName } from "../../src/queue/entry.ts";

const TOP = resolve(import.meta.dir, "../..");

export const SURFACE_PAGE = join(TOP, "docs/surface.json");

type Fields = Readonly<Record<string, unknown>>;

/** @returns the text of docs/surface.json */
export async function surfaceText(): Promise<string> {
  const surface = {
    $comment:
      "hive's public surface: CONTRIBUTING.md, Versions, says what may change. bun run docs --surface writes it.",
    entry: entryFormat(),
    settings: SETTINGS_TABLE,
    exitCodes: EXIT_CODES,
    commands: commandsOf(await buildProgram(processIo), "hive"),
    json: jsonFields(),
    exports: exportsOf(join(TOP, "src/index.ts")),
  };
  return `${JSON.stringify(surface, null, 2)}\n`;
}

const SETTINGS_TABLE = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, { value, rule, ...rest }]) => [
    name,
    { default: value, rule, project: "project" in rest ? rest.project : "nothing" },
  ]),
);

/** The name of an entry's file, and the type of each field in it. */
function entryFormat(): Fields {
  const given = { operation: "x", payload: {}, id: "k", metadata: { a: 1 } };
  const typed = completeEntry(given, 0);
  const raw = completeEntry({ operation: "x", sql: "SELECT 1" }, 0);
  return { file: entryName(5, "seq"), fields: { ...typesIn(raw), ...typesIn(typed) } };
}

const typesIn = (value: object): Fields =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeof inner]));

/** The flags and arguments of each command. */
function commandsOf(command: Command, path: string): Fields {
  const help = command.createHelp();
  const words = [
    ...command.registeredArguments.map((argument) => `<${argument.name()}${argument.variadic ? "..." : ""}>`),
    ...help.visibleOptions(command).map(({ flags }) => flags),
  ];
  const below = help
    .visibleCommands(command)
    .filter((child) => child.name() !== "help")
    .map((child) => commandsOf(child, `${path} ${child.name()}`));
  return Object.assign({ [path]: words }, ...below) as Fields;
}

/** The fields of each reader's JSON, by the examples in docs/json.md, which a test holds to the readers. */
function jsonFields(): Fields {
  const page = readFileSync(join(TOP, "docs/json.md"), "utf8");
  const examples = page.matchAll(/^## (hive .+) --json\n[\s\S]*?```json\n([\s\S]*?)```/gm);
  return Object.fromEntries(
    [...examples].map(([, reader, text]) => [reader!, [...new Set(fieldsIn(JSON.parse(text!)))].toSorted()]),
  );
}

function fieldsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [`${path}.${name}`, ...fieldsIn(inner, `${path}.${name}`)]);
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** The exports of a module that exports from others, each with what its declaration promises. */
function exportsOf(index: string): Fields {
  const found: [string, unknown][] = [];
  for (const node of bodyOf(index)) {
    if (node.type !== "ExportNamedDeclaration") continue;
    const from = join(dirname(index), (node["source"] as { value: string }).value);
    for (const { exported, local } of node["specifiers"] as { exported: Node; local: Node }[]) {
      found.push([exported["name"] as string, promiseOf(from, local["name"] as string)]);
    }
  }
  return Object.fromEntries(found.toSorted(([a], [b]) => a.localeCompare(b, "en")));
}

const bodyOf = (path: string): readonly Node[] =>
  parseSync(path, readFileSync(path, "utf8")).program.body as unknown as Node[];

/** The public part of a declaration: the members of a type or class, the head of a function. */
function promiseOf(path: string, name: string): unknown {
  const source = readFileSync(path, "utf8");
  const text = ({ start, end }: Pick<Node, "start" | "end">): string => plain(source.slice(start, end));
  for (const { declaration } of bodyOf(path) as readonly { declaration?: Node }[]) {
    if (declaration === undefined || declaration === null) continue;
    const variable = (declaration["declarations"] as Node[] | undefined)?.[0];
    if (((declaration["id"] ?? variable?.["id"]) as Node | undefined)?.["name"] !== name) continue;
    const head = (node: Node): string =>
      text({ start: node.start, end: (node["body"] as Node | null)?.start ?? node.end });
    switch (declaration.type) {
      case "TSInterfaceDeclaration":
        return ((declaration["body"] as Node)["body"] as Node[]).map(text);
      case "ClassDeclaration":
        return ((declaration["body"] as Node)["body"] as Node[])
          .filter(isPublic)
          .map((member) => memberHead(member, text));
      case "FunctionDeclaration":
        return head(declaration);
      case "TSTypeAliasDeclaration":
        return text(declaration["typeAnnotation"] as Node);
      default:
        return "const";
    }
  }
  throw new Error(`${path} declares no ${name}`);
}

const isPublic = (member: Node): boolean =>
  (member["key"] as Node | undefined)?.type !== "PrivateIdentifier" && member["accessibility"] !== "private";

function memberHead(member: Node, text: (node: Pick<Node, "start" | "end">) => string): string {
  const value = member["value"] as Node | null | undefined;
  const body = (value?.["body"] as Node | null | undefined)?.start;
  // For a property its type, without its initial value.
  return text({ start: member.start, end: body ?? value?.start ?? member.end }).replace(/ =$/, "");
}

/** A text without comments, on one line, whatever its layout. */
const plain = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([([{<]) /g, "$1")
    .replaceAll(/,? ([)\]}>])/g, "$1")
    .replace(/;$/, "")
    .trim();
