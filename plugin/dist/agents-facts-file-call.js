// @bun
import {
  firstText,
  exitIn,
  absolutePath,
  patchIn,
  patchedFiles,
  todosIn,
  effectOf,
  translatedPayload2,
  inSnakeCase2
} from "./agents-translate.js";
import {
  collectFacts,
  addPlainEvent
} from "./agents-claude-code-hook.js";
import {
  hidesFailure,
  readFields,
  recordOf,
  listOf,
  numberOf,
  MAX_ITEMS,
  withoutUndefined,
  placeOf2
} from "./agents-claude-code-payload.js";
import {
  textOf
} from "./base-json.js";

// src/agents/facts/neutral-facts.ts
function neutralFacts(read, payload, atMs, git, caller = {}) {
  return collectFacts(payload, atMs, git, caller, (to) => addEvent(read, payload, to));
}
function addEvent(read, payload, to) {
  let { event, fields } = payload, { keep, add } = to;
  switch (event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addCall(read(payload), payload, to);
      break;
    case "UserPromptSubmit": {
      let prompt = textOf(fields.prompt);
      if (prompt !== void 0)
        add("prompt", promptKey(prompt, payload, keep), { text: keep.text(prompt, "prompt") });
      break;
    }
    case "Stop":
      add("message", "last", { text: keep.text(fields.last_assistant_message, "message") });
      break;
    case "SubagentStart":
    case "SubagentStop": {
      let agentId = keep.id(fields.agent_id), ended = keep.text(fields.agent_status, "word") ?? "completed", status = event === "SubagentStart" ? "running" : ended, lastMessage = keep.text(fields.last_assistant_message, "agentMessage");
      if (agentId !== void 0)
        add("agent", agentId, { type: keep.text(fields.agent_type, "word"), status, lastMessage });
      break;
    }
    default:
      addPlainEvent(payload, to);
  }
}
function promptKey(prompt, payload, keep) {
  let turn = keep.id(payload.fields.prompt_id);
  return turn === void 0 ? keep.key(turn, payload) : `${turn}:${Bun.hash(prompt).toString(36)}`;
}
function addCall(call, payload, to) {
  let { keep, add } = to, { fields, isShell = !1 } = payload, key = keep.operationKey(payload), tool = keep.text(fields.tool_name, "word"), outcome = ended(isShell ? { ...call, outcome: call.outcome ?? exitIn(fields.tool_response) } : call), isFailed = outcome === "failed" || outcome === "interrupted", command = keep.text(call.command, "command"), description = keep.text(call.description, "description"), path = keep.text(call.path ?? call.files?.[0]?.path, "path"), told = isFailed ? "failed" : outcome === void 0 ? void 0 : "ok", durationMs = numberOf(fields.duration_ms);
  if (call.isStep === !0)
    return addEffects(call, void 0, key, { keep, add });
  if (add("operation", key, { tool, target: path ?? command ?? description, outcome: told, durationMs }), isShell) {
    let error = outcome === "failed" ? keep.error(call.output) : void 0, cwd = placeOf2(payload, to);
    add("command", key, { command, description, outcome, error, taskId: keep.id(call.taskId), cwd });
  }
  if (!isFailed)
    addEffects(call, tool, key, { keep, add });
}
function ended({ outcome, command, output = "" }) {
  if (command === void 0 || outcome !== void 0 && outcome !== "ok")
    return outcome;
  return hidesFailure(outcome === void 0 ? `${command};` : command, output) ? "failed" : outcome;
}
function addEffects(call, by, operation, { keep, add }) {
  let { files = [], todos, agents = [] } = call;
  for (let { path, change } of files.slice(0, MAX_ITEMS.files)) {
    let key = keep.text(path, "path");
    if (key !== void 0)
      add("file", key, change === "created" ? { change, by, isNew: !0 } : { change, by });
  }
  if (todos !== void 0) {
    let kept = todos.map((todo) => withoutUndefined({ content: keep.text(todo.content, "todo"), status: keep.text(todo.status, "word") }));
    add("todos", "", { todos: kept });
  }
  for (let { id, type, description, status, lastMessage } of agents.slice(0, MAX_ITEMS.background)) {
    let told = { type: keep.text(type, "word"), description: keep.text(description, "description") };
    add("agent", keep.id(id) ?? operation, { ...told, status, lastMessage: keep.text(lastMessage, "agentMessage") });
  }
}

