// @bun
import {
  DEFAULTS,
  isPaused,
  rootsIn,
  projectOf2,
  readSources,
  userConfigIn,
  resolveSources
} from "./base-config-sources.js";
import {
  clipTogether
} from "./redact-redact.js";
import {
  mayStart
} from "./supervisor-start-backoff.js";
import {
  VERSION,
  isOlder
} from "./base-version.js";
import {
  ignoresAll,
  queuePaths,
  queueDirectories,
  callersDirectory,
  statIn,
  STATE_NAME,
  stateDirectoryOf,
  whyMissing
} from "./platform-bun-callers-directory.js";
import {
  withoutOwnText
} from "./base-text-own-text.js";
import {
  notificationIn,
  shownOutcome
} from "./model-check-outcome.js";
import {
  readFields,
  parsePayload,
  hasUsualNames,
  recordOf,
  listOf,
  firstOf,
  numberOf,
  MAX_CHARS,
  MAX_ITEMS,
  Keeper,
  withoutUndefined,
  placeOf2
} from "./agents-claude-code-payload.js";
import {
  UPTIME_FILE,
  upMsIn
} from "./platform-boot-clock.js";
import {
  systemClock
} from "./base-clock.js";
import {
  enqueue,
  orRemove
} from "./queue-producer-enqueue.js";
import {
  completeEntry
} from "./queue-entry.js";
import {
  hashOf2,
  isFileName
} from "./base-ids.js";
import {
  textOf2
} from "./base-json.js";
import {
  mayBeFull
} from "./queue-producer-limits.js";
import {
  directoryByEnvironment,
  headIn
} from "./git-git-refs.js";

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

// src/capture/commit.ts
function commit(job) {
  let key = readKey(job);
  return key === null ? commitFirst(job) : commitWith(job, key);
}
var KEY_CHARS = 64;
function readKey({ io, paths, options: { env } }) {
  let directory = directoryByEnvironment("data", env, paths.root, io.holdsGit), text = directory === null ? null : io.readOwn(`${directory}/key`);
  return text !== null && text.length === KEY_CHARS + 1 ? text.slice(0, KEY_CHARS) : null;
}
async function commitFirst(job) {
  return commitWith(job, await (await import("./capture-fallback.js")).makeKey(job.paths.root, job.options.env));
}
function commitWith(job, key) {
  let { io, paths, config, odd } = job;
  if (!job.isUnderstood)
    return saveBesideOlder(job, key);
  if (odd !== null)
    return saveElse(job, key, Error(`${odd} is no directory`));
  return mayBeFull(io.size(paths.pending) ?? 0, config) ? countFirst(job, key) : tryToEnqueue(job, key);
}
function tryToEnqueue(job, key) {
  let { io, paths, entry, options } = job, isCommitted = !1, onStep = (step) => {
    if (step === "renamed")
      isCommitted = !0;
    options.onStep?.(step);
  };
  try {
    let { durability, maxEntryBytes } = job.config;
    return enqueue(paths, io, [entry], { durability, maxEntryBytes, key, onStep });
  } catch (error) {
    return saveElse(job, key, error, isCommitted);
  }
}
async function countFirst(job, key) {
  try {
    (await import("./import-capacity.js")).assertCapacity(job.paths, job.config);
  } catch (error) {
    return saveElse(job, key, error);
  }
  return tryToEnqueue(job, key);
}
async function saveElse(job, key, error, isCommitted = !1) {
  let { paths, config, entry } = job, left = isCommitted ? [] : [entry];
  return (await import("./capture-fallback.js")).saveWithoutQueue(paths, left, { ...config, key }, error);
}
async function saveBesideOlder({ paths, config, entry }, key) {
  return (await import("./capture-fallback.js")).saveBesideOlder(paths, entry, { ...config, key });
}

