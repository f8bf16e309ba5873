// @bun
import {
  clip
} from "./redact-redact.js";
import {
  withoutContext
} from "./agents-facts-without-context.js";
import {
  firstText,
  textIn,
  printedIn,
  objectIn,
  commandIn,
  exitIn,
  absolutePath,
  patchIn,
  patchedFiles,
  todosIn
} from "./agents-facts-tool-call.js";
import {
  EVENT_NAMES,
  collectFacts,
  addPlainEvent,
  factsOf
} from "./capture-main.js";
import {
  shownOutcome
} from "./model-check-outcome.js";
import {
  readFields,
  isSessionId,
  recordOf,
  listOf,
  numberOf,
  MAX_ITEMS,
  withoutUndefined,
  placeOf2
} from "./agents-claude-code-payload.js";
import {
  MAX_DEPTH,
  nestsBelow,
  textOf2
} from "./base-json.js";

// src/agents/event-names.ts
var NAMES = {
  SessionStart: "sessionstart sessionstarted sessionbegin sessioncreated taskstart",
  UserPromptSubmit: `userpromptsubmit userpromptsubmitted userprompt promptsubmit promptsubmitted beforesubmitprompt
    beforeprompt beforeagent preuserprompt chatmessage`,
  PostToolUse: `posttooluse posttool posttoolcall posttoolexecution aftertool aftertooluse aftertoolcall
    toolexecuteafter toolcompleted tooluseend postruncommand postwritecode postmcptooluse`,
  PostToolUseFailure: "posttoolusefailure posttoolfailure toolfailed toolerror tooluseerror",
  Stop: "stop agentstop agentend afteragent turnend turnended turncomplete sessionidle postcascaderesponse",
  SubagentStart: "subagentstart subagentstarted",
  SubagentStop: "subagentstop subagentend subagentended",
  PreCompact: "precompact precompaction beforecompact beforecompaction sessioncompacting",
  SessionEnd: "sessionend sessionended sessionclosed"
}, byLetters = new Map(Object.entries(NAMES).flatMap(([event, names]) => names.split(/\s+/).map((name) => [name, event]))), lettersOf = (word) => word.replaceAll(/[^A-Za-z]/g, "").toLowerCase(), eventNamed = (word) => byLetters.get(lettersOf(word)), NEEDLESS = new Set(`afteragentresponse afteragentthought afterfileedit aftermcpexecution aftermodel aftershellexecution aftertabfileedit
  beforemcpexecution beforemodel beforereadfile beforeshellexecution beforetabfileread beforetool beforetoolcall
  beforetoolselection beforetooluse configchange cwdchanged directoryadded elicitation elicitationresult erroroccurred
  filechanged instructionsloaded interrupt messagedisplay notification permissiondenied permissionrequest postcompact
  postmodelrequest postmodelswitch postreadcode posttoolbatch precompress premcptooluse premodelrequest premodelswitch
  prereadcode preruncommand pretool pretoolcall pretooluse prewritecode setup stopcancelled stopfailure subagentstart
  taskcompleted taskcreated teammateidle toolexecutebefore userpromptexpansion worktreecreate worktreeremove`.split(/\s+/)), isNeedless = (word) => NEEDLESS.has(lettersOf(word)), PROMPTS = ["prompt", "user_prompt", "prompt_text", "user_message", "user_input", "query", "message"], UNNAMED = "unnamed";
function eventWord(agent, fields) {
  let word = firstText(fields, "hook_event_name", "agent_action_name", ...EVENT_NAMES) ?? firstText(recordOf(fields.event), "name", "type");
  if (word !== void 0)
    return word;
  if (agent === "copilot")
    return copilotsEvent(fields);
  return agent === "unknown" ? void 0 : UNNAMED;
}
function copilotsEvent(fields) {
  let has = (name) => fields[name] !== void 0;
  if (has("tool_name"))
    return has("tool_response") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse";
  if (has("agent_id") && !PROMPTS.some(has))
    return has("stop_reason") ? "subagentStop" : "subagentStart";
  if (has("stop_reason"))
    return "agentStop";
  if (has("trigger"))
    return "preCompact";
  if (has("source") || has("initial_prompt"))
    return "sessionStart";
  if (has("reason"))
    return "sessionEnd";
  return PROMPTS.some(has) ? "userPromptSubmitted" : UNNAMED;
}

