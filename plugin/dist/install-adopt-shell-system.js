// @bun
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  bunCommand2,
  bunEnvironment2
} from "./platform-bun-bun-command.js";
import {
  KIND,
  MAIN_PROGRAM,
  MANIFEST
} from "./platform-installation.js";
import {
  readRegular
} from "./base-files-files.js";
import {
  isProvedDatabase,
  openForReading
} from "./store-sqlite-open-database.js";
import {
  readTextFile
} from "./install-edit-files.js";
import {
  shellWord
} from "./recall-choose-place.js";
import {
  measureDepth
} from "./queue-depth.js";
import {
  MAX_HEARTBEAT_BYTES,
  readHeartbeat
} from "./supervisor-stuck.js";
import {
  moveBack
} from "./queue-claims-recover.js";
import {
  isShared
} from "./agents-claude-code-entry.js";
import {
  programPath
} from "./platform-programs.js";
import {
  queuePaths,
  callersDirectory
} from "./platform-bun-callers-directory.js";
import {
  otherStores
} from "./store-sqlite-open-location.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  makeDirectory
} from "./queue-make.js";
import {
  userKey
} from "./origin-key.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/install/hook/command.ts
import { realpathSync } from "fs";
import { dirname, join, resolve } from "path";
var TOP = resolve(import.meta.dir, "../../.."), hiveCommand = () => [...bunCommand2(bunPath()), MAIN_PROGRAM];
function bunPath() {
  let named = programPath("bun", process.env, callersDirectory(process.env));
  return named !== null && realpathSync(named) === realpathSync(process.execPath) ? named : process.execPath;
}
function hookDirectory(top = TOP) {
  if (KIND === "copy")
    return dirname(MANIFEST);
  let data = KIND === "package" ? ownDirectory2("data", process.env) : null;
  return data === null ? join(top, "dist") : join(data, "hook");
}
var compiledHook = (top = TOP) => ({ command: join(hookDirectory(top), "hive-hook"), args: [] });
function interpretedHook() {
  let [command, ...args] = hiveCommand();
  return { command, args: [...args, "hook"] };
}
var isOwnHook = (command) => [compiledHook(), interpretedHook()].some((own) => isSameCommand(own, command)), isUnguarded = ({ args }) => args.length > 0 && !bunCommand2().every((word, index) => index === 0 || args.includes(word)), isSameCommand = (a, b) => Bun.deepEquals(a, b);

// src/install/hook/launcher.ts
import { join as join2 } from "path";
function launcherPath({ env, root }) {
  let directory = ownDirectory2("data", env, root);
  if (directory !== null)
    return join2(directory, "hive-hook");
  throw new HiveError("HIVE_INVALID_OPTION", "without a home directory, shared settings cannot find hive", {
    hint: "set HOME, or choose another --scope"
  });
}
function launcherText({ command, args }) {
  let files = [command, ...args.filter((word) => word.startsWith("/"))].map(shellWord), line = [command, ...args].map(shellWord).join(" ");
  return `# hive's hook on this machine, for settings that are shared through git. Written by hive setup.
${files.map((path) => `[ -e ${path} ] && `).join("")}exec ${line}
`;
}
var launcherChange = (location, hook) => ({
  file: readTextFile(launcherPath(location)),
  after: launcherText(hook)
});
function startedBy(command, location) {
  if (!isShared(command))
    return command;
  let path = launcherPath(location), { text } = readTextFile(path);
  return [compiledHook(), interpretedHook()].find((own) => launcherText(own) === text) ?? { command: path, args: [] };
}

// src/install/edit/receipt-paths.ts
import { existsSync } from "fs";
import { basename, join as join3 } from "path";
var sha256 = (text) => new Bun.CryptoHasher("sha256").update(text).digest("hex"), hasReceipt = (directory, settingsPath) => existsSync(receiptPaths(directory, settingsPath).receipt);
function receiptPaths(directory, settingsPath) {
  let name = `${basename(settingsPath, ".json")}-${sha256(settingsPath).slice(0, 8)}`;
  return { receipt: join3(directory, `${name}.receipt.json`), original: join3(directory, `${name}.original`) };
}

