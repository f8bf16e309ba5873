// @bun
import {
  ownDirectory2,
  homeOf2
} from "./origin-own-directory.js";
import {
  programPath,
  safePath
} from "./platform-programs.js";
import {
  gitSetting,
  comparingFlags,
  readGitFile
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/git/git-view.ts
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { dirname, join } from "path";

// src/platform/process/run-within.ts
var running = /* @__PURE__ */ new Set, mayRun = !0;
function endRunning(isForGood = !1) {
  if (isForGood)
    mayRun = !1;
  for (let pid of running)
    killGroup(pid);
}
async function runWithin(command, limits) {
  let { cwd, env, stdin, deadlineMs, maxBytes, expected = [0] } = limits, name = command[0].slice(command[0].lastIndexOf("/") + 1);
  if (!mayRun)
    throw Error(`${name} is not started: this process ends`);
  let child = Bun.spawn([...command], {
    cwd,
    env: { ...env },
    stdin: Buffer.from(stdin),
    stdout: "pipe",
    stderr: "ignore",
    detached: !0
  });
  running.add(child.pid);
  let isLate = !1, timer = setTimeout(() => {
    isLate = !0, killGroup(child.pid);
  }, Math.max(0, deadlineMs - performance.now()));
  try {
    let bytes = await readAtMost(child.stdout, maxBytes);
    if (bytes === null)
      throw Error(`${name} printed more than ${maxBytes} bytes`);
    let exitCode = await child.exited;
    if (isLate)
      throw Error(`${name} took too long`);
    if (!expected.includes(exitCode))
      throw Error(`${name} ended with ${exitCode}`);
    return {
      bytes,
      get output() {
        return bytes.toString("utf8");
      }
    };
  } finally {
    if (clearTimeout(timer), child.exitCode === null && child.signalCode === null)
      killGroup(child.pid);
    await child.exited, running.delete(child.pid);
  }
}
async function readAtMost(stream, maxBytes) {
  let chunks = [], bytes = 0;
  for await (let chunk of stream) {
    if (bytes += chunk.length, bytes > maxBytes)
      return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    return;
  }
}

// src/git/git-view.ts
var MAX_OUTPUT_BYTES = 4194304, USERS = ["config", "--null", "--get-regexp", "^core[.]"];

class GitView {
  #directory;
  #git;
  #tree;
  #flags;
  #env;
  #users;
  constructor(tree, head, config, project) {
    let git = programPath("git", process.env, project);
    if (git === null)
      throw Error("there is no git on the PATH");
    this.#git = git, this.#directory = mkdtempSync(join(tmpdir(), "hive-git-")), this.#tree = tree, this.#flags = comparingFlags(config), this.#env = {
      PATH: safePath(process.env, project),
      LC_ALL: "C",
      GIT_DIR: this.#directory,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_ALLOW_PROTOCOL: "none",
      GIT_TRACE2: "0",
      GIT_TRACE2_EVENT: "0",
      GIT_TRACE2_PERF: "0"
    };
    try {
      this.#fill(head, gitSetting(config, "extensions.objectformat"));
    } catch (error) {
      throw this[Symbol.dispose](), error;
    }
  }
  #fill(head, format) {
    let { gitDirectory, commonDirectory } = this.#tree, own = (name) => join(this.#directory, name);
    mkdirSync(own("refs")), mkdirSync(own("info")), writeFileSync(own("HEAD"), `${head ?? "ref: refs/heads/none"}
`);
    let isSha256 = format?.toLowerCase() === "sha256", extensions = isSha256 ? `[extensions]
	objectFormat = sha256
` : "";
    writeFileSync(own("config"), `[core]
	repositoryformatversion = ${isSha256 ? 1 : 0}
	bare = false
${extensions}`);
    for (let name of ["info/exclude", "info/attributes"]) {
      let text = readGitFile(join(commonDirectory, name));
      if (text !== void 0)
        writeFileSync(own(name), text);
    }
    for (let name of readdirSync(gitDirectory).filter((found) => /^sharedindex\.[0-9a-f]+$/.test(found)))
      symlinkSync(join(gitDirectory, name), own(name));
  }
  async run(args, deadlineMs, stdin = "", maxBytes = MAX_OUTPUT_BYTES, expected = [0]) {
    let { worktree, gitDirectory, commonDirectory } = this.#tree;
    return await this.#start([...await this.flags(deadlineMs), ...args], { deadlineMs, stdin, maxBytes, expected }, {
      HOME: this.#directory,
      XDG_CONFIG_HOME: this.#directory,
      GIT_WORK_TREE: worktree,
      GIT_INDEX_FILE: join(gitDirectory, "index"),
      GIT_OBJECT_DIRECTORY: join(commonDirectory, "objects")
    });
  }
  async flags(deadlineMs) {
    return this.#users ??= this.#usersFlags(deadlineMs), [...await this.#users, ...this.#flags];
  }
  #start(args, limits, env) {
    return runWithin([this.#git, ...args], {
      cwd: this.#tree.worktree,
      env: { ...this.#env, ...env },
      ...limits
    });
  }
  async#usersFlags(deadlineMs) {
    let state = join(this.#tree.worktree, ".hive-mind"), home = homeOf2(process.env, state), xdg = dirname(ownDirectory2("config", process.env, state) ?? join(home, ".config/hive")), { GIT_CONFIG_NOSYSTEM: _, ...env } = this.#env, { output } = await runWithin([this.#git, ...USERS], {
      cwd: "/",
      env: { ...env, HOME: home, XDG_CONFIG_HOME: xdg },
      stdin: "",
      deadlineMs,
      maxBytes: MAX_OUTPUT_BYTES,
      expected: [0, 1]
    }), settings = new Map(output.split("\x00").map((record) => pairOf(record))), ignored = settings.get("core.excludesfile")?.replace(/^~(?=\/)/, home) ?? join(xdg, "git/ignore"), config = [...settings].map(([key, value]) => `${key.slice(5)} = ${value}`).join(`
`);
    return ["-c", `core.excludesFile=${ignored}`, ...comparingFlags(`[core]
${config}`)];
  }
  [Symbol.dispose]() {
    try {
      rmSync(this.#directory, { recursive: !0, force: !0 });
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
    }
  }
}
function pairOf(record) {
  let end = record.indexOf(`
`);
  return end < 0 ? [record, "true"] : [record.slice(0, end), record.slice(end + 1).split(`
`)[0]];
}

export { endRunning, GitView };