// src/agents/facts/tool-names.ts
var NAMES2 = {
  runs: `bash bashcommand exec execcommand execute executebash executecommand executeinterminal executeshell
    executeshellcommand localshell powershell postruncommand runbash runcommand runcommands runinterminal runshell
    runshellcommand runterminal runterminalcmd runterminalcommand shell shellcommand shellexec terminal
    terminalcommand`,
  creates: "addfile create createfile createnewfile newfile",
  writes: "filewrite overwritefile postwritecode savefile write writefile writetofile",
  edits: `applydiff edit editcode editfile editfilev2 editfiles editnotebook editnotebookcell editnotebookfile fileedit
    insert insertcontent insertedit inserteditintofile inserttext modifyfile multiedit multireplacestring
    multireplacestringinfile multistrreplace notebookedit patchfile replace replaceinfile replacestring
    replacestringinfile searchreplace smartedit strreplace undoedit updatefile`,
  deletes: "delete deletefile deletefiles removefile removefiles",
  plans: "managetodolist settodos todo todolist todowrite updateplan updatetodo updatetodolist updatetodos writetodos"
}, EFFECTS = new Map(Object.entries(NAMES2).flatMap(([effect, names]) => names.split(/\s+/).map((name) => [name, effect]))), PREFIX = /^(?:copilot_|functions[.:]|default_api[.:])/, effectOf = (tool) => EFFECTS.get(textOf2(tool)?.replace(PREFIX, "").replaceAll(/[\s_-]/g, "").toLowerCase() ?? "");

// src/agents/facts/file-call.ts
function fileCall({ fields }, told) {
  let { isFailed, description, isNew, cwd = fields.cwd, agents = [] } = told, input = recordOf(fields.tool_input), outcome = isFailed ? "failed" : "ok", patch = patchIn(input);
  if (patch !== void 0)
    return { outcome, files: patchedFiles(patch, cwd) };
  let changed = changesIn(input.changes, cwd);
  if (changed.length > 0)
    return { outcome, files: changed };
  let paths = (told.path === void 0 ? pathsIn(input) : [told.path]).map((path) => absolutePath(path, cwd)), change = changeBy(fields.tool_name, textOf2(input.command), isNew);
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
  let several = [...listOf(input.files), ...listOf(input.replacements), ...listOf(input.edits)], named = [input, ...several.slice(0, MAX_ITEMS.files)].map((one) => firstText(recordOf(one), ...PATHS) ?? oneLine(textOf2(one)));
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
  let text = textOf2(list);
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
      let prompt = textOf2(fields.prompt);
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
  if (call.isEffectAlone === !0)
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
  return shownOutcome(command, output, outcome === "ok");
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

// src/agents/facts/plain-call.ts
var plainFacts = (payload, ...rest) => {
  let { event, fields } = payload, isKnown = effectOf(fields.tool_name) !== void 0 || patchIn(recordOf(fields.tool_input)) !== void 0;
  return (event === "PostToolUse" || event === "PostToolUseFailure") && isKnown ? neutralFacts(plainCall, payload, ...rest) : factsOf(payload, ...rest);
};
function plainCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = objectIn(fields.tool_response), isFailed = event === "PostToolUseFailure" || response.success === !1 || response.isError === !0, description = firstText(input, "description", "explanation");
  if (!isShell)
    return fileCall(payload, { isFailed, description });
  return {
    command: commandIn(input),
    description,
    outcome: isFailed ? "failed" : exitIn(response),
    output: textOf2(fields.error) ?? printedIn(response, fields.tool_response)
  };
}

