// @bun
import {
  readTail
} from "./base-files-files.js";
import {
  spawnWorker2
} from "./supervisor-spawn.js";
import {
  assertPerson,
  positive,
  findRoot,
  loadConfig
} from "./cli-root.js";
import {
  count
} from "./base-text-words.js";
import {
  endBackoff
} from "./supervisor-slot.js";
import {
  endWorkers
} from "./supervisor-end-end-worker.js";
import {
  findWorkers
} from "./supervisor-stuck.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  makeQueue
} from "./queue-make.js";
import {
  printable,
  printableJson
} from "./base-text-printable.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/text/log-text.ts
var SENTENCES = {
  "worker started": ({ worker, mode, fallbackReason, durability, isOnce }) => {
    let why = typeof fallbackReason === "string" ? ` instead of events (${fallbackReason})` : "", waking = mode === "poll" ? `it looks at the queue by a timer${why}` : "the kernel's events wake it", wakes = isOnce === !0 ? "it applies what waits and ends" : waking, crash = durability === "power" ? "a power cut" : "a crash of a process";
    return `worker ${textOf(worker)} started: ${wakes}, and what it saves survives ${crash}`;
  },
  "worker stopped": ({ worker, applied }) => `worker ${textOf(worker)} stopped: it applied ${entriesText(applied)}`
}, textOf = (value) => typeof value === "string" ? value : JSON.stringify(value), entriesText = (n) => typeof n === "number" ? count(n, "entry", "entries") : `${textOf(n)} entries`;
function sentence(line) {
  try {
    let { time, level, message, ...fields } = JSON.parse(line), when = new Date(String(time)).toLocaleString("sv"), mark = level === "info" ? [] : [String(level).toUpperCase()], known = Object.hasOwn(SENTENCES, String(message)) ? SENTENCES[String(message)] : void 0, text = known === void 0 ? otherText(String(message), fields) : known(fields);
    return `${printable([when, ...mark, text].join("  "))}
`;
  } catch {
    return `${printable(line)}
`;
  }
}
function otherText(message, { error, entries, ...fields }) {
  let details = Object.entries(fields).filter(([, value]) => value !== null && value !== void 0).map(([name, value]) => `${name} ${textOf(value)}`);
  if (entries !== void 0)
    details.unshift(entriesText(entries));
  let why = error === void 0 ? "" : `: ${textOf(error)}`;
  return `${message}${details.length === 0 ? "" : ` (${details.join(", ")})`}${why}`;
}

