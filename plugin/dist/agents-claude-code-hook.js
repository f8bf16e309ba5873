// @bun
import {
  clipTogether
} from "./git-git-refs.js";
import {
  withoutOwnText
} from "./base-text-own-text.js";
import {
  shownOutcome
} from "./model-check-outcome.js";
import {
  parsePayload,
  recordOf,
  listOf,
  firstOf,
  numberOf,
  MAX_ITEMS,
  Keeper,
  withoutUndefined,
  placeOf2
} from "./agents-claude-code-payload.js";
import {
  textOf
} from "./base-json.js";

// src/agents/detect.ts
function agentOf(fields, env) {
  let session = fields.session_id;
  if (session !== void 0 && session === env.CLAUDE_CODE_SESSION_ID)
    return "claude-code";
  return byWords(fields) ?? byEnvironment(fields, env) ?? byShape(fields);
}
function byWords(fields) {
  if (fields.agent === "opencode")
    return "opencode";
  if (fields.agent_action_name !== void 0)
    return "windsurf";
  if (fields.cursor_version !== void 0 || fields.cursorVersion !== void 0)
    return "cursor";
  if (fields.conversation_id !== void 0 && fields.generation_id !== void 0)
    return "cursor";
  let place = byTranscript(fields);
  if (place !== void 0)
    return place;
  let event = fields.hookEventName;
  if (typeof event === "string" && event === event.toLowerCase())
    return "grok";
  if (isGeminis(event))
    return "gemini";
  if (typeof event === "string" && fields.sessionId !== void 0)
    return "vscode";
  if (isOfCopilot(fields))
    return "copilot";
  return isOfCodex(fields) ? "codex" : void 0;
}
var PLACES = [
  ["/.claude/projects/", "claude-code"],
  ["/.codex/", "codex"],
  ["/.qwen/", "qwen"],
  ["/.factory/", "unknown"],
  ["/.gemini/", "gemini"],
  ["/.copilot/", "copilot"],
  ["/.cursor/", "cursor"],
  ["workspaceStorage", "vscode"]
];
function byTranscript(fields) {
  for (let [part, agent] of PLACES)
    if (isIn(fields, part))
      return agent;
  return;
}
function byEnvironment(fields, env) {
  let settings = env.CLAUDE_CONFIG_DIR;
  if (settings && startsIn(fields, `${settings}/projects/`))
    return "claude-code";
  if (env.GROK_HOOK_EVENT)
    return "grok";
  if (env.COPILOT_CLI === "1")
    return "copilot";
  let home = env.CODEX_HOME;
  if (home && startsIn(fields, `${home}/`))
    return "codex";
  if (env.QWEN_SESSION_ID || env.QWEN_PROJECT_DIR)
    return "qwen";
  return env.GEMINI_SESSION_ID ? "gemini" : void 0;
}
function byShape(fields) {
  let event = fields.hook_event_name;
  if (isGeminis(event))
    return "gemini";
  if (fields.event !== void 0 && fields.working_dir !== void 0)
    return "goose";
  let path = fields.transcript_path, isPath = path === void 0 ? fields.timestamp === void 0 : typeof path === "string";
  return isCapital(event) && isClaudesTool(fields) && isPath ? "claude-code" : "unknown";
}
var NOT_CLAUDES = " ApplyPatch Create Execute Shell StrReplace ";
function isClaudesTool(fields) {
  let tool = fields.tool_name;
  if (tool === void 0)
    return !0;
  if (typeof tool !== "string" || NOT_CLAUDES.includes(` ${tool} `))
    return !1;
  let input = fields.tool_input;
  if (tool === "Write" || tool === "Edit")
    return input?.file_path !== void 0;
  return isCapital(tool) || tool.startsWith("mcp__");
}
var isCapital = (word) => typeof word === "string" && word > "A" && word < "[", EVENT_NAMES = ["hook_event_name", "event", "event_name", "event_type", "hook_event", "hook_name"];
function isOfCopilot(fields) {
  let result = fields.tool_result;
  if ((result?.result_type ?? result?.resultType) !== void 0)
    return !0;
  if (fields.initial_prompt !== void 0 || fields.initialPrompt !== void 0)
    return !0;
  return typeof fields.timestamp === "number" && (fields.sessionId ?? fields.session_id) !== void 0 && !namesEvent(fields);
}
var IN_CAMEL_CASE = ["hookEventName", "eventName", "eventType", "hookEvent", "hookName"];
function namesEvent(fields) {
  for (let name of EVENT_NAMES)
    if (fields[name] !== void 0)
      return !0;
  for (let name of IN_CAMEL_CASE)
    if (fields[name] !== void 0)
      return !0;
  return !1;
}
function isOfCodex(fields) {
  let isNamed = typeof fields.hook_event_name === "string";
  if (fields.turn_id !== void 0)
    return isNamed || fields.transcript_path !== void 0;
  return isNamed && fields.transcript_path === null;
}
function isGeminis(event) {
  switch (event) {
    case "BeforeAgent":
    case "AfterAgent":
    case "BeforeTool":
    case "AfterTool":
    case "BeforeModel":
    case "AfterModel":
    case "BeforeToolSelection":
    case "PreCompress":
      return !0;
    default:
      return !1;
  }
}
function isIn(fields, part) {
  let path = fields.transcript_path ?? fields.transcriptPath;
  return typeof path === "string" && path.includes(part);
}
function startsIn(fields, directory) {
  let path = fields.transcript_path;
  return typeof path === "string" && path.startsWith(directory);
}

