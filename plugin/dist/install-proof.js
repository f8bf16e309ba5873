// @bun
import {
  readTail
} from "./base-files-files.js";
import {
  systemHome2,
  ownDirectory2
} from "./origin-own-directory.js";
import {
  journaledIds
} from "./queue-dead-letters-letter.js";
import {
  measureDepth
} from "./queue-depth.js";
import {
  endWorkers
} from "./supervisor-end-end-worker.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import {
  isQueueMade
} from "./queue-make.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/install/proof.ts
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
var SESSION = "hive-setup-probe", DEADLINE_MS = 1e4, LOOK_MS = 5, ROOM_BYTES = 65536;
async function prove2(hook, agent) {
  await using probe = new Probe;
  return await probe.saves(hook, agent), await probe.applies(hook, agent);
}
async function proveSaving2(hook, agent) {
  await using probe = new Probe;
  await probe.saves(hook, agent);
}

class Probe {
  #directory = temporary();
  #project = join(this.#directory, "project");
  #root = join(this.#project, ".hive-mind");
  #paths = queuePaths(this.#root);
  async saves(hook, agent) {
    if (await this.#call(hook, agent.sample(this.#project, SESSION), "never"), this.#saved() === 1)
      return;
    let log = readTail(join(this.#root, "hook.log"), 4096)?.trim().split(`
`).at(-1);
    throw unproven(`the hook runs, but saves nothing${log === void 0 || log === "" ? "" : `: ${log}`}`);
  }
  async applies(hook, agent) {
    let startedMs = performance.now();
    await this.#call(hook, agent.sample(this.#project, `${SESSION}-2`), "hook");
    let hookMs = performance.now() - startedMs;
    while (this.#saved() !== 2 || !this.#isApplied()) {
      if (performance.now() - startedMs > DEADLINE_MS)
        throw unproven(`the hook saves, but its worker applies nothing within ${DEADLINE_MS / 1000} s`);
      await Bun.sleep(LOOK_MS);
    }
    return { hookMs, rowMs: performance.now() - startedMs };
  }
  #saved() {
    return isQueueMade(this.#paths) ? journaledIds(this.#paths, 0).length : 0;
  }
  #isApplied() {
    let { pending, processing, failed } = measureDepth(this.#paths, Date.now());
    return pending + processing + failed === 0;
  }
  async#call({ command, args }, stdin, workerStart) {
    await execute([command, ...args], stdin, {
      HOME: process.env.HOME || systemHome2(),
      HIVE_ROOT: this.#root,
      HIVE_WORKER_START: workerStart,
      XDG_DATA_HOME: join(this.#directory, "data"),
      XDG_CONFIG_HOME: join(this.#directory, "config"),
      CLAUDE_CONFIG_DIR: join(this.#directory, "claude")
    });
  }
  async[Symbol.asyncDispose]() {
    await endWorkers(this.#paths), rmSync(this.#directory, { recursive: !0, force: !0 });
  }
}
function temporary() {
  let directory = null;
  try {
    directory = mkdtempSync(join(tmpdir(), "hive-probe-")), writeFileSync(join(directory, "room"), Buffer.alloc(ROOM_BYTES)), mkdirSync(join(directory, "project/.hive-mind"), { recursive: !0, mode: 448 }), mkdirSync(join(directory, "data/hive"), { recursive: !0, mode: 448 });
    let launcher = `${ownDirectory2("data", process.env) ?? ""}/hive-hook`;
    if (existsSync(launcher))
      copyFileSync(launcher, join(directory, "data/hive/hive-hook"));
    let settings = '{"archive": "off", "snapshots": "off"}';
    return writeFileSync(join(directory, "project/.hive-mind/config.json"), settings, { mode: 384 }), directory;
  } catch (error) {
    if (directory !== null)
      rmSync(directory, { recursive: !0, force: !0 });
    let why = errorCode(error) ?? "unknown";
    throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${tmpdir()} cannot be written (${why})`, {
      cause: error,
      hint: "TMPDIR names another directory for temporary files"
    });
  }
}
var unproven = (message, cause) => new HiveError("HIVE_UNHEALTHY", message, {
  cause,
  hint: "the entries stay in the settings; hive setup --remove undoes it"
});
async function execute(command, stdin, env) {
  let signal = AbortSignal.timeout(DEADLINE_MS), child;
  try {
    child = Bun.spawn([...command], {
      stdin: new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...env },
      signal
    });
  } catch (error) {
    throw unproven(`the hook does not start: ${errorMessage(error)}`, error);
  }
  let [output, complaint, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (signal.aborted)
    throw unproven(`the hook does not end within ${DEADLINE_MS / 1000} s`);
  if (exitCode !== 0)
    throw unproven(`the hook ends with exit code ${exitCode}${told(complaint)}`);
  if (output !== "")
    throw unproven(`the hook prints something${told(output)}`);
}
var told = (text) => text.trim() === "" ? "" : `: ${text.trim().slice(0, 200)}`;

export { prove2, proveSaving2 };