// src/cli/commands/run/worker-control.ts
import { statSync, watch } from "fs";
var START_MS = 15000, LOOK_MS = 10, GRACE_MS = 5000, DEFAULT_LINES = 50, LINE_BYTES = 4096, MIN_LOG_BYTES = 1048576, MAX_LOG_BYTES = 16777216;
function workerLogPath(root) {
  return `${root}/logs/worker.log`;
}
function addWorkerControl(worker, io) {
  let command = (name, description, examples) => worker.command(name).description(description).addHelpText("after", `
Examples:
${examples}`), flagsOf = (self) => {
    let flags = self.optsWithGlobals();
    return { ...flags, root: findRoot(io, flags.root) };
  };
  command("start", "start a worker in the background, unless one is at work", "  hive worker start").action(async (_, self) => {
    let { root } = flagsOf(self);
    await start(io, root);
  }), command("stop", "let the workers finish their batch and end; the next hook starts one again", `  hive worker stop
  hive worker stop --force`).option("--force", "kill a worker that does not end within 5 s; the next one applies its claims").action(async (_, self) => {
    let { root, force } = flagsOf(self);
    await stop(io, queuePaths(root), force === !0);
  }), command("restart", "stop the workers, then start one", `  hive worker restart
  hive worker restart --force`).option("--force", "kill a worker that does not end within 5 s").action(async (_, self) => {
    let { root, force } = flagsOf(self);
    await stop(io, queuePaths(root), force === !0), await start(io, root);
  }), command("logs", "print the workers' log", `  hive worker logs
  hive worker logs --lines 500 --follow`).option("--lines <n>", "the number of last lines to print", positive, DEFAULT_LINES).option("--follow", "print new lines as they come, until Ctrl+C").option("--json", "print the lines as they are: JSON").action(async (_, self) => {
    assertPerson(io, "the log quotes what came without proof: no agent is told of it"), await logs(io, flagsOf(self));
  });
}
async function start(io, root) {
  loadConfig(io, root);
  let paths = queuePaths(root);
  makeQueue(paths);
  let before = findWorkers(paths);
  endBackoff(paths);
  let child = spawnWorker2(root), endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    let listening = findWorkers(paths).filter(({ heartbeat }) => heartbeat !== null), [fresh] = listening.filter(({ id }) => !before.some((old) => old.id === id));
    if (fresh !== void 0) {
      assertStore(fresh), io.out(`worker ${fresh.id} started
`);
      return;
    }
    if (child.exitCode !== null && listening.length > 0) {
      io.out(`worker ${listening.map(({ id }) => id).join(", ")} is at work already
`);
      return;
    }
    await Bun.sleep(LOOK_MS);
  }
  throw new HiveError("HIVE_UNHEALTHY", `no worker listens after ${START_MS / 1000} s`, {
    hint: "see hive worker logs"
  });
}
function assertStore({ id, heartbeat }) {
  let storeError = heartbeat?.store_error ?? null;
  if (storeError === null)
    return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${id} has started, and waits: ${storeError}`, { hint: "hive doctor" });
}
async function stop(io, paths, mayKill) {
  let endings = await endWorkers(paths, { graceMs: GRACE_MS, mayKill });
  if (endings.length === 0)
    io.out(`no worker runs
`);
  for (let { worker, ending } of endings) {
    if (ending === "refused" || ending === "alive")
      continue;
    io.out(`worker ${worker.id} ${ending === "killed" ? "was killed" : "has ended"}
`);
  }
  let idsOf = (wanted) => endings.flatMap(({ worker: { id }, ending }) => ending === wanted ? [id] : []), [unknown, alive] = [idsOf("refused"), idsOf("alive")];
  if (unknown.length > 0)
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.join(", ")}: the kernel does not show which process holds its lock, so none was signalled`, { hint: "does it run in a container, as another user, or on another machine? end it there" });
  if (alive.length === 0)
    return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${alive.join(", ")} does not end`, {
    hint: mayKill ? "is it another user's?" : "hive worker stop --force kills it; nothing is lost by that"
  });
}
async function logs(io, flags) {
  let { lines = DEFAULT_LINES } = flags, path = workerLogPath(flags.root), text = readTail(path, Math.min(MAX_LOG_BYTES, Math.max(MIN_LOG_BYTES, lines * LINE_BYTES)))?.trimEnd();
  if (text === void 0)
    throw new HiveError("HIVE_NOT_FOUND", `no worker has logged anything in ${flags.root} yet`);
  let show = flags.json === !0 ? (line) => `${printableJson(line)}
` : sentence;
  for (let line of text.split(`
`).slice(-lines))
    io.out(show(line));
  if (flags.follow === !0)
    await follow(path, (line) => io.out(show(line)));
}
async function follow(path, onLine) {
  let offset = statSync(path).size, read = async () => {
    let size = statSync(path, { throwIfNoEntry: !1 })?.size ?? 0;
    if (size < offset)
      offset = 0;
    offset = Math.max(offset, size - MAX_LOG_BYTES);
    let text = await Bun.file(path).slice(offset, size).text(), whole = text.slice(0, text.lastIndexOf(`
`) + 1);
    offset += Buffer.byteLength(whole);
    for (let line of whole.split(`
`).slice(0, -1))
      onLine(line);
  }, reading = Promise.resolve();
  return watch(path.slice(0, path.lastIndexOf("/")), () => {
    reading = reading.then(read);
  }), new Promise(() => {
    return;
  });
}

export { sentence, workerLogPath, addWorkerControl };
