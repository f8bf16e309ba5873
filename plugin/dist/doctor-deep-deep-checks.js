// @bun
import {
  readRegular
} from "./base-files-files.js";
import"./origin-own-directory.js";
import"./platform-installation.js";
import {
  isLockFile,
  clearPath
} from "./git-ignore-file.js";
import"./queue-read-entry.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import {
  sweepJournals
} from "./queue-dead-letters-letter.js";
import"./store-sqlite-open-database.js";
import"./store-archive-open.js";
import"./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-store.js";
import"./store-postgres-tombstones.js";
import"./platform-bun-bun-command.js";
import"./supervisor-spawn.js";
import"./capture-hook-log.js";
import"./capture-session-session-note.js";
import"./redact-redact.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./capture-node-io.js";
import {
  forget,
  isUnfinished
} from "./forget-forget.js";
import {
  whyUnsupported,
  INSTEAD
} from "./platform-supported.js";
import"./install-uninstall-stop-workers.js";
import {
  WatchSource
} from "./wake-watch.js";
import {
  MAX_NOTE_BYTES,
  isTemporaryName,
  sweepTemporaryFiles
} from "./queue-sweep.js";
import {
  DoorbellSource
} from "./wake-doorbell.js";
import {
  FIX,
  ok,
  warning,
  problem,
  together,
  isOnPath
} from "./doctor-registry.js";
import"./install-edit-files.js";
import"./store-postgres-connect-settings.js";
import {
  missingInGit
} from "./snapshots-objects-blobs.js";
import {
  ProjectSnapshots
} from "./snapshots-project-snapshots.js";
import {
  LIMITS
} from "./snapshots-limits.js";
import {
  damageOf,
  setAsideDamaged
} from "./snapshots-keep-damaged.js";
import {
  snapshotsDirectory,
  findWorktree
} from "./snapshots-worktree.js";
import {
  GitView
} from "./git-git-view.js";
import"./store-archive-erase.js";
import {
  headOf
} from "./git-git-head.js";
import {
  shellWord,
  ownCommand,
  packagedVersion
} from "./recall-choose-place.js";
import {
  count,
  span,
  size
} from "./base-text-words.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import {
  readHeartbeat,
  ProcessLock,
  findWorkers
} from "./supervisor-stuck.js";
import {
  reportPath,
  lockPath,
  recover,
  unlinkIfThere
} from "./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import {
  realPathOrSame
} from "./platform-programs.js";
import {
  package_default,
  VERSION
} from "./base-version.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import {
  storePath
} from "./store-sqlite-open-location.js";
import"./queue-make.js";
import {
  parseEntryName,
  isOwnSeq,
  ownSeqAtMs
} from "./queue-entry.js";
import"./origin-key.js";
import {
  findGitTree,
  readGitFile
} from "./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/doctor/deep/clock.ts
import { lstatSync as lstatSync2, readdirSync, unlinkSync as unlinkSync2, writeFileSync } from "fs";