// src/capture/caller/caller.ts
function callerOf(io, env, payload, hook) {
  if (payload.fields.agent_id !== void 0)
    return {};
  let directory = directoryOf(env, payload);
  if (!hook.hasProcess)
    return { directory };
  return { isAttended: hook.isAttended(env), directory, process: processOf(io, agentPid(io, env, hook)) };
}
function agentPid(io, env, hook) {
  let named = hook.pid(env);
  if (named !== void 0 && named > 0)
    return named > 1 ? named : void 0;
  let pid = process.ppid, parent = statIn(io.read(`/proc/${pid}/stat`));
  if (parent !== null && isShell(parent.name))
    pid = parent.parentPid;
  return pid > 1 ? pid : void 0;
}
function isShell(name) {
  return name === "sh" || name === "bash" || name === "dash" || name === "zsh";
}
function processOf(io, pid) {
  if (pid === void 0 || pid % 1 !== 0)
    return;
  let startTicks = statIn(io.read(`/proc/${pid}/stat`))?.startTicks, initTicks = statIn(io.read("/proc/1/stat"))?.startTicks, bootId = io.read("/proc/sys/kernel/random/boot_id")?.trim();
  if (startTicks === void 0 || initTicks === void 0 || bootId === void 0)
    return { pid };
  return { pid, startTicks, initTicks, bootId };
}
var directoryOf = (env, { fields }) => env.CLAUDE_PROJECT_DIR || textOf2(fields.cwd);

