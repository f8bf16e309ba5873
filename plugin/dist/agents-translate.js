// @bun
import {
  clip
} from "./redact-redact.js";
import {
  withoutOwnText,
  factsOf
} from "./agents-claude-code-hook.js";
import {
  readFields,
  isSessionId,
  recordOf,
  listOf,
  MAX_ITEMS
} from "./agents-claude-code-payload.js";
import {
  MAX_DEPTH,
  nestsBelow,
  textOf
} from "./base-json.js";

// src/agents/facts/tool-call.ts
function firstText(fields, ...names) {
  for (let name of names) {
    let text = textOf(fields[name]);
    if (text !== void 0)
      return text;
  }
  return;
}
function textIn(value) {
  if (typeof value === "string")
    return value;
  if (!Array.isArray(value))
    return "";
  return value.map((part) => typeof part === "string" ? part : textOf(recordOf(part).text) ?? "").join(`
`);
}
function objectIn(value) {
  if (typeof value !== "string")
    return recordOf(value);
  if (!value.trimStart().startsWith("{"))
    return {};
  try {
    return recordOf(JSON.parse(value));
  } catch {
    return {};
  }
}
function commandIn(input) {
  let command = input.command ?? input.cmd ?? input.script;
  if (!Array.isArray(command))
    return textOf(command);
  let words = command.map(String);
  return /^-\w*c$/.test(words.at(-2) ?? "") ? words.at(-1) : words.join(" ");
}
function outcomeOf(exitCode) {
  let code = typeof exitCode === "string" && exitCode !== "" ? Number(exitCode) : exitCode;
  if (typeof code !== "number" || !Number.isInteger(code))
    return;
  return code === 0 ? "ok" : "failed";
}
function exitIn(response) {
  let fields = recordOf(response), { exit_code: code, exitCode = code } = { ...recordOf(fields.metadata), ...fields };
  return outcomeOf(exitCode);
}
function absolutePath(path, cwd) {
  if (/^(?:[A-Za-z]:[\\/]|\\\\)/.test(path))
    return path;
  let base = textOf(cwd);
  if (!path.startsWith("/") && base?.startsWith("/") !== !0)
    return path;
  let kept = [];
  for (let part of (path.startsWith("/") ? path : `${base}/${path}`).split("/"))
    if (part === "..")
      kept.pop();
    else if (part !== "" && part !== ".")
      kept.push(part);
  return `/${kept.join("/")}`;
}
var PATCH_BEGIN = "*** Begin Patch";
function patchIn(input) {
  for (let value of [input.command, input.input, input.patch, input.patchText]) {
    let text = Array.isArray(value) ? value.map(String).join(`
`) : textOf(value);
    if (text?.includes(PATCH_BEGIN) === !0)
      return text;
  }
  return;
}
function withoutPatch(command) {
  let from = command.indexOf(PATCH_BEGIN);
  return from < 0 ? command : command.slice(0, from).trimEnd();
}
var PATCH_LINE = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/;
function patchedFiles(patch, cwd) {
  let files = [];
  for (let line of patch.slice(patch.indexOf(PATCH_BEGIN)).split(`
`)) {
    let [, word, name = ""] = PATCH_LINE.exec(line.trimEnd()) ?? [];
    if (word === void 0)
      continue;
    let path = absolutePath(name.trim(), cwd);
    if (word === "Add File")
      files.push({ path, change: "created" });
    if (word === "Update File")
      files.push({ path, change: "modified" });
    if (word === "Delete File")
      files.push({ path, change: "deleted" });
    let moved = word === "Move to" ? files.pop() : void 0;
    if (moved !== void 0)
      files.push({ ...moved, change: "deleted" }, { path, change: "created" });
    if (files.length >= MAX_ITEMS.files)
      break;
  }
  return files;
}
function todosIn(list) {
  if (!Array.isArray(list))
    return;
  return list.slice(0, MAX_ITEMS.todos).map((item) => {
    let fields = recordOf(item), content = firstText(fields, "content", "description", "step", "title", "text") ?? textOf(item), status = textOf(fields.status)?.replaceAll("-", "_");
    return { content, status: status === "not_started" ? "pending" : status };
  });
}

// src/agents/facts/tool-names.ts
var NAMES = {
  runs: `bash powershell shell terminal localshell execcommand executecommand runcommand runinterminal runshellcommand
    runterminalcmd runterminalcommand shellcommand postruncommand`,
  creates: "create createfile createnewfile newfile",
  writes: "write writefile writetofile filewrite postwritecode",
  edits: `applydiff edit editfile editfilev2 editfiles editnotebook editnotebookfile fileedit insert inserteditintofile
    inserttext multiedit multireplacestringinfile multistrreplace notebookedit replace replaceinfile
    replacestringinfile searchreplace smartedit strreplace undoedit
    updatefile`,
  deletes: "delete deletefile removefile",
  plans: "managetodolist todolist todowrite updateplan updatetodo updatetodos writetodos"
}, EFFECTS = new Map(Object.entries(NAMES).flatMap(([effect, names]) => names.split(/\s+/).map((name) => [name, effect]))), effectOf = (tool) => EFFECTS.get(textOf(tool)?.replaceAll(/[_-]/g, "").toLowerCase() ?? "");