// src/doctor/deep/waking.ts
import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, unlinkSync } from "fs";
var TIMEOUT_MS = 1000, DOCTOR_PREFIX = "doctor-";
function makeScratch({ tmp }) {
  let path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`;
  return mkdirSync(path, { mode: 448 }), path;
}
var eventsCheck = {
  code: "events",
  groups: ["deep"],
  needs: "queue",
  run: async ({ paths }) => {
    let scratch = makeScratch(paths);
    try {
      let watch = await noEventReason(new WatchSource(scratch)), doorbell = await noEventReason(new DoorbellSource(`${scratch}/doorbell`)), faults = [];
      if (watch !== null)
        faults.push(warning(`fs.watch: ${watch}: a worker polls here, which costs CPU and time`, {
          advice: "see the lines on watches and file-system"
        }));
      if (doorbell !== null)
        faults.push(warning(`doorbell: ${doorbell}: hive's own entries are not announced`, {
          advice: "is mkfifo there, and does the file system know FIFOs?"
        }));
      return together(faults, "a probe came through fs.watch and through a FIFO");
    } finally {
      rmSync(scratch, { recursive: !0, force: !0 });
    }
  }
};
async function noEventReason(source) {
  try {
    return source.start(() => {
      return;
    }), await source.prove(TIMEOUT_MS) ? null : `no event arrives within ${TIMEOUT_MS} ms`;
  } catch (error) {
    return errorMessage(error);
  } finally {
    source.stop();
  }
}
var RESTART = "hive worker restart", doorbellCheck = {
  code: "doorbell",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    let { doorbell: path } = view.paths, hasWorker = view.heartbeats().some(({ mode, doorbell }) => mode === "event" && doorbell !== "off"), stat = lstatSync(path, { throwIfNoEntry: !1 }), soon = `the worker makes it again within ${span(view.config.backstopIntervalMs)}`;
    if (stat === void 0) {
      if (hasWorker)
        return warning("it is gone", { advice: soon });
      return ok("none yet: a worker makes it");
    }
    if (!stat.isFIFO()) {
      if (hasWorker)
        return warning(`${path} is no FIFO`, { advice: soon });
      return warning(`${path} is no FIFO: nothing announces an entry through it`, {
        run: FIX,
        advice: "that removes it; a worker makes the FIFO",
        fix: () => {
          if (lstatSync(path, { throwIfNoEntry: !1 })?.isFile() === !0)
            unlinkSync(path);
          return `removed ${path}`;
        }
      });
    }
    if (listens(path))
      return ok("a worker listens");
    if (!hasWorker)
      return ok("nobody listens, since no worker runs");
    return problem("a worker runs and does not listen", { run: RESTART });
  }
};
function listens(path) {
  try {
    return closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)), !0;
  } catch (error) {
    if (errorCode(error) === "ENXIO")
      return !1;
    throw error;
  }
}