// src/capture/entries.ts
function checkpointType(event) {
  switch (event) {
    case "PostToolUse":
    case "PostToolUseFailure":
    case "SubagentStop":
      return "auto";
    case "PreCompact":
      return "compact";
    case "Stop":
    case "SessionEnd":
      return "stop";
    default:
      return null;
  }
}
function observationEntry(observation, identity) {
  let { sessionId, event, checkpoint, facts } = observation, entry = {
    operation: "observe",
    payload: observation,
    priority: checkpoint === void 0 ? 5 : 3,
    metadata: { session_id: sessionId, event },
    group: sessionId
  }, operation = operationIn(facts), key = operation === void 0 ? identity && `${event}:${identity}` : operation.key;
  return key === void 0 ? entry : { ...entry, id: `observe:${sessionId}:${key}` };
}
function operationIn(facts) {
  for (let fact of facts)
    if (fact.kind === "operation")
      return fact;
  return;
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
function addSession({ agent, event, fields }, { isAttended, process: process2 }, { keep, add }) {
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
    process: process2
  });
}
function addStart({ directory, given }, git, { keep, add }) {
  if (directory !== void 0)
    add("start", "", { directory: keep.text(directory, "path"), worktree: keep.text(git?.worktree, "path") });
  if (given !== void 0) {
    let { sessionId, ...more } = given;
    add("continues", sessionId, more);
  }
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
  let { keep, add } = to, { event, fields } = payload, tool = textOf2(fields.tool_name), input = recordOf(fields.tool_input);
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
  let commanded = commandOutcome(payload), error = commanded === "failed" ? keep.error(isFailed ? fields.error : outputOf(fields.tool_response)) : void 0, taskId = isFailed ? void 0 : keep.id(recordOf(fields.tool_response).backgroundTaskId);
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
  if (textOf2(response.backgroundTaskId) !== void 0)
    return "background";
  if (response.interrupted === !0)
    return "interrupted";
  let command = textOf2(recordOf(fields.tool_input).command);
  return command === void 0 ? "ok" : shownOutcome(command, outputOf(fields.tool_response), !0);
}
function outputOf(response) {
  let { stdout = response, stderr } = recordOf(response);
  return `${textOf2(stdout) ?? ""}
${textOf2(stderr) ?? ""}`;
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
  let status = (exitCode ?? 0) === 0 ? isOver ? told : "completed" : told === "killed" ? told : "failed", output = task.error ?? task.output ?? outputOf(task).trim(), lastMessage = status === "failed" ? keep.error(output) : keep.text(task.result, "agentMessage");
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
  let launched = textOf2(response.status)?.endsWith("_launched") ? "running" : void 0, texts = listOf(response.content).map((block) => textOf2(recordOf(block).text) ?? "");
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
  let { keep, add } = to, prompt = withoutOwnText(textOf2(payload.fields.prompt) ?? ""), notification = notificationIn(prompt);
  if (notification !== null)
    addNotification(notification, to);
  else if (prompt !== "" && isOfUser(payload.fields.source))
    add("prompt", keep.key(payload.fields.prompt_id, payload), { text: keep.text(prompt, "prompt") });
}
function isOfUser(source) {
  return source === void 0 || source === "user" || source === "sdk";
}
function addNotification({ result, ...said }, { keep, add }) {
  let taskId = keep.id(said.taskId), status = keep.text(said.status, "word");
  if (taskId === void 0 || status === void 0)
    return;
  add("agent", taskId, status === "running" || status === "pending" ? { status } : { status, lastMessage: keep.text(result, "agentMessage") });
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

// src/capture/caller/git-seen.ts
var READ_BYTES = 65536;
function gitDirectoryOf(io, env, root, cwd) {
  if (!root.endsWith(`/${STATE_NAME}`))
    return cwd;
  let project = root.slice(0, -STATE_NAME.length - 1);
  if (cwd === project || cwd.startsWith(`${project}/`))
    return cwd;
  for (let directory of [cwd, env.CLAUDE_PROJECT_DIR ?? ""])
    if (directory.startsWith("/") && stateDirectoryOf(io, env, directory).root === root)
      return directory;
  return project;
}
var NAMES_DIRECTORY = "gitdir: ";
function gitSeen(io, cwd) {
  if (!cwd.startsWith("/") || cwd.includes("\x00"))
    return;
  if (`${cwd}/`.includes("/../"))
    return;
  for (let directory = withoutSlash(cwd);; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    let kind = io.kind(`${directory}/.git`);
    if (kind === "another's")
      return anothersIn(io, directory, cwd);
    if (kind !== null)
      return seenIn(io, directory, kind);
    if (directory === "")
      return null;
    if (io.kind(directory) === "link")
      return;
  }
}
function seenIn(io, worktree, kind) {
  let own = io.kind(worktree === "" ? "/" : worktree);
  if (own === "another's")
    return null;
  if (own !== "directory" || kind !== "directory" && kind !== "other")
    return;
  let path = `${worktree}/.git`, gitDirectory = kind === "directory" ? path : namedBy(io, path);
  if (typeof gitDirectory !== "string")
    return gitDirectory;
  return headAt(io, worktree, gitDirectory);
}
function headAt(io, worktree, gitDirectory) {
  let shared = io.read(`${gitDirectory}/commondir`)?.trim(), common = within(gitDirectory, shared ?? "."), head = headIn(io.read, gitDirectory, common);
  if (head === null)
    return;
  if (head.head === null && (io.size(`${common}/packed-refs`) ?? 0) > READ_BYTES)
    return;
  return { branch: head.branch, head: head.head, worktree: worktree === "" ? "/" : worktree };
}
function anothersIn(io, worktree, cwd) {
  if (io.kind(withoutSlash(cwd)) !== "another's" || io.kind(worktree) !== "another's")
    return null;
  return headAt(io, worktree, `${worktree}/.git`);
}
function namedBy(io, path) {
  if (!io.owns(path))
    return null;
  let text = io.read(path)?.trim();
  if (text === void 0 || !text.startsWith(NAMES_DIRECTORY) || text.includes(`
`))
    return;
  let directory = within(path.slice(0, path.lastIndexOf("/")), text.slice(NAMES_DIRECTORY.length)), kind = io.kind(directory);
  if (kind === "another's")
    return null;
  return kind === "directory" && io.read(`${directory}/gitdir`)?.trim() === path ? directory : void 0;
}
async function lookCloser(cwd) {
  return (await import("./capture-caller-git-closer.js")).gitSeenCloser(cwd);
}
var within = (directory, path) => path.startsWith("/") ? path : `${directory}/${path}`;
function withoutSlash(path) {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47)
    end -= 1;
  return path.slice(0, end);
}