// src/agents/facts/identity.ts
function identityOf({ event, fields, isShell }, timestamp) {
  let timeMs = typeof timestamp === "string" ? Date.parse(timestamp) || void 0 : timestamp, turn = fields.prompt_id, isCall = fields.tool_name !== void 0, mark = isCall ? fields.tool_use_id ?? timeMs : timeMs ?? turn;
  if (mark === void 0 || mark === null || nestsBelow(fields, MAX_DEPTH))
    return;
  let told = isCall ? callOf(fields, isShell) : NAMES2.map((name) => fields[name]);
  return Bun.hash(valuesIn([event, mark, turn, fields.agent_id, told]).join("\x00")).toString(36);
}
var NAMES2 = [
  "prompt",
  "source",
  "last_assistant_message",
  "trigger",
  "custom_instructions",
  "reason",
  "agent_status",
  "is_again"
], callOf = (fields, isShell = !1) => [
  [...new Set(valuesIn(fields.tool_input))],
  fields.error,
  isShell ? fields.tool_response : void 0
];
function valuesIn(value) {
  if (value === void 0)
    return [];
  if (typeof value === "string")
    return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesIn) : [JSON.stringify(value)];
}

// src/agents/translate.ts
var MAX_EVENT_CHARS = 64, EVENTS = /* @__PURE__ */ new Map([
  ["sessionstart", "SessionStart"],
  ["userpromptsubmit", "UserPromptSubmit"],
  ["userpromptsubmitted", "UserPromptSubmit"],
  ["beforesubmitprompt", "UserPromptSubmit"],
  ["beforeagent", "UserPromptSubmit"],
  ["preuserprompt", "UserPromptSubmit"],
  ["posttooluse", "PostToolUse"],
  ["aftertool", "PostToolUse"],
  ["postruncommand", "PostToolUse"],
  ["postwritecode", "PostToolUse"],
  ["postmcptooluse", "PostToolUse"],
  ["posttoolusefailure", "PostToolUseFailure"],
  ["stop", "Stop"],
  ["agentstop", "Stop"],
  ["afteragent", "Stop"],
  ["postcascaderesponse", "Stop"],
  ["subagentstart", "SubagentStart"],
  ["subagentstop", "SubagentStop"],
  ["precompact", "PreCompact"],
  ["sessionend", "SessionEnd"]
]);
function translatedPayload2(agent, fields, text) {
  let named = withCall(inSnakeCase2(fields)), word = eventWord(agent, named);
  if (word === void 0)
    return null;
  let canonical = canonicalFields(named), known = EVENTS.get(word.replaceAll(/[^A-Za-z]/g, "").toLowerCase()), isFailed = known === "PostToolUse" && canonical.error !== void 0, payload = {
    agent,
    event: isFailed ? "PostToolUseFailure" : known ?? clip(word, MAX_EVENT_CHARS),
    sessionId: sessionOf(named) ?? `${agent}-of-process-${process.ppid}`,
    fields: canonical,
    text,
    isShell: effectOf(canonical.tool_name) === "runs"
  };
  return { ...payload, identity: identityOf(payload, named.timestamp) };
}
function translatingHook2(agent) {
  return {
    id: agent,
    parse: (text, fields = readFields(text)) => fields === null ? null : translatedPayload2(agent, fields, text),
    facts: factsOf,
    pid: () => {
      return;
    },
    hasProcess: !1,
    isAttended: () => {
      return;
    },
    context: null
  };
}
function sessionOf(fields) {
  for (let name of ["session_id", "conversation_id", "trajectory_id", "thread_id"]) {
    let given = fields[name], id = typeof given === "number" ? String(given) : textOf(given);
    if (id !== void 0 && isSessionId(id))
      return id;
  }
  return;
}
function eventWord(agent, fields) {
  let word = firstText(fields, ...["hook_event_name", "agent_action_name", "event", "event_name", "hook_event", "hook_name"]) ?? firstText(recordOf(fields.event), "name", "type");
  if (word !== void 0)
    return word;
  if (agent === "copilot")
    return copilotsEvent(fields);
  return agent === "unknown" ? void 0 : "unnamed";
}
function copilotsEvent(fields) {
  let has = (name) => fields[name] !== void 0;
  if (has("tool_name"))
    return has("tool_response") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse";
  if (has("agent_id") && !has("prompt"))
    return has("stop_reason") ? "subagentStop" : "subagentStart";
  if (has("stop_reason"))
    return "agentStop";
  if (has("trigger"))
    return "preCompact";
  if (has("source") || has("initial_prompt"))
    return "sessionStart";
  if (has("reason"))
    return "sessionEnd";
  return has("prompt") ? "userPromptSubmitted" : "unnamed";
}
function inSnakeCase2(fields) {
  let named = { ...fields };
  for (let name in fields) {
    let snake = name.replaceAll(/(?<=[a-z\d])[A-Z]+/g, (letters) => `_${letters}`).replaceAll("-", "_").toLowerCase();
    named[snake] ??= fields[name];
  }
  return named;
}
function canonicalFields(fields) {
  let info = recordOf(fields.tool_info), message = firstText(fields, "last_assistant_message", "prompt_response", "response");
  return {
    cwd: cwdOf(fields, info),
    transcript_path: firstText(fields, "transcript_path"),
    model: textOf(fields.model) ?? firstText(recordOf(fields.model), "id", "name"),
    permission_mode: fields.permission_mode,
    source: fields.source,
    prompt: withoutContext(promptIn(fields.prompt ?? fields.user_prompt ?? info.user_prompt)),
    prompt_id: firstText(fields, "prompt_id", "turn_id", "generation_id", "execution_id"),
    last_assistant_message: message ?? textOf(info.response),
    trigger: fields.trigger,
    custom_instructions: firstText(fields, "custom_instructions"),
    reason: fields.reason,
    agent_id: fields.agent_id,
    agent_type: fields.agent_type,
    agent_status: fields.agent_status,
    is_again: fields.stop_hook_active === !0 || Number(fields.loop_count) > 0,
    ...toolFields(fields, info)
  };
}
function cwdOf(fields, info) {
  let named = firstText(fields, "cwd", "working_dir", "working_directory", "directory") ?? textOf(info.cwd);
  if (named !== void 0)
    return named;
  let [root] = listOf(fields.workspace_roots ?? fields.workspace_folders);
  return (textOf(root) ?? firstText(recordOf(root), "path", "uri"))?.replace(/^file:\/\/(?=\/)/, "");
}
function promptIn(prompt) {
  return textOf(prompt) ?? firstText(recordOf(prompt), "text", "content") ?? textOf(textIn(prompt));
}
var CONTEXT_BEGIN = "<hook_context>", CONTEXT_END = "</hook_context>";
function withoutContext(prompt) {
  if (prompt === void 0)
    return;
  let [first = "", ...blocks] = prompt.split(CONTEXT_BEGIN), left = first, isHead = first.trim() === "";
  for (let block of blocks) {
    let end = block.indexOf(CONTEXT_END), cut = isHead ? "" : CONTEXT_BEGIN + block, rest = end < 0 ? cut : block.slice(end + CONTEXT_END.length);
    left += rest, isHead &&= rest.trim() === "";
  }
  return withoutOwnText(left.trimStart().replace(/^<timestamp>[^<]*<\/timestamp>/, ""));
}
function inputOf(given) {
  let fields = objectIn(given);
  return typeof given === "string" && Object.keys(fields).length === 0 ? { input: given } : fields;
}
var INPUTS = ["tool_input", "tool_args", "tool_arguments", "arguments", "args", "input", "parameters"], RESPONSES = ["tool_response", "tool_result", "tool_output", "result", "response", "output"], IDS = ["tool_use_id", "tool_call_id", "call_id"];
function withCall(fields) {
  let object = recordOf(first(fields, ["tool_call", "tool", "call"])), call = inSnakeCase2(object), name = firstText(fields, "tool_name") ?? firstText(call, "tool_name", "name") ?? textOf(fields.tool);
  if (name === void 0)
    return fields;
  return {
    ...fields,
    tool_name: name,
    tool_input: first(fields, INPUTS) ?? first(call, INPUTS),
    tool_response: first(fields, RESPONSES) ?? first(call, RESPONSES),
    tool_use_id: first(fields, IDS) ?? first(call, [...IDS, "id"]),
    error: fields.error ?? call.error
  };
}
function toolFields(fields, info) {
  let input = inputOf(fields.tool_input), response = fields.tool_response;
  return {
    tool_name: firstText(fields, "tool_name", "agent_action_name"),
    tool_input: {
      ...input,
      command: input.command ?? info.command_line,
      file_path: firstText(input, "file_path", "filePath", "path") ?? info.file_path
    },
    tool_response: response,
    tool_use_id: fields.tool_use_id,
    duration_ms: fields.duration_ms,
    error: errorIn(fields.error) ?? textOf(fields.error_message) ?? errorIn(recordOf(response).error)
  };
}
function first(fields, names) {
  for (let name of names)
    if (fields[name] !== void 0 && fields[name] !== null)
      return fields[name];
  return;
}
var errorIn = (error) => textOf(error) ?? textOf(recordOf(error).message);

export { firstText, textIn, objectIn, commandIn, outcomeOf, exitIn, absolutePath, patchIn, withoutPatch, patchedFiles, todosIn, effectOf, translatedPayload2, translatingHook2, inSnakeCase2 };
