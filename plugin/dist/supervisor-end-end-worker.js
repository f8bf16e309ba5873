// @bun
import {
  readHeartbeat,
  isAlive,
  findWorkers
} from "./supervisor-stuck.js";
import {
  lockPath
} from "./queue-claims-recover.js";
import {
  systemProgram
} from "./platform-programs.js";
import {
  lockHolders,
  hasOpen,
  lockKey
} from "./platform-process-kernel-locks.js";
import {
  errorCode
} from "./base-errors.js";

// src/platform/process/identity.ts
import { readFileSync } from "fs";

// src/platform/darwin/process-start.ts
function startByPs(pid) {
  let { stdout } = Bun.spawnSync([systemProgram("ps", process.env), "-o", "lstart=", "-p", String(pid)], {
    env: { LC_ALL: "C", TZ: "UTC0" },
    stderr: "ignore"
  });
  return stdout.toString().trim().replaceAll(/\s+/g, " ") || null;
}

// src/platform/process/identity.ts
function processStart(pid) {
  if (process.platform === "linux")
    return linuxStart(pid);
  return startByPs(pid);
}
function linuxStart(pid) {
  try {
    let stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH")
      return null;
    throw error;
  }
}

// src/platform/process/lock-holder.ts
import { existsSync, lstatSync } from "fs";
var LSOF = "/usr/sbin/lsof", LSOF_MS = 2000;
function holdsLock(path, pid) {
  if (!Number.isSafeInteger(pid) || pid <= 1)
    return !1;
  let file = lstatSync(path, { bigint: !0, throwIfNoEntry: !1 });
  if (file === void 0 || !file.isFile())
    return !1;
  if (process.platform !== "linux")
    return isOpenedBy(path, pid);
  let holders = lockHolders().get(lockKey(file));
  return holders === void 0 ? hasOpen(file, pid) : holders.has(pid);
}
function isOpenedBy(path, pid) {
  if (!existsSync(LSOF))
    return !1;
  let { stdout } = Bun.spawnSync([LSOF, "-a", "-p", String(pid), "-Fp", "--", path], {
    stderr: "ignore",
    timeout: LSOF_MS
  });
  return stdout.toString().split(`
`).includes(`p${pid}`);
}

// src/supervisor/end/end-worker.ts
var GRACE_MS = 2000, KILL_MS = 2000, LOOK_MS = 10;
async function endWorker(paths, live, options = {}) {
  let { signal: abort } = options, worker = await introduced(paths, live, abort);
  if (!isAlive(paths, worker.id))
    return "gone";
  if (!signal(paths, worker, "SIGTERM"))
    return isAlive(paths, worker.id) ? "refused" : "gone";
  if (await hasEnded(paths, worker, options.graceMs ?? GRACE_MS, abort))
    return "ended";
  if (options.mayKill === !1 || abort?.aborted === !0)
    return "alive";
  if (!signal(paths, worker, "SIGKILL"))
    return isAlive(paths, worker.id) ? "refused" : "ended";
  return await hasEnded(paths, worker, KILL_MS, abort) ? "killed" : "alive";
}
async function introduced(paths, worker, abort) {
  let endMs = performance.now() + GRACE_MS, { heartbeat } = worker;
  while (heartbeat === null && performance.now() < endMs && isAlive(paths, worker.id)) {
    if (abort?.aborted === !0)
      break;
    await Bun.sleep(LOOK_MS), heartbeat = readHeartbeat(paths, worker.id);
  }
  return { ...worker, heartbeat };
}
async function endWorkers(paths, options = {}) {
  let endings = findWorkers(paths).map(async (worker) => ({
    worker,
    ending: await endWorker(paths, worker, options)
  }));
  return Promise.all(endings);
}
function signal(paths, { id, pid, heartbeat }, name) {
  if (heartbeat === null || heartbeat.pid !== pid || heartbeat.process_start === null)
    return !1;
  if (!isAlive(paths, id) || !holdsLock(lockPath(paths, id), pid))
    return !1;
  if (heartbeat.process_start !== processStart(pid))
    return !1;
  try {
    return process.kill(pid, name), !0;
  } catch (error) {
    if (errorCode(error) === "ESRCH" || errorCode(error) === "EPERM")
      return !1;
    throw error;
  }
}
async function hasEnded(paths, { id }, withinMs, abort) {
  let endMs = performance.now() + withinMs;
  while (isAlive(paths, id)) {
    if (performance.now() > endMs || abort?.aborted === !0)
      return !1;
    await Bun.sleep(LOOK_MS);
  }
  return !0;
}

export { processStart, endWorker, endWorkers };