// src/agents/facts/collect-facts.ts
function collectFacts(payload, atMs, git, caller, addEvent) {
  return clipTogether((clip) => {
    let facts = [], keep = new Keeper(clip), agentId = keep.id(payload.fields.agent_id), to = { keep, add: (kind, key, data) => {
      let fact = { kind, key, atMs, data: withoutUndefined(data) };
      facts.push(agentId === void 0 || kind === "agent" ? fact : { ...fact, agentId });
    }, directory: caller.directory ?? caller.project };
    return addSession(payload, caller, to), addStart(caller, git, to), addGit(git, to), addEvent(to), facts;
  });
}
function addSession({ agent, event, fields }, { isAttended, process }, { keep, add }) {
  add("session", "", {
    agent,
    cwd: keep.text(fields.cwd, "path"),
    model: keep.text(fields.model, "word"),
    transcriptPath: keep.text(fields.transcript_path, "path"),
    permissionMode: keep.text(fields.permission_mode, "word"),
    source: event === "SessionStart" ? keep.text(fields.source, "word") : void 0,
    title: keep.text(fields.session_title, "description"),
    isAttended,
    wasAttended: isAttended || void 0,
    process
  });
}
function addStart({ directory, given }, git, { keep, add }) {
  if (directory !== void 0)
    add("start", "", { directory: keep.text(directory, "path"), worktree: keep.text(git?.worktree, "path") });
  if (given !== void 0)
    add("continues", given.sessionId, { activeMs: given.activeMs });
}
function addGit(git, { keep, add }) {
  if (git === null)
    add("git", "", { branch: null, head: null, worktree: null });
  else if (git !== void 0) {
    let branch = git.branch === null ? null : keep.text(git.branch, "branch");
    add("git", "", { branch, head: git.head, worktree: keep.text(git.worktree, "path") });
  }
}
function addPlainEvent({ event, fields }, { keep, add }) {
  if (event === "PreCompact") {
    let instructions = keep.text(fields.custom_instructions, "prompt");
    add("compact", "", { trigger: keep.text(fields.trigger, "word"), instructions });
  } else if (event === "SessionEnd")
    add("end", "", { reason: keep.text(fields.reason, "word") });
}