// src/platform/libc-files.ts
var O_NOFOLLOW = process.arch === "arm64" ? 32768 : 131072;
var encoder = /* @__PURE__ */ new TextEncoder, decoder = /* @__PURE__ */ new TextDecoder, cString = (text) => encoder.encode(`${text}\x00`), nativeFfi = Bun.FFI;
function openLibrary({ dlopen }) {
  return dlopen("libc.so.6", {
    open: { args: ["buffer", "i32", "i32"], returns: "i32" },
    read: { args: ["i32", "buffer", "u64"], returns: "i32" },
    write: { args: ["i32", "buffer", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    rename: { args: ["buffer", "buffer"], returns: "i32" },
    lseek: { args: ["i32", "u64", "i32"], returns: "i32" },
    umask: { args: ["u32"], returns: "u32" },
    statx: { args: ["i32", "buffer", "i32", "u32", "buffer"], returns: "i32" },
    poll: { args: ["buffer", "u64", "i32"], returns: "i32" }
  }).symbols;
}
function failed(call, path) {
  return Error(`${call} failed: ${path}`);
}
async function openLibcFiles(ffi = nativeFfi) {
  if (process.platform !== "linux" || process.arch !== "x64" && process.arch !== "arm64")
    return null;
  let opener = ffi ?? await import("bun:ffi"), libc;
  try {
    libc = openLibrary(opener);
  } catch {
    return null;
  }
  if (libc === void 0)
    return null;
  let opened, rest = () => opened ??= openRest(opener);
  return {
    create(path, text) {
      let fd = libc.open(cString(path), 193, 384);
      if (fd < 0)
        throw failed("open", path);
      if (writeAll(libc, fd, encoder.encode(text)))
        return;
      throw rest().unlink(cString(path)), failed("write", path);
    },
    append: (path, bytes) => writeTo(libc, path, 3137 | O_NOFOLLOW, bytes),
    overwrite: (path, text) => writeTo(libc, path, 2049 | O_NOFOLLOW, encoder.encode(text)),
    rename(from, to) {
      if (libc.rename(cString(from), cString(to)) !== 0)
        throw failed("rename", from);
    },
    link(from, to) {
      if (rest().link(cString(from), cString(to)) !== 0)
        throw failed("link", to);
    },
    unlink(path) {
      if (rest().unlink(cString(path)) !== 0)
        throw failed("unlink", path);
    },
    sync(path) {
      let fd = libc.open(cString(path), 0, 0);
      if (fd < 0)
        throw failed("open", path);
      let isSynced = rest().fsync(fd) === 0;
      if (libc.close(fd), !isSynced)
        throw failed("fsync", path);
    },
    ring: (path) => ring(libc, path),
    read: (path) => readSmall(libc, path, O_NOFOLLOW),
    readOwn: (path) => isOwn(libc, path) ? readSmall(libc, path, 0) : null,
    size: (path) => sizeOf(libc, path),
    kind: (path) => kindOf(libc, path),
    owns: (path) => statOwner(libc, path) && uidIn(statBuffer) === process.geteuid(),
    umask: (mask) => void libc.umask(mask),
    readStdin: (deadlineMs, maxBytes, isComplete) => readStdin(libc, deadlineMs, maxBytes, isComplete)
  };
}
function writeTo(libc, path, flags, bytes) {
  let fd = libc.open(cString(path), flags, 384);
  if (fd < 0)
    throw failed("open", path);
  if (!writeAll(libc, fd, bytes))
    throw failed("write", path);
}
function writeAll(libc, fd, bytes) {
  let written = libc.write(fd, bytes, bytes.length);
  return libc.close(fd) === 0 && written === bytes.length;
}
function openRest({ dlopen }) {
  return dlopen("libc.so.6", {
    fsync: { args: ["i32"], returns: "i32" },
    link: { args: ["buffer", "buffer"], returns: "i32" },
    unlink: { args: ["buffer"], returns: "i32" }
  }).symbols;
}
function ring(libc, path) {
  let fd = libc.open(cString(path), 2049 | O_NOFOLLOW, 0);
  if (fd < 0)
    return !1;
  let isPipe = libc.lseek(fd, 0, 1) < 0;
  if (isPipe)
    libc.write(fd, new Uint8Array([1]), 1);
  return libc.close(fd), isPipe;
}
var OTHERS_WRITE = 18;
function isOwn(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 0, 10, found) !== 0)
    return !1;
  return uidIn(found) === process.geteuid() && (found[28] & OTHERS_WRITE) === 0;
}
var statBuffer;
function sizeOf(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 0, 512, found) !== 0)
    return null;
  let size = 0;
  for (let index = 7;index >= 0; index -= 1)
    size = size * 256 + found[40 + index];
  return size;
}
function kindOf(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  if (libc.statx(-100, cString(path), 256, 11, found) !== 0)
    return null;
  let type = found[29] & 240;
  if (type === 64 && uidIn(found) !== process.geteuid())
    return "another's";
  if (type === 64)
    return isOpenToUser(found) ? "directory" : "shut";
  return type === 160 ? "link" : "other";
}
function statOwner(libc, path) {
  let found = statBuffer ??= new Uint8Array(256);
  return libc.statx(-100, cString(path), 256, 8, found) === 0;
}
var isOpenToUser = (found) => (found[28] & 192) === 192 && (found[29] & 1) === 1;
function uidIn(found) {
  let uid = 0;
  for (let index = 3;index >= 0; index -= 1)
    uid = uid * 256 + found[20 + index];
  return uid;
}
var readBuffer;
function readSmall(libc, path, flags) {
  let fd = libc.open(cString(path), 2048 | flags, 0);
  if (fd < 0)
    return null;
  let buffer = readBuffer ??= new Uint8Array(65536), length = libc.read(fd, buffer, buffer.length);
  return libc.close(fd), length < 0 ? null : decoder.decode(buffer.subarray(0, length));
}
function readStdin(libc, deadlineMs, maxBytes, isComplete) {
  let endMs = performance.now() + deadlineMs, buffer = new Uint8Array(65536), length = 0, pollFd = new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0]), isReadable = (waitMs) => libc.poll(pollFd, 1, waitMs) > 0;
  while (length < maxBytes) {
    if (length > 0 && buffer[length - 1] === 10 && !isReadable(0) && isComplete(buffer.subarray(0, length)))
      break;
    let leftMs = endMs - performance.now();
    if (!isReadable(leftMs > 0 ? leftMs + 1 | 0 : 0))
      break;
    if (length === buffer.length) {
      let larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer), buffer = larger;
    }
    let got = libc.read(0, buffer.subarray(length), buffer.length - length);
    if (got <= 0)
      break;
    length += got;
  }
  return buffer.subarray(0, length < maxBytes ? length : maxBytes);
}