// src/doctor/deep/clock.ts
var TOLERANCE_MS = 2000, clockCheck = {
  code: "clock",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    let faults = [], skewMs = fileClockSkewMs(view.paths);
    if (Math.abs(skewMs) > TOLERANCE_MS)
      faults.push(warning(`the clock of the file system is ${span(Math.abs(skewMs))} ${skewMs > 0 ? "ahead" : "behind"}`, {
        advice: "set both clocks (NTP): ages and retries go by them"
      }));
    return faults.push(...futures(view)), together(faults, "files and this process agree, and nothing comes from the future");
  }
};
function fileClockSkewMs({ tmp }) {
  let path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`, beforeMs = Date.now();
  writeFileSync(path, "", { mode: 384 });
  let { mtimeMs } = lstatSync2(path), afterMs = Date.now();
  if (unlinkSync2(path), mtimeMs > afterMs)
    return mtimeMs - afterMs;
  return mtimeMs < beforeMs ? mtimeMs - beforeMs : 0;
}
function futures(view) {
  let { paths, nowMs } = view, limitMs = nowMs + TOLERANCE_MS, faults = [], instances = readdirSync(paths.instances).filter((name) => Number(readIfThere(`${paths.instances}/${name}`)) > limitMs);
  if (instances.length > 0)
    faults.push(warning(`${count(instances.length, "instance")} took a checkpoint in the future: ${instances.slice(0, 3).join(", ")}`, {
      run: FIX,
      advice: "the next call then takes one",
      fix: () => {
        for (let name of instances)
          unlinkIfThere(`${paths.instances}/${name}`);
        return `removed ${count(instances.length, "time")} from the future`;
      }
    }));
  let heartbeat = readHeartbeat(paths);
  if (heartbeat !== null && Date.parse(heartbeat.timestamp) > limitMs) {
    let isLive = view.workers().length > 0, found = `the heartbeat is of ${heartbeat.timestamp}, which is to come`, fix = () => (unlinkIfThere(paths.heartbeat), "removed the heartbeat from the future");
    faults.push(isLive ? warning(found, { advice: "the worker writes another" }) : warning(found, { run: FIX, fix }));
  }
  let entries = readdirSync(paths.pending).filter((name) => {
    let seq = parseEntryName(name)?.seq ?? "";
    return isOwnSeq(seq) && ownSeqAtMs(seq) > limitMs;
  });
  if (entries.length > 0)
    faults.push(warning(`${count(entries.length, "entry is", "entries are")} from the future: applied last of their priority`, {
      advice: "nothing: a worker applies them"
    }));
  return faults;
}
function readIfThere(path) {
  return readRegular(path, MAX_NOTE_BYTES) ?? "";
}

// src/doctor/deep/command.ts
var commandCheck = {
  code: "command",
  groups: ["deep"],
  needs: "nothing",
  run: ({ env }) => judgeCommand(Bun.which("hive", { PATH: env.PATH ?? "" }), ownCommand(env))
};
function judgeCommand(found, own) {
  if (found === null)
    return ok(`no hive is on the PATH; this one is ${own}`);
  let real = realPathOrSame(found), where = real === found ? found : `${found}, which leads to ${real}`;
  if (own === "hive")
    return ok(`the first hive on the PATH is this one: ${where}`);
  let version = packagedVersion(real);
  if (version !== null && version !== VERSION)
    return warning(`the first hive on the PATH is hive ${version}, and this is ${VERSION}: ${where}`, {
      run: own,
      advice: "this starts this hive; uninstall the other one, or put this one's directory first on the PATH"
    });
  return warning(`the first hive on the PATH is another program: ${where}`, {
    run: own,
    advice: "this starts this hive; Apache Hive and GraphQL Hive have a command of the same name"
  });
}

// src/doctor/deep/machine.ts
import { existsSync, readdirSync as readdirSync2, readFileSync, readlinkSync, realpathSync, statSync } from "fs";
var bunCheck = {
  code: "bun",
  groups: ["deep"],
  needs: "nothing",
  run: () => judgeBun(Bun.version, package_default.engines.bun)
}, platformCheck = {
  code: "platform",
  groups: ["deep"],
  needs: "nothing",
  run: () => judgePlatform(process.platform)
};
function judgePlatform(platform) {
  let why = whyUnsupported(platform);
  if (why !== null)
    return problem(why, { advice: INSTEAD });
  if (platform === "darwin")
    return warning("macOS: hive has not been tried on a Mac yet");
  return ok(`${platform} on ${process.arch}`);
}
function judgeBun(version, needed) {
  if (Bun.semver.satisfies(version, needed))
    return ok(`Bun ${version} (hive needs ${needed})`);
  return problem(`Bun ${version}, and hive needs ${needed}`, { run: "bun upgrade" });
}
var SHARED = /^(nfs\d?|cifs|smb\w*|smbfs|9p|drvfs|afs|ceph|lustre|gfs2|ocfs2|virtiofs|vboxsf|vmhgfs|prl_fs|fuse\..*(sshfs|glusterfs|s3fs|rclone|vmhgfs|portal).*|davfs|afpfs|webdav)$/, LOCAL_ADVICE = "move the state to a local disk: hive setup --root-outside, where your data directory is on one, else HIVE_ROOT";
function fileSystemType(path, mounts) {
  let best = { length: -1, type: null };
  for (let line of mounts.split(`
`)) {
    let words = line.split(" "), separator = words.indexOf("-");
    if (separator < 0)
      continue;
    let point = words[4].replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCodePoint(Number.parseInt(octal, 8))), prefix = point === "/" ? "/" : `${point}/`;
    if (`${path}/`.startsWith(prefix) && prefix.length >= best.length)
      best = { length: prefix.length, type: words[separator + 1] };
  }
  return best.type;
}
function judgeType(type) {
  if (type === null)
    return ok("its type is not known on this platform; the check of the events says whether it will do");
  if (!SHARED.test(type))
    return ok(type);
  return warning(`${type}, which may be shared with another machine: neither events nor SQLite's locks can be relied on`, {
    advice: LOCAL_ADVICE
  });
}
var MOUNTS = "/proc/self/mountinfo", fileSystemCheck = {
  code: "file-system",
  groups: ["deep"],
  needs: "queue",
  run: ({ paths }) => {
    let type = existsSync(MOUNTS) ? fileSystemType(realpathSync(paths.pending), readFileSync(MOUNTS, "utf8")) : null, faults = [], judged = judgeType(type);
    if (judged.level !== "ok")
      faults.push(judged);
    let devices = [paths.tmp, paths.pending, paths.processing, paths.failed].map((path) => statSync(path).dev);
    if (new Set(devices).size > 1)
      faults.push(problem("the directories of the queue are on several file systems: nothing can be renamed", {
        advice: `let all of ${paths.queue} be on one`
      }));
    return together(faults, judged.found);
  }
}, LIMITS2 = "/proc/sys/fs/inotify", SCARCE_SHARE = 0.9, watchesCheck = {
  code: "watches",
  groups: ["deep"],
  needs: "nothing",
  run: () => {
    if (!existsSync(LIMITS2))
      return ok("this platform has no limit of inotify's");
    return judgeWatches(readWatchUse());
  }
};
function judgeWatches({ instances, maxInstances, watches, maxWatches }) {
  let faults = [], judge = (what, used, limit) => {
    if (used < limit * SCARCE_SHARE)
      return;
    faults.push(warning(`${used} of ${limit} inotify ${what} are in use: a worker that gets none polls`, {
      run: `sudo sysctl fs.inotify.max_user_${what}=${Math.max(limit * 2, 1024)}`
    }));
  };
  return judge("instances", instances, maxInstances), judge("watches", watches, maxWatches), together(faults, `inotify instances ${instances} of ${maxInstances}, watches ${watches} of ${maxWatches}`);
}
function readWatchUse() {
  let instances = 0, watches = 0;
  for (let pid of readdirSync2("/proc")) {
    if (!/^\d+$/.test(pid))
      continue;
    for (let fd of quietly(() => readdirSync2(`/proc/${pid}/fd`)) ?? []) {
      if (quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) !== "anon_inode:inotify")
        continue;
      instances += 1;
      let info = quietly(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8")) ?? "";
      watches += info.split(`
`).filter((line) => line.startsWith("inotify ")).length;
    }
  }
  return { instances, maxInstances: limit("instances"), watches, maxWatches: limit("watches") };
}
var limit = (what) => Number(readFileSync(`${LIMITS2}/max_user_${what}`, "utf8"));
function quietly(read) {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes(errorCode(error) ?? ""))
      return;
    throw error;
  }
}