// src/install/adopt/shell-system.ts
import * as fs from "fs";
import { basename as basename2, join as join4 } from "path";

// src/store/sqlite/back-up.ts
import { copyFileSync, lstatSync } from "fs";
var BUSY_TIMEOUT_MS = 2000;
function backUpStore(root, file) {
  let path = `${root}/hive.db`, key = userKey(root);
  if (!isProvedDatabase(path, key))
    return copyBytes(path, file);
  try {
    using db = openForReading(path, key, BUSY_TIMEOUT_MS);
    db.query("VACUUM INTO ?").run(file);
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
    copyBytes(path, file);
  }
}
function copyBytes(path, file) {
  for (let suffix of ["", "-wal"])
    if (lstatSync(path + suffix, { throwIfNoEntry: !1 })?.isFile() === !0)
      copyFileSync(path + suffix, file + suffix);
}

// src/install/adopt/shell-system.ts
function entries(directory) {
  if (!fs.existsSync(directory))
    return [];
  return fs.readdirSync(directory, { withFileTypes: !0 }).filter((entry) => entry.isFile() && entry.name.endsWith(".json")).map((entry) => entry.name);
}
function shellScopes(paths, scopes = paths.agent.settings.scopes) {
  return scopes.filter((scope) => {
    try {
      return paths.agent.settings.callsShellSystem(readTextFile(paths.settings[scope]).text);
    } catch (error) {
      if (errorCode(error) !== "HIVE_INVALID_OPTION")
        throw error;
      return !1;
    }
  });
}
function shellSystemProblems(paths, scopes) {
  return shellScopes(paths, scopes).map((scope) => `${paths.settings[scope]} calls the shell system's hook as well, so each call is saved twice`);
}
function shellWorkerPid({ root }) {
  let path = queuePaths(root).heartbeat, text = readRegular(path, MAX_HEARTBEAT_BYTES);
  if (text === null || readHeartbeat(queuePaths(root)) !== null)
    return null;
  let [, pid] = /"pid"\s*:\s*(\d+)/.exec(text) ?? [];
  return pid !== void 0 && process.platform === "linux" && fs.existsSync(`/proc/${pid}`) ? Number(pid) : null;
}
function takeOverQueue(paths, nowMs) {
  let queue = queuePaths(paths.root), stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-"), backup = join4(paths.root, "setup", `shell-system-${stamp}`);
  makeDirectory(join4(paths.root, "setup")), makeDirectory(backup);
  let waiting = 0;
  for (let directory of [queue.pending, queue.processing])
    for (let name of entries(directory))
      fs.mkdirSync(join4(backup, basename2(directory)), { recursive: !0, mode: 448 }), fs.copyFileSync(join4(directory, name), join4(backup, basename2(directory), name)), waiting += 1;
  backUpStore(paths.root, join4(backup, "hive.db"));
  for (let name of entries(queue.processing))
    moveBack(queue, join4(queue.processing, name), name);
  return { backup, waiting };
}
var TAKEOVER_MS = 60000;
async function takeOver(paths) {
  let taken = takeOverQueue(paths, Date.now()), isApplied = otherStores(paths.root).length === 0 && await applyWaiting(paths.root);
  return { ...taken, isApplied, workerPid: shellWorkerPid(paths) };
}
async function applyWaiting(root) {
  return await Bun.spawn([...hiveCommand(), "worker", "--once", "--quiet", "--root", root], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    env: bunEnvironment2(),
    timeout: TAKEOVER_MS
  }).exited === 0 && measureDepth(queuePaths(root), Date.now()).pending === 0;
}

export { hookDirectory, compiledHook, interpretedHook, isOwnHook, isUnguarded, isSameCommand, launcherChange, startedBy, sha256, hasReceipt, receiptPaths, shellScopes, shellSystemProblems, takeOver };
