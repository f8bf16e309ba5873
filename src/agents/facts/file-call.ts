/** A call of any tool other than a shell: the files that it changed, and its list of todos. */
import { textOf } from "../../base/json.ts";
import { type Fields, type HookPayload, listOf, MAX_ITEMS, recordOf } from "../claude-code/payload.ts";
import {
  absolutePath,
  type FileChange,
  firstText,
  patchedFiles,
  patchIn,
  todosIn,
  type ToolCall,
} from "./tool-call.ts";
import { type Effect, effectOf } from "./tool-names.ts";

/** The parts of a call that each agent reports in its own form. */
interface Told {
  readonly isFailed: boolean;
  readonly description?: string | undefined;
  /** The path in the result, which outweighs those in the input. */
  readonly path?: string | undefined;
  /** Whether a file was new before it was written or edited. @default unknown, so that it counts as modified */
  readonly isNew?: boolean | undefined;
  /** The directory of relative paths. @default the session's */
  readonly cwd?: unknown;
  readonly agents?: ToolCall["agents"];
}

export function fileCall({ fields }: HookPayload, told: Told): ToolCall {
  const { isFailed, description, isNew, cwd = fields["cwd"], agents = [] } = told;
  const input = recordOf(fields["tool_input"]);
  const outcome = isFailed ? "failed" : "ok";
  const patch = patchIn(input);
  if (patch !== undefined) return { outcome, files: patchedFiles(patch, cwd) };
  const changed = changesIn(input["changes"], cwd);
  if (changed.length > 0) return { outcome, files: changed };
  const named = told.path === undefined ? pathsIn(input) : [told.path];
  const paths = named.map((path) => absolutePath(path, cwd));
  const change = changeBy(fields["tool_name"], textOf(input["command"]), isNew);
  return {
    outcome,
    description,
    path: paths[0],
    files: change === undefined ? [] : paths.map((path) => ({ path, change })),
    todos: effectOf(fields["tool_name"]) === "plans" ? listIn(input) : undefined,
    agents,
  };
}

const CHANGES: Partial<Record<Effect, FileChange["change"]>> = {
  creates: "created",
  writes: "modified",
  edits: "modified",
  deletes: "deleted",
};

/** @param command that of a tool which has one name for all edits */
function changeBy(tool: unknown, command: string | undefined, isNew?: boolean): FileChange["change"] | undefined {
  const effect = effectOf(/^str_replace_(?:based_edit_tool|editor)$/.test(String(tool)) ? command : tool);
  const change = effect === undefined ? undefined : CHANGES[effect];
  return change === "modified" && isNew === true ? "created" : change;
}

/** The fields that name a file, in the spellings of all agents. */
const PATHS = "file_path filePath path target_file targetFile absolute_path absolutePath notebook_path".split(" ");

/** The files of a call: one, several, or one for each replacement. */
function pathsIn(input: Fields): string[] {
  const several = [...listOf(input["files"]), ...listOf(input["replacements"]), ...listOf(input["edits"])];
  const named = [input, ...several.slice(0, MAX_ITEMS.files)].map(
    (one) => firstText(recordOf(one), ...PATHS) ?? oneLine(textOf(one)),
  );
  return [...new Set(named.filter((path) => path !== undefined))];
}

/** A text that may be a path. An edit in the form of a text has several lines. */
const oneLine = (text: string | undefined): string | undefined => (text?.includes("\n") === true ? undefined : text);

/** A patch as an object: its paths, each with the sort of its change. */
function changesIn(changes: unknown, cwd: unknown): FileChange[] {
  return Object.entries(recordOf(changes))
    .slice(0, MAX_ITEMS.files)
    .map(([name, given]) => {
      const fields = recordOf(given);
      const sort = firstText(fields, "type", "kind") ?? Object.keys(fields)[0];
      return { path: absolutePath(name, cwd), change: SORTS.get(sort) ?? "modified" };
    });
}

const SORTS: ReadonlyMap<unknown, FileChange["change"]> = new Map([
  ["add", "created"],
  ["create", "created"],
  ["delete", "deleted"],
]);

/** The whole present list; undefined for one that is merged into it. */
function listIn(input: Fields): ToolCall["todos"] {
  if (input["merge"] === true) return undefined;
  const list = input["todos"] ?? input["todoList"] ?? input["todo_list"] ?? input["plan"] ?? input["items"];
  return checklistIn(list) ?? todosIn(list);
}

const ITEM = /^\s*[-*] \[([ xX~>-])\] (.+)$/;

/** Todos in the form of Markdown's task lists. */
function checklistIn(list: unknown): ToolCall["todos"] {
  const text = textOf(list);
  if (text === undefined) return undefined;
  const found = text.split("\n").map((line) => ITEM.exec(line.trimEnd()));
  return todosIn(
    found.filter((item) => item !== null).map(([, mark = "", content]) => ({ content, status: statusOf(mark) })),
  );
}

function statusOf(mark: string): string {
  if (mark === " ") return "pending";
  return mark.toLowerCase() === "x" ? "completed" : "in_progress";
}