// src/doctor/deep/forgetting.ts
var forgettingCheck = {
  code: "forgetting",
  groups: ["deep"],
  needs: "queue",
  run: async ({ root, env, nowMs, integrity }) => {
    if ((await integrity()).kind !== "sound")
      return ok("not looked at: the database is not sound, or not there");
    if (!isUnfinished(root, env))
      return ok("nothing is half forgotten");
    return warning("a hive forget was interrupted: bytes of its session may be in the database still", {
      run: FIX,
      advice: "or the same hive forget again",
      fix: async () => (await forget(root, [], { env, nowMs }), "the database was written anew")
    });
  }
};

// src/doctor/deep/git.ts
import { dirname, join, relative } from "path";
var TIMEOUT_MS2 = 5000, WRITTEN = /^(?:hive\.db|hook\.log|queue$|instances$|logs$|setup$)/, gitCheck = {
  code: "git",
  groups: ["deep"],
  needs: "nothing",
  run: async ({ paths: { root } }) => {
    let tree = findGitTree(dirname(root));
    if (tree === null || headOf(tree) === null)
      return ok("the state is in no git tree of this user's");
    let listed = await trackedNames(root, tree).catch((error) => errorMessage(error));
    if (typeof listed === "string")
      return warning(`whether git tracks the state is not known: ${listed}`);
    if (listed.length > 0) {
      let files = listed.map((name) => shellWord(join(root, name))).join(" ");
      return problem(`git tracks ${listed.join(", ")} of ${root}: a commit takes what hive writes there`, {
        run: `git -C ${shellWord(tree.worktree)} rm -r -q --cached -- ${files}`,
        advice: "that leaves the files where they are; commit it"
      });
    }
    return ok("git tracks nothing of the state");
  }
};
async function trackedNames(root, tree) {
  let config = readGitFile(join(tree.commonDirectory, "config")) ?? "";
  using view = new GitView(tree, null, config, dirname(root));
  let from = relative(tree.worktree, root), { output } = await view.run(["ls-files", "-z", "--", from], performance.now() + TIMEOUT_MS2), names = output.split("\x00").map((path) => path.slice(from.length + 1).split("/")[0]);
  return [...new Set(names)].filter((name) => WRITTEN.test(name));
}