// src/agents/claude-code/tool-facts.ts
var isPoll = (tool) => tool !== void 0 && /^(?:TaskOutput|AgentOutputTool|BashOutput(?:Tool)?)$/.test(tool);
function addOperation(payload, to) {
  let { keep, add } = to, { event, fields } = payload, tool = textOf(fields.tool_name), input = recordOf(fields.tool_input);
  if (isPoll(tool))
    return addPolled(input, recordOf(fields.tool_response), to);
  let key = keep.operationKey(payload), isShell = tool === "Bash" || tool === "PowerShell" || payload.isShell === !0, isAgent = tool === "Agent" || tool === "Task", isFailed = event === "PostToolUseFailure", outcome = isShell && !tellsFailure(payload) ? void 0 : "ok", command = isShell ? keep.text(input.command, "command") : void 0, description = isShell || isAgent ? keep.text(input.description, "description") : void 0;
  if (add("operation", key, {
    tool: keep.text(tool, "word"),
    target: keep.text(input.file_path ?? input.notebook_path, "path") ?? (isShell ? command : description),
    outcome: isFailed ? "failed" : outcome,
    durationMs: numberOf(fields.duration_ms)
  }), !isFailed)
    addToolEffects(tool ?? "", input, recordOf(fields.tool_response), to);
  if (!isShell)
    return;
  let commanded = commandOutcome(payload), error = commanded === "failed" ? keep.error(isFailed ? fields.error : outputOf(payload)) : void 0, taskId = isFailed ? void 0 : keep.id(recordOf(fields.tool_response).backgroundTaskId);
  add("command", key, { command, description, outcome: commanded, error, taskId, cwd: placeOf2(payload, to) });
}
var tellsFailure = ({ agent }) => agent === "claude-code";
function commandOutcome(payload) {
  let { event, fields } = payload;
  if (event === "PostToolUseFailure")
    return fields.is_interrupt === !0 ? "interrupted" : "failed";
  if (!tellsFailure(payload))
    return;
  let response = recordOf(fields.tool_response);
  if (textOf(response.backgroundTaskId) !== void 0)
    return "background";
  if (response.interrupted === !0)
    return "interrupted";
  let command = textOf(recordOf(fields.tool_input).command);
  return command === void 0 ? "ok" : shownOutcome(command, outputOf(payload), !0);
}
function outputOf({ fields }) {
  let { stdout, stderr } = recordOf(fields.tool_response);
  return `${textOf(stdout) ?? ""}
${textOf(stderr) ?? ""}`;
}
function addToolEffects(tool, input, response, to) {
  let { keep, add } = to;
  switch (tool) {
    case "Write":
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit": {
      let path = keep.text(input.file_path ?? input.notebook_path ?? response.filePath, "path");
      if (path === void 0 || response.staged === !0)
        break;
      let isCreated = tool === "Write" && response.type === "create";
      add("file", path, isCreated ? createdBy(tool) : { change: "modified", by: tool });
      break;
    }
    case "Bash":
    case "PowerShell":
      if (response.bashEditDiff !== void 0)
        addShellFiles(tool, recordOf(response.bashEditDiff), to);
      break;
    case "Agent":
    case "Task":
      addAgent(input, response, to);
      break;
    case "TaskStop":
    case "KillShell":
    case "KillBash": {
      let given = input.task_id ?? input.shell_id ?? input.bash_id, taskId = keep.id(response.task_id ?? response.shell_id ?? given);
      if (taskId !== void 0)
        add("agent", taskId, { status: "stopped", by: tool });
      break;
    }
    case "TodoWrite": {
      let todos = firstOf(input.todos ?? response.newTodos, MAX_ITEMS.todos);
      add("todos", "", { todos: todos.map((todo) => keep.pick(todo, { content: "todo", status: "word" })) });
      break;
    }
    case "TaskCreate":
    case "TaskUpdate":
      addTask(input, response, to);
      break;
    case "ExitPlanMode": {
      let text = keep.text(response.plan ?? input.plan, "plan"), filePath = keep.text(response.filePath ?? input.planFilePath, "path");
      if (text !== void 0)
        add("plan", "", { text, filePath });
      break;
    }
  }
}
function addPolled(input, response, { keep, add }) {
  let task = response.task === void 0 ? response : recordOf(response.task), given = input.task_id ?? input.bash_id ?? input.shell_id ?? input.agentId, taskId = keep.id(task.task_id ?? task.shellId ?? task.bash_id ?? given), told = keep.text(task.status, "word"), exitCode = numberOf(task.exitCode ?? task.exit_code), isOver = told !== void 0 && told !== "running" && told !== "pending";
  if (taskId === void 0 || !isOver && exitCode === void 0)
    return;
  let status = (exitCode ?? 0) === 0 ? isOver ? told : "completed" : told === "killed" ? told : "failed", streams = [task.stdout, task.stderr].map(textOf).filter((text) => text !== void 0 && text !== ""), output = task.error ?? task.output ?? streams.join(`
`), lastMessage = status === "failed" ? keep.error(output) : keep.text(task.result, "agentMessage");
  add("agent", taskId, { status, lastMessage });
}
var createdBy = (by) => ({ change: "created", by, isNew: !0 });
function addShellFiles(tool, diff, { keep, add }) {
  let changes = /* @__PURE__ */ new Map;
  for (let path of listOf(diff.changedFiles))
    changes.set(path, "modified");
  for (let file of listOf(diff.files).map(recordOf)) {
    let change = file.deleted === !0 ? "deleted" : "modified";
    changes.set(file.filePath, file.created === !0 ? "created" : change);
  }
  for (let [value, change] of [...changes].slice(0, MAX_ITEMS.files)) {
    let path = keep.text(value, "path");
    if (path !== void 0)
      add("file", path, change === "created" ? createdBy(tool) : { change, by: tool });
  }
}
function addAgent(input, response, { keep, add }) {
  let agentId = keep.id(response.agentId);
  if (agentId === void 0)
    return;
  let launched = textOf(response.status)?.endsWith("_launched") ? "running" : void 0, texts = listOf(response.content).map((block) => textOf(recordOf(block).text) ?? "");
  add("agent", agentId, {
    type: keep.text(response.agentType ?? input.subagent_type, "word"),
    description: keep.text(input.description, "description"),
    status: response.status === "completed" ? "completed" : launched,
    lastMessage: keep.text(texts.join(`
`), "agentMessage")
  });
}
function addTask(input, response, { keep, add }) {
  let task = recordOf(response.task), taskId = keep.id(task.id ?? response.taskId ?? input.taskId);
  if (taskId === void 0 || response.success === !1)
    return;
  let status = input.status ?? (task.id === void 0 ? void 0 : "pending"), subject = keep.text(task.subject ?? input.subject, "todo");
  add("task", taskId, { subject, status: keep.text(status, "word") });
}