// src/agents/adapter.ts
var HANDLED = /* @__PURE__ */ new Set([
  "SessionStart",
  "UserPromptSubmit",
  "PostToolUse",
  "PostToolUseFailure",
  "Stop",
  "SubagentStart",
  "SubagentStop",
  "PreCompact",
  "SessionEnd"
]);
function adapter(own) {
  let { id, readCall, context, hasProcess = !0, translate = (same) => same, namesSession } = own;
  return {
    id,
    parse(text, fields = readFields(text)) {
      let named = fields === null ? null : inSnakeCase2(fields), translated = named === null ? null : translate(named), payload = translated === null ? null : translatedPayload2(id, translated, text);
      if (payload === null || !HANDLED.has(payload.event))
        return null;
      let isNamed = namesSession?.(named);
      return isNamed === void 0 ? payload : { ...payload, namesSession: isNamed };
    },
    facts: (payload, atMs, git, caller) => neutralFacts(readCall, payload, atMs, git, caller),
    pid: () => {
      return;
    },
    hasProcess,
    isAttended: () => {
      return;
    },
    context
  };
}
var MAX_TOLD_CHARS = 8000;
function bounded(text, maxChars = MAX_TOLD_CHARS) {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).toWellFormed()}\u2026`;
}
function nestedContext(text) {
  return { hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: text } };
}

// src/agents/facts/file-call.ts
function fileCall({ fields }, told) {
  let { isFailed, description, isNew, cwd = fields.cwd, agents = [] } = told, input = recordOf(fields.tool_input), outcome = isFailed ? "failed" : "ok", patch = patchIn(input);
  if (patch !== void 0)
    return { outcome, files: patchedFiles(patch, cwd) };
  let changed = changesIn(input.changes, cwd);
  if (changed.length > 0)
    return { outcome, files: changed };
  let paths = (told.path === void 0 ? pathsIn(input) : [told.path]).map((path) => absolutePath(path, cwd)), change = changeBy(fields.tool_name, textOf(input.command), isNew);
  return {
    outcome,
    description,
    path: paths[0],
    files: change === void 0 ? [] : paths.map((path) => ({ path, change })),
    todos: effectOf(fields.tool_name) === "plans" ? listIn(input) : void 0,
    agents
  };
}
var CHANGES = {
  creates: "created",
  writes: "modified",
  edits: "modified",
  deletes: "deleted"
};
function changeBy(tool, command, isNew) {
  let effect = effectOf(/^str_replace_(?:based_edit_tool|editor)$/.test(String(tool)) ? command : tool), change = effect === void 0 ? void 0 : CHANGES[effect];
  return change === "modified" && isNew === !0 ? "created" : change;
}
var PATHS = "file_path filePath path target_file targetFile absolute_path absolutePath notebook_path".split(" ");
function pathsIn(input) {
  let several = [...listOf(input.files), ...listOf(input.replacements), ...listOf(input.edits)], named = [input, ...several.slice(0, MAX_ITEMS.files)].map((one) => firstText(recordOf(one), ...PATHS) ?? oneLine(textOf(one)));
  return [...new Set(named.filter((path) => path !== void 0))];
}
var oneLine = (text) => text?.includes(`
`) === !0 ? void 0 : text;
function changesIn(changes, cwd) {
  return Object.entries(recordOf(changes)).slice(0, MAX_ITEMS.files).map(([name, given]) => {
    let fields = recordOf(given), sort = firstText(fields, "type", "kind") ?? Object.keys(fields)[0];
    return { path: absolutePath(name, cwd), change: SORTS.get(sort) ?? "modified" };
  });
}
var SORTS = /* @__PURE__ */ new Map([
  ["add", "created"],
  ["create", "created"],
  ["delete", "deleted"]
]);
function listIn(input) {
  if (input.merge === !0)
    return;
  let list = input.todos ?? input.todoList ?? input.todo_list ?? input.plan ?? input.items;
  return checklistIn(list) ?? todosIn(list);
}
var ITEM = /^\s*[-*] \[([ xX~>-])\] (.+)$/;
function checklistIn(list) {
  let text = textOf(list);
  if (text === void 0)
    return;
  let found = text.split(`
`).map((line) => ITEM.exec(line.trimEnd()));
  return todosIn(found.filter((item) => item !== null).map(([, mark = "", content]) => ({ content, status: statusOf(mark) })));
}
function statusOf(mark) {
  if (mark === " ")
    return "pending";
  return mark.toLowerCase() === "x" ? "completed" : "in_progress";
}

export { adapter, bounded, nestedContext, fileCall };