// src/capture/io.ts
function real(path) {
  try {
    return process.getBuiltinModule("node:fs").realpathSync(path);
  } catch {
    return null;
  }
}
async function openHookIo() {
  let io = await openLibcFiles() ?? (await import("./import-node-io.js")).nodeHookIo;
  io.umask(63);
  let known = {};
  return { real, ...io, holdsGit: (directory) => known[directory] ??= io.kind(`${directory}/.git`) !== null };
}

// src/capture/session/state-directory.ts
function stateDirectory(env, told, io, roots = {}) {
  if (env.HIVE_ROOT)
    return { root: absolute(env.HIVE_ROOT, env), older: null };
  let directory = projectDirectory(env, told);
  if (directory === "/")
    directory = io.real(`/proc/${process.ppid}/cwd`) ?? directory;
  let { root, kind, project, older } = stateDirectoryOf(io, env, directory, roots);
  if (kind === "other" || kind === "another's")
    throw unusable(root, `nothing is saved: ${root} is ${kind === "other" ? "no directory" : "another user's"}`);
  if (kind === "link")
    throw unusable(root, `nothing is saved: ${root} is a link; if you made it: HIVE_ROOT=${root}`);
  if (kind === null && project === null && io.kind(root.slice(0, root.lastIndexOf("/")) || "/") === null)
    throw unusable(root, `the project ${directory} ${whyMissing(directory)}: nothing is saved`);
  return { root, older };
}
function ownRoots(io, env) {
  let directory = directoryByEnvironment("config", env, void 0, io.holdsGit);
  return directory === null ? searchRoots(io, env) : rootsIn(io.readOwn(userConfigIn(directory)));
}
async function searchRoots(io, env) {
  let directory = (await import("./import-own-directory.js")).ownDirectory("config", env);
  return directory === null ? {} : rootsIn(io.readOwn(userConfigIn(directory)));
}
function sessionNote(io, env, payload) {
  if (env.HIVE_ROOT || payload.sessionId.includes("-of-process-"))
    return null;
  return notePath(io, env, payload);
}
function notePath(io, env, payload) {
  let data = directoryByEnvironment("data", env, void 0, io.holdsGit);
  return data === null ? searchNote(env, payload) : noteIn(data, payload);
}
async function searchNote(env, payload) {
  let state = `${projectDirectory(env, payload)}/.hive-mind`, data = (await import("./import-own-directory.js")).ownDirectory("data", env, state);
  return data === null ? null : noteIn(data, payload);
}
var fileNameOf = (id) => isFileName(id) ? id : hashOf2(id), noteIn = (data, { sessionId }) => `${data}/sessions/${fileNameOf(sessionId)}`, LEFT_OUT = "left out";
function notedPlace(io, note, { event, fields }) {
  if (note === null || event === "SessionStart" && fields.source === "startup")
    return null;
  let root = io.readOwn(note);
  if (root === LEFT_OUT)
    return;
  return root?.startsWith("/") === !0 && io.kind(root) === "directory" ? { root, older: null } : null;
}
function firstPlace(io, env, payload, roots) {
  let place = stateDirectory(env, payload, io, roots), { older } = place;
  return older !== null && io.size(`${older}/instances/${fileNameOf(payload.sessionId)}.json`) !== null ? { root: older, older: null } : place;
}
function projectDirectory(env, { fields }) {
  let cwd = fields.cwd, told = typeof cwd === "string" && cwd.startsWith("/") ? cwd : callersDirectory(env);
  return absolute(env.CLAUDE_PROJECT_DIR || told, env);
}
var unusable = (root, message) => Object.assign(Error(message), { root });
function absolute(path, env) {
  return path.startsWith("/") ? path : `${callersDirectory(env)}/${path}`;
}
function intruder(io, paths) {
  for (let path of queueDirectories(paths)) {
    let kind = io.kind(path);
    if (kind === null || kind === "directory")
      continue;
    if (path !== paths.root || kind === "shut")
      return path;
  }
  return null;
}