// src/agents/claude-code/facts.ts
function factsOf(payload, atMs, git, caller = {}) {
  return collectFacts(payload, atMs, git, caller, (to) => addEvent(payload, to));
}
function addEvent(payload, to) {
  switch (payload.event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addOperation(payload, to);
      break;
    case "UserPromptSubmit":
      addPrompt(payload, to);
      break;
    case "Stop":
      addStop(payload, to);
      break;
    case "SubagentStop":
      addSubagentStop(payload.fields, to);
      break;
    default:
      addPlainEvent(payload, to);
  }
}
function addPrompt(payload, to) {
  let { keep, add } = to, prompt = withoutOwnText(textOf(payload.fields.prompt) ?? "");
  if (prompt.startsWith("<task-notification>"))
    addNotification(prompt, to);
  else if (prompt !== "" && isOfUser(payload.fields.source))
    add("prompt", keep.key(payload.fields.prompt_id, payload), { text: keep.text(prompt, "prompt") });
}
function isOfUser(source) {
  return source === void 0 || source === "user" || source === "sdk";
}
function addNotification(prompt, { keep, add }) {
  let taskId = keep.id(/<task-id>([^<\s]{1,256})<\/task-id>/.exec(prompt)?.[1]), status = keep.text(/<status>([^<]{1,128})<\/status>/.exec(prompt)?.[1]?.trim(), "word");
  if (taskId === void 0 || status === void 0)
    return;
  let result = /<result>([^]*)<\/result>/.exec(prompt)?.[1] ?? /<summary>([^]*?)<\/summary>/.exec(prompt)?.[1];
  add("agent", taskId, status === "running" || status === "pending" ? { status } : { status, lastMessage: keep.text(result?.trim(), "agentMessage") });
}
function addStop(payload, { keep, add }) {
  let { fields } = payload, said = fields.last_assistant_message, text = keep.text(said, "message");
  add("message", "last", { text });
  let short = keep.text(said, "turn");
  if (short !== void 0)
    add("turn", keep.key(fields.prompt_id, payload), { text: short });
  if (!Array.isArray(fields.background_tasks) && !Array.isArray(fields.session_crons))
    return;
  let tasks = firstOf(fields.background_tasks, MAX_ITEMS.background).map((task) => keep.pick(task, { id: "id", type: "word", status: "word", description: "description", command: "command" })), crons = firstOf(fields.session_crons, MAX_ITEMS.background).map((cron) => ({
    ...keep.pick(cron, { id: "id", schedule: "word", prompt: "description" }),
    recurring: cron.recurring === !0
  }));
  add("background", "", { tasks, crons });
}
function addSubagentStop(fields, { keep, add }) {
  let agentId = keep.id(fields.agent_id);
  if (agentId === void 0 || fields.agent_type === "")
    return;
  let lastMessage = keep.text(fields.last_assistant_message, "agentMessage");
  add("agent", agentId, { type: keep.text(fields.agent_type, "word"), status: "completed", lastMessage });
}

// src/agents/claude-code/hook.ts
var claudeCodeHook = {
  id: "claude-code",
  parse: parsePayload,
  facts: factsOf,
  pid: (env) => Number(env.CLAUDE_PID) || void 0,
  hasProcess: !0,
  isAttended,
  context: (additionalContext) => JSON.stringify({ hookSpecificOutput: { hookEventName: "SessionStart", additionalContext } })
};
function isAttended(env) {
  let told = env.CLAUDE_CODE_SESSION_ATTENDED;
  if (told === "0" || told === "1")
    return told === "1";
  let entry = env.CLAUDE_CODE_ENTRYPOINT;
  return entry ? !entry.startsWith("sdk") : void 0;
}

export { agentOf, EVENT_NAMES, collectFacts, addPlainEvent, factsOf, claudeCodeHook };