// src/agents/facts/identity.ts
function identityOf({ event, fields, isShell }, timestamp) {
  let timeMs = typeof timestamp === "string" ? Date.parse(timestamp) || void 0 : timestamp, turn = fields.prompt_id, isCall = fields.tool_name !== void 0, mark = isCall ? fields.tool_use_id ?? timeMs : timeMs ?? turn;
  if (mark === void 0 || mark === null || nestsBelow(fields, MAX_DEPTH))
    return;
  let told = isCall ? callOf(fields, isShell) : NAMES3.map((name) => fields[name]);
  return Bun.hash(valuesIn([event, mark, turn, fields.agent_id, told]).join("\x00")).toString(36);
}
var NAMES3 = [
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
var MAX_EVENT_CHARS = 64, OF_PROCESS = "-of-process-", isOfProcess2 = (sessionId) => sessionId.includes(OF_PROCESS);
function translatedPayload2(agent, fields, text) {
  let named = withCall(withInner(inSnakeCase2(fields))), word = eventWord(agent, named);
  if (word === void 0)
    return null;
  let canonical = canonicalFields(named), known = eventNamed(word) ?? (isNeedless(word) ? void 0 : eventByShape(named)), isFailed = known === "PostToolUse" && canonical.error !== void 0, payload = {
    agent,
    event: isFailed ? "PostToolUseFailure" : known ?? clip(word, MAX_EVENT_CHARS),
    sessionId: sessionOf(named) ?? `${agent}${OF_PROCESS}${process.ppid}`,
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
    facts: plainFacts,
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
var eventByShape = (fields) => fields.tool_name !== void 0 && (fields.tool_response ?? fields.error ?? void 0) !== void 0 ? "PostToolUse" : void 0, INNER = ["payload", "data", "params", "properties", "event"];
function withInner(fields) {
  let word = firstText(fields, "hook_event_name", "event", "event_name", "hook_name") ?? "", own = Object.keys(inSnakeCase2({ [word]: 0 })).at(-1), inner = [...INNER, own].map((name) => recordOf(fields[name])).find((object) => Object.keys(object).length > 0);
  return inner === void 0 ? fields : { ...inSnakeCase2(inner), ...fields };
}
var SESSIONS = "session_id conversation_id trajectory_id thread_id chat_id task_id session conversation".split(" ");
function sessionOf(fields) {
  for (let name of SESSIONS) {
    let given = recordOf(fields[name]).id ?? fields[name], id = typeof given === "number" ? String(given) : textOf2(given);
    if (id !== void 0 && isSessionId(id))
      return id;
  }
  return;
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
  let info = recordOf(fields.tool_info), prompt = promptIn(first(fields, PROMPTS) ?? info.user_prompt), message = firstText(fields, "last_assistant_message", "prompt_response", "response");
  return {
    cwd: cwdOf(fields, info),
    transcript_path: firstText(fields, "transcript_path"),
    model: textOf2(fields.model) ?? firstText(recordOf(fields.model), "id", "name"),
    permission_mode: fields.permission_mode,
    source: fields.source,
    prompt: prompt === void 0 ? void 0 : withoutContext(prompt),
    prompt_id: firstText(fields, "prompt_id", "turn_id", "generation_id", "execution_id"),
    last_assistant_message: message ?? textOf2(info.response),
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
var DIRECTORIES = `cwd working_dir working_directory current_directory current_working_directory workdir directory
  project_dir project_directory project_path project_root workspace_root workspace_path workspace_dir
  workspace_folder`.split(/\s+/), FOLDERS = ["workspace_roots", "workspace_folders", "workspaces", "roots"];
function cwdOf(fields, info) {
  let [root] = listOf(first(fields, FOLDERS)), folder = textOf2(root) ?? firstText(recordOf(root), "path", "uri");
  return (firstText(fields, ...DIRECTORIES) ?? textOf2(info.cwd) ?? folder)?.replace(/^file:\/\/(?=\/)/, "");
}
function promptIn(prompt) {
  return textOf2(prompt) ?? firstText(recordOf(prompt), "text", "content") ?? textOf2(textIn(prompt));
}
function inputOf(given) {
  let fields = objectIn(given);
  return typeof given === "string" && Object.keys(fields).length === 0 ? { input: given } : fields;
}
var INPUTS = ["tool_input", "tool_args", "tool_arguments", "arguments", "args", "input", "parameters"], RESPONSES = ["tool_response", "tool_result", "tool_output", "result", "response", "output"], IDS = ["tool_use_id", "tool_call_id", "call_id"];
function withCall(fields) {
  let object = recordOf(first(fields, ["tool_call", "tool", "call"])), call = inSnakeCase2(object), name = firstText(fields, "tool_name") ?? firstText(call, "tool_name", "name") ?? textOf2(fields.tool);
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
    error: errorIn(fields.error) ?? textOf2(fields.error_message) ?? errorIn(recordOf(response).error)
  };
}
function first(fields, names) {
  for (let name of names)
    if (fields[name] !== void 0 && fields[name] !== null)
      return fields[name];
  return;
}
var errorIn = (error) => textOf2(error) ?? textOf2(recordOf(error).message);

export { eventNamed, isNeedless, UNNAMED, eventWord, effectOf, fileCall, neutralFacts, isOfProcess2, translatedPayload2, translatingHook2, inSnakeCase2 };