// src/doctor/deep/integrity.ts
import { existsSync as existsSync2, renameSync } from "fs";
var LARGE_LOG_BYTES = 268435456, integrityCheck = {
  code: "integrity",
  groups: ["deep"],
  needs: "queue",
  run: async (view) => {
    let { paths, nowMs } = view, health = await view.integrity();
    if (health.kind === "missing")
      return ok("none yet: a worker makes it");
    let path = storePath(view.root);
    if (health.kind === "malformed")
      return malformed(paths, path, health.reason, nowMs);
    if (health.kind === "sound")
      return judgeSound(path, health);
    return warning(`${path} could not be looked at: ${health.reason}`, {
      run: "hive doctor",
      advice: "when it is free again"
    });
  }
};
function judgeSound(path, health) {
  let { schema, sqliteVersion, bytes, logBytes } = health, found = `sound, ${size(bytes)}, log ${size(logBytes)}, SQLite ${sqliteVersion}`;
  if (schema === "newer")
    return problem(`${found}; a newer hive has written it: no worker of this one starts`, { advice: "update hive" });
  if (logBytes > LARGE_LOG_BYTES)
    return warning(`${found}: the log is not moved to the database`, {
      run: `fuser ${shellWord(path)}`,
      advice: "this lists the processes that read it: end them"
    });
  if (schema === "current")
    return ok(`${found}, tables of this hive`);
  return ok(`${found}, tables ${schema === "new" ? "not made" : "of an older hive"}: the next worker migrates them`);
}
function malformed(paths, path, reason, nowMs) {
  let found = `${path} is malformed: ${reason}`;
  if (findWorkers(paths).length > 0)
    return problem(`${found}; a worker has it open, so it is left as it is`, {
      run: `hive worker stop --force && ${FIX}`
    });
  return problem(`${found}; the queued entries are safe in ${paths.pending}`, {
    run: FIX,
    advice: "this renames it; hive never replaces it unasked",
    fix: () => setAside(paths, path, nowMs)
  });
}
function setAside(paths, path, nowMs) {
  if (findWorkers(paths).length > 0)
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "a worker has begun and has the database open: nothing was changed");
  let aside = `${path}.malformed-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  for (let suffix of ["-wal", "-shm", ""])
    if (existsSync2(path + suffix))
      renameSync(path + suffix, aside + suffix);
  return sweepJournals(paths, Number.POSITIVE_INFINITY), `set aside as ${aside}; to save what can be saved: sqlite3 ${shellWord(aside)} .recover | sqlite3 recovered.db`;
}

// src/doctor/deep/leftovers.ts
import { existsSync as existsSync3, lstatSync as lstatSync3, readdirSync as readdirSync3, rmSync as rmSync2 } from "fs";
var SHOWN = 5, deadWorkersCheck = {
  code: "dead-workers",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    let { paths } = view, alive = new Set(view.workers().map(({ id }) => id)), dead = [...knownWorkers(paths).difference(alive)];
    if (dead.length === 0)
      return ok("none has left anything");
    let claims = dead.reduce((sum, id) => sum + claimsOf(paths, id), 0);
    return warning(`${some(dead)} left files${claims === 0 ? "" : ` and ${count(claims, "claimed entry", "claimed entries")}`}`, {
      run: FIX,
      advice: "the next worker does it too",
      fix: () => {
        let recovered = recover(paths, (id) => ProcessLock.take(lockPath(paths, id), !1));
        for (let id of dead)
          removeFiles(paths, id);
        return `put ${count(recovered.length, "entry", "entries")} back, removed the files of ${count(dead.length, "dead worker")}`;
      }
    });
  }
};
function knownWorkers(paths) {
  let files = namesIn(paths.workers).map((name) => /^(.+)\.(?:lock-journal|lock|json)$/.exec(name)?.[1]);
  return new Set([...files, ...namesIn(paths.processing)].filter((id) => id !== void 0));
}
var namesIn = (directory) => existsSync3(directory) ? readdirSync3(directory) : [], some = (ids) => ids.slice(0, SHOWN).join(", ") + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : ""), claimsOf = ({ processing }, id) => existsSync3(`${processing}/${id}`) ? readdirSync3(`${processing}/${id}`).length : 0;
function removeFiles(paths, id) {
  let path = lockPath(paths, id), hasLock = isLockFile(path), lock = hasLock ? ProcessLock.take(path, !1) : null;
  if (hasLock && lock === null)
    return;
  try {
    for (let own of [reportPath(paths, id), path])
      clearPath(own, () => !0);
  } finally {
    lock?.release();
  }
  clearPath(`${path}-journal`, () => !0);
}
var OLD_MS = 3600000, isDoctors = (name) => name.startsWith(DOCTOR_PREFIX) && isOwnSeq(name.slice(DOCTOR_PREFIX.length)), temporaryFilesCheck = {
  code: "temporary-files",
  groups: ["deep"],
  needs: "queue",
  run: ({ paths, nowMs }) => {
    let files = readdirSync3(paths.tmp), old = files.filter((name) => {
      if (!isTemporaryName(name) && !isDoctors(name))
        return !1;
      let stat = lstatSync3(`${paths.tmp}/${name}`, { throwIfNoEntry: !1 });
      return stat !== void 0 && nowMs - stat.mtimeMs >= OLD_MS;
    });
    if (old.length === 0)
      return ok(files.length === 0 ? "none" : count(files.length, "file that is being written", "files that are being written"));
    return warning(`${count(old.length, "file")} left by a crash over an hour ago: never accepted, and no loss`, {
      run: FIX,
      advice: "the next worker does it too",
      fix: () => {
        let swept = sweepTemporaryFiles(paths, nowMs), own = old.filter(isDoctors);
        for (let name of own)
          rmSync2(`${paths.tmp}/${name}`, { recursive: !0, force: !0 });
        return `removed ${count(swept + own.length, "file")}`;
      }
    });
  }
};

// src/doctor/deep/programs.ts
var programsCheck = {
  code: "agents",
  groups: ["deep"],
  needs: "project",
  run: (view) => {
    let missing = [...new Set(view.installedHooks().map(({ agent }) => agent))].filter((agent) => !isOnPath(agent, view));
    if (missing.length === 0)
      return ok("the program of each agent that is set up is on the PATH");
    let names = missing.map(({ title, programs }) => `${title} (${programs.join(", ")})`).join("; ");
    return ok(`not on the PATH, unless an editor or an alias starts it: ${names}`);
  }
};

// src/doctor/deep/trust.ts
var trustCheck = {
  code: "trust",
  groups: ["deep"],
  needs: "project",
  run: async (view) => {
    let installed = view.installedHooks().filter(({ where }) => where !== "plugin"), { cwd, env } = view, answers = await Promise.all([...new Set(installed.map(({ agent }) => agent))].flatMap((agent) => {
      let files = installed.filter((hook) => hook.agent === agent).length;
      return agent.askTrust?.({ cwd, env, hooks: files * agent.settings.events.length }) ?? [];
    }));
    if (answers.length === 0)
      return ok("no agent here asks for trust in hooks");
    let doubted = answers.filter(({ isGiven }) => isGiven !== !0);
    return together(doubted.map(({ isGiven, found, advice }) => (isGiven === null ? warning : problem)(found, advice === void 0 ? {} : { advice })), answers.map(({ found }) => found).join("; "));
  }
};

// src/snapshots/keep/verify.ts
async function verifySnapshots(snapshots, root, env) {
  let bad = damagedObjects(snapshots), { catalogue } = snapshots, missing = [], bases = [], unasked = [];
  for (let { id, top } of catalogue.worktrees()) {
    let rows = catalogue.snapshots(id), named = [
      ...statesOf(snapshots, rows.map((row) => row.id))
    ];
    for (let { path, snapshot, state } of named)
      if (state.kept === "store" && bad.has(state.hash ?? ""))
        missing.push({ path, snapshot, from: "store" });
    let inGit = named.filter(({ state }) => state.kept === "git" && state.blob !== null), commits = [...new Set(rows.flatMap(({ base }) => base ?? []))];
    if (inGit.length + commits.length === 0)
      continue;
    let worktree = findWorktree(root, top, env);
    if ("refused" in worktree || worktree.git === null) {
      unasked.push(top);
      continue;
    }
    let ids = /* @__PURE__ */ new Set([...inGit.map(({ state }) => state.blob), ...commits]), gone = await missingInGit({ ...worktree, git: worktree.git }, [...ids]);
    bases.push(...commits.filter((commit) => gone.has(commit)));
    for (let { path, snapshot, state } of inGit)
      if (gone.has(state.blob))
        missing.push({ path, snapshot, from: "git" });
  }
  return { missing, bases, unasked };
}
function damagedObjects({ catalogue, objects }) {
  let bad = [...catalogue.hashes()].filter((hash) => objects.get(hash) === null);
  if (bad.length === 0)
    return /* @__PURE__ */ new Set;
  let named = catalogue.hashes();
  return new Set(bad.filter((hash) => named.has(hash)));
}
function* statesOf({ catalogue }, ids) {
  for (let { path, snapshot, before, after } of catalogue.changes(ids))
    for (let state of [before, after])
      if (typeof state !== "string")
        yield { path, snapshot, state };
}

// src/snapshots/case-blind.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync4 } from "fs";
import { join as join2 } from "path";
function isCaseBlind(directory, inode = inodeAt) {
  let name = readdirSync4(directory).find((one) => swapped(one) !== one);
  if (name === void 0)
    return null;
  let other = inode(join2(directory, swapped(name)));
  return other !== null && other === inode(join2(directory, name));
}
var swapped = (name) => name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase(), inodeAt = (path) => lstatSync4(path, { throwIfNoEntry: !1 })?.ino ?? null;

// src/doctor/deep/snapshots.ts
var NAMED = 3;
function caseFaults(worktree, isBlind = isCaseBlind) {
  if ("refused" in worktree || isBlind(worktree.top) !== !0)
    return [];
  return [`names that differ by case are one file in ${worktree.top}: an undo has the last of such names alone`];
}
var damaged = (directory, reason, nowMs) => warning(`the list of snapshots in ${directory} is damaged: ${reason}`, {
  run: FIX,
  advice: "this renames it; the worker does so, too, before the next snapshot",
  fix: () => {
    let aside = setAsideDamaged(directory, nowMs);
    return aside === null ? "the list of snapshots is sound by now" : `set aside as ${aside.path}`;
  }
}), snapshotsCheck = {
  code: "snapshots",
  groups: ["deep"],
  needs: "nothing",
  run: async ({ root, env, config, nowMs }) => {
    let directory = snapshotsDirectory(root, env), damage = directory === null ? null : damageOf(directory);
    if (damage !== null)
      return damaged(directory, damage, nowMs);
    if (config.snapshots === "off")
      return ok("the setting snapshots is off: no files are kept");
    using snapshots = ProjectSnapshots.openIfAny(root, env);
    if (snapshots === null)
      return ok("no snapshot of the files was taken yet");
    let { catalogue, objects } = snapshots, { missing, bases, unasked } = await verifySnapshots(snapshots, root, env), kept = `${count(catalogue.snapshots().length, "snapshot")} of the files, ${size(objects.totalBytes())} of ${size(LIMITS.storeBytes)}`, faults = caseFaults(findWorktree(root, projectDirectory(root, env), env));
    if (missing.length > 0) {
      let names = missing.slice(0, NAMED).map(({ path, snapshot, from }) => `${path} of #${snapshot} (${from})`), more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : "";
      faults.push(`${count(missing.length, "content")} missing or damaged: ${names.join(", ")}${more}`);
    }
    if (bases.length > 0) {
      let names = bases.slice(0, NAMED).map((commit) => commit.slice(0, 12));
      faults.push(`${count(bases.length, "commit")} of snapshots gone from git: ${names.join(", ")}`);
    }
    if (unasked.length > 0)
      faults.push(`git could not be asked in ${unasked.slice(0, NAMED).join(", ")}`);
    if (faults.length === 0)
      return ok(`${kept}; each content is whole`);
    return warning([kept, ...faults].join("; "), { advice: "hive undo names the files that it cannot put back" });
  }
};

// src/doctor/deep/deep-checks.ts
var DEEP_CHECKS = [
  programsCheck,
  trustCheck,
  platformCheck,
  bunCheck,
  commandCheck,
  gitCheck,
  fileSystemCheck,
  eventsCheck,
  watchesCheck,
  integrityCheck,
  forgettingCheck,
  snapshotsCheck,
  deadWorkersCheck,
  doorbellCheck,
  temporaryFilesCheck,
  clockCheck
];
export {
  DEEP_CHECKS
};