// src/capture/throttle.ts
function readNote(io, paths, instanceId) {
  let path = `${paths.instances}/${isFileName(instanceId) ? instanceId : hashOf2(instanceId)}.json`;
  return { path, text: io.read(path) };
}
function notedMs({ text }) {
  return text === null ? Number.NaN : Number(text);
}
function isDue(lastMs, nowMs, intervalSeconds) {
  return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
}
function writeNote(io, paths, last, nowMs) {
  let text = JSON.stringify(nowMs - nowMs % 1);
  if (last.text?.length === text.length && JSON.stringify(notedMs(last)) === last.text)
    return io.overwrite(last.path, text);
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  io.create(temporary, text), orRemove(io, temporary, () => io.rename(temporary, last.path));
}

// src/capture/workers/ensure-worker.ts
var HEARTBEAT_LAG_MS = 2000, STUCK_MS = 1e4, TOGETHER_MS = 250;
function looksStale(heartbeat, lastMs, nowMs) {
  if (heartbeat === null)
    return !1;
  if (fieldOf(heartbeat, "version") !== VERSION)
    return !0;
  if (!(nowMs - lastMs > TOGETHER_MS))
    return !1;
  let aliveAt = fieldOf(heartbeat, "last_process_time") ?? fieldOf(heartbeat, "started_at"), aliveAtMs = Date.parse(aliveAt ?? "");
  return lastMs - aliveAtMs > HEARTBEAT_LAG_MS || aliveAtMs - nowMs > HEARTBEAT_LAG_MS;
}
var lookedPath = (paths) => `${paths.workers}/looked`, stuckText = (untilMs) => `stuck ${untilMs}`;
function isKnownStuck(text, nowMs) {
  let untilMs = text?.startsWith("stuck ") === !0 ? Number(text.slice(6)) : 0;
  return untilMs > nowMs && untilMs <= nowMs + STUCK_MS;
}
var lookedText = (heartbeat) => Bun.hash(`${VERSION} ${heartbeat}`).toString(36);
function mayBeOlder(io, paths, heartbeat) {
  let version = heartbeat === null ? void 0 : fieldOf(heartbeat, "version");
  if (version === VERSION || version !== void 0 && !isOlder(version))
    return !1;
  if (heartbeat === null && io.kind(paths.workers) === null)
    return !1;
  return io.read(lookedPath(paths)) !== lookedText(heartbeat);
}
function fieldOf(json, name) {
  let start = `"${name}":"`, from = json.indexOf(start);
  return from < 0 ? void 0 : json.slice(from + start.length, json.indexOf('"', from + start.length));
}
async function ensureWorker(io, paths, nowMs) {
  if (!mayStart(io, paths, nowMs))
    return;
  (await import("./import-spawn.js")).spawnWorker(paths.root);
}

// src/capture/main.ts
var STDIN_DEADLINE_MS = 1000, MAX_STDIN_BYTES = 67108864, decoder2 = /* @__PURE__ */ new TextDecoder;
async function runHook2(options) {
  let root;
  try {
    let io = await openHookIo(), bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson(got) !== null), text = decoder2.decode(bytes), fields = readFields(text), agent = agentOf(fields ?? {}, options.env), usual = agent === "claude-code" && hasUsualNames(fields) && claudeCodeHook.parse(text, fields), hook = usual ? claudeCodeHook : await loadHook(agent, fields, options.env), parsed = usual || hook.parse(text, fields);
    if (parsed === null)
      return await (await import("./capture-unread.js")).logUnread(io, hook.id, text, options.env);
    let payload = parsed.namesSession === void 0 ? parsed : await ofSession(io, parsed, options.env);
    if (options.isPlugin === !0 && await isLeftToSettings(io, options.env, payload.event))
      return;
    let sought = sessionNote(io, options.env, payload), note = isPromise(sought) ? await sought : sought, noted = notedPlace(io, note, payload);
    if (noted === void 0)
      return;
    let place = noted ?? firstPlace(io, options.env, payload, await ownRoots(io, options.env));
    ({ root } = place);
    let known = readConfig(io, root, options), config = isPromise(known) ? await known : known;
    if (config.paused !== !1 && isPaused(config, options.nowMs))
      return;
    let withheld = config.exclude.length > 0 ? await withholding(io, root, payload, config, options) : null;
    if (withheld?.isWhole === !0)
      return;
    if (isOpenToGit(io, root, payload.event))
      await keepOutOfGit(io, root);
    let call = { io, root, hook, payload, config, options, withheld }, isTold = payload.event === "SessionStart" && config.restore !== "off";
    if (await save({ ...call, given: isTold ? await restore(call, place.older) : void 0 }), noted === null && note !== null && !endsTurn(payload.event))
      (await import("./import-session-note.js")).noteSession(note, root);
  } catch (error) {
    await logFailure(root, error, options.env);
  }
}
async function loadHook(agent, fields, env) {
  return (await import("./agents-load-hook.js")).loadHook(agent, fields, env);
}
var ofSession = async (io, payload, env) => (await import("./capture-session-subagent-note.js")).ofSession(io, env, payload), endsTurn = (event) => event === "Stop" || event === "SubagentStop" || event === "SessionEnd";
async function withholding(io, root, payload, { exclude }, { env }) {
  let project = projectOf2(root, await ownRoots(io, env));
  return (await import("./capture-withheld.js")).Withholding.of({ io, root, project, exclude, payload, env });
}
async function isLeftToSettings(io, env, event) {
  return (await import("./capture-plugin-plugin.js")).leavesToSettings(io, env, event);
}
function parseJson(bytes) {
  try {
    return JSON.parse(decoder2.decode(bytes));
  } catch {
    return null;
  }
}
function isOpenToGit(io, root, event) {
  return (event === "SessionStart" || root.endsWith("/.hive-mind")) && !ignoresAll(io.read(`${root}/.gitignore`));
}
async function keepOutOfGit(io, root) {
  if (io.size(root) === null)
    return;
  try {
    (await import("./import-ignore-file.js")).keepOutOfGit(root);
  } catch (error) {
    await logFailure(root, error);
  }
}
async function restore({ io, root, hook, payload, config, options }, older) {
  if (hook.context === null)
    return;
  try {
    let { env, nowMs } = options, pids = [agentPid2(hook, env) ?? callerOf(io, env, payload, hook).process?.pid, process.ppid].filter((pid) => pid !== void 0), isPersonThere = hook.isAttended(env) !== !1, { restore: giveBack } = await import("./recall-restore.js"), { context } = hook;
    return await giveBack({ root, older, payload, config, nowMs, env, pids, context, isAttended: isPersonThere });
  } catch (error) {
    await logFailure(root, error);
    return;
  }
}
function instanceOf(env, { sessionId }) {
  let given = env.HIVE_INSTANCE_ID || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf2(given);
}
function agentPid2(hook, env) {
  let pid = hook.pid(env);
  return pid !== void 0 && pid > 1 ? pid : void 0;
}
var isPromise = (value) => typeof value?.then === "function";
async function save({ io, root, hook, payload, config, options, given, withheld }) {
  let { env, nowMs } = options, paths = queuePaths(root), instanceId = instanceOf(env, payload), odd = intruder(io, paths), last = readNote(io, paths, instanceId), type = checkpointType(payload.event), lastMs = notedMs(last), checkpoint = type === "auto" && !isDue(lastMs, nowMs, config.checkpointIntervalSeconds) ? null : type, isWorthWhile = checkpoint !== null || payload.event === "SessionStart", cwd = textOf2(payload.fields.cwd), tree = cwd === void 0 ? void 0 : gitDirectoryOf(io, env, root, cwd), git = tree === void 0 ? void 0 : gitSeen(io, tree);
  if (git === void 0 && tree !== void 0 && isWorthWhile)
    git = await lookCloser(tree) ?? void 0;
  let { sessionId, event, agent } = payload, caller = isWorthWhile || event === "UserPromptSubmit" ? callerOf(io, env, payload, hook) : { project: directoryOf(env, payload) }, by = given === void 0 ? caller : { ...caller, given }, told;
  try {
    told = hook.facts(payload, nowMs, git, by);
  } catch (error) {
    await logFailure(root, error), told = hook.facts({ ...payload, event: "" }, nowMs, git, by);
  }
  let facts = withheld === null ? told : withheld.withoutExcluded(told), pid = agentPid2(hook, env) ?? caller.process?.pid, seen = {
    sessionId,
    instanceId,
    atMs: nowMs,
    upMs: upMsIn(io.read(UPTIME_FILE)),
    event,
    agent,
    pid,
    checkpoint: checkpoint ?? void 0,
    facts
  }, entry = completeEntry(observationEntry(seen, payload.identity), systemClock.nowMs()), heartbeat = io.read(paths.heartbeat), isUnderstood = odd !== null || !mayBeOlder(io, paths, heartbeat) || await endOlder(paths), committed = commit({ io, paths, config, entry, odd, isUnderstood, options }), isHeard = isPromise(committed) ? await committed : committed;
  if (odd !== null)
    return;
  let noted = checkpoint === null ? void 0 : note(io, paths, last, nowMs);
  if (noted !== void 0)
    await noted;
  if (!(isHeard && !(isWorthWhile && looksStale(heartbeat, lastMs, nowMs))) && (env.HIVE_WORKER_START || config.workerStart) === "hook")
    await ensureWorker(io, paths, nowMs);
}
async function endOlder(paths) {
  return (await import("./capture-workers-older-workers.js")).endOlderWorkers(paths);
}
function note(io, paths, last, nowMs) {
  try {
    writeNote(io, paths, last, nowMs);
    return;
  } catch (error) {
    return logFailure(paths.root, error);
  }
}
async function logFailure(root, error, env = process.env) {
  let log = await import("./import-hook-log.js"), named = root ?? error.root ?? log.presumedRoot(env);
  log.logFailure(named, error, env, root !== void 0);
}
function readConfig(io, root, { env }) {
  let directory = directoryByEnvironment("config", env, root, io.holdsGit);
  return directory === null ? searchConfig(io, root, env) : configIn(io, root, directory);
}
async function searchConfig(io, root, env) {
  return configIn(io, root, (await import("./import-own-directory.js")).ownDirectory("config", env, root));
}
function configIn(io, root, directory) {
  let sources = readSources(io, root, directory);
  if (sources.user === null && sources.project === null)
    return DEFAULTS;
  let { config, warnings, isBroken } = resolveSources(sources);
  return isBroken ? logFailure(root, warnings[0]).then(() => config) : config;
}

export { agentOf, EVENT_NAMES, collectFacts, addPlainEvent, factsOf, claudeCodeHook, stateDirectory, ownRoots, sessionNote, notePath, LEFT_OUT, STUCK_MS, lookedPath, stuckText, isKnownStuck, lookedText, runHook2 };
