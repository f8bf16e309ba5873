// @bun
import {
  MAIN_PROGRAM
} from "./platform-installation.js";
import {
  VERSION
} from "./base-version.js";
import {
  hashOf2
} from "./base-ids.js";
import {
  isBelievable,
  projectsOf
} from "./git-git-refs.js";
import {
  HiveError
} from "./base-errors.js";

// src/install/hook/plugin-hook.ts
import { existsSync as existsSync2, lstatSync, mkdirSync, readdirSync as readdirSync2, renameSync, rmSync as rmSync2, symlinkSync } from "fs";
import { dirname as dirname2, join as join2 } from "path";

// src/platform/darwin/signature.ts
var codesign = (program) => void Bun.spawnSync(["/usr/bin/codesign", "-s", "-", "-f", program]), TRIAL_MS = 1e4;
function assertRuns(program, { platform = process.platform, sign = codesign } = {}) {
  let why = trial(program);
  if (why === "SIGKILL" && platform === "darwin")
    sign(program), why = trial(program);
  if (why !== null)
    throw new HiveError("HIVE_UNHEALTHY", `the compiled hook does not run here (${why})`);
}
function trial(program) {
  try {
    let run = Bun.spawnSync([program], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      env: {},
      timeout: TRIAL_MS
    });
    if (run.exitCode === 0)
      return null;
    return run.signalCode === void 0 ? `exit code ${run.exitCode}` : String(run.signalCode);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// src/install/hook/compile.ts
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "fs";
import { basename, dirname, join, resolve } from "path";
var RARELY_NEEDED = [
  "src/capture/fallback.ts",
  "src/capture/hook-log.ts",
  "src/capture/caller/git-closer.ts",
  "src/capture/node-io.ts",
  "src/capture/unread.ts",
  "src/capture/plugin/plugin.ts",
  "src/capture/session/session-note.ts",
  "src/capture/session/subagent-note.ts",
  "src/capture/workers/older-workers.ts",
  "src/capture/withheld.ts",
  "src/recall/excluded-data.ts",
  "src/git/ignore-file.ts",
  "src/store/sqlite/open/migrations.ts",
  "src/supervisor/spawn.ts"
], OFTEN_NEEDED = [
  "src/agents/load-hook.ts",
  "src/recall/restore.ts",
  "src/recall/waiting/waiting.ts",
  "src/queue/producer/capacity.ts"
], BESIDE_IT = [...RARELY_NEEDED, ...OFTEN_NEEDED], JIT_POLICY = 1000;
async function compileExecutable(entry, outfile, without) {
  let result = await Bun.build({
    entrypoints: [entry],
    compile: {
      outfile,
      jitPolicy: JIT_POLICY,
      execArgv: ["--cwd=/"],
      autoloadDotenv: !1,
      autoloadBunfig: !1,
      autoloadTsconfig: !1,
      autoloadPackageJson: !1
    },
    target: "bun",
    format: "cjs",
    minify: !0,
    bytecode: !0,
    metafile: !0,
    plugins: [without]
  });
  if (!result.success || !existsSync(outfile))
    throw AggregateError(result.logs, `${entry} could not be compiled`);
  return writeInOne(outfile), result;
}
function writeInOne(path) {
  let bytes = readFileSync(path), { mode } = statSync(path);
  rmSync(path), writeFileSync(path, bytes, { mode });
}
var DEAD_MS = 600000;
function temporaryFor(command) {
  let name = basename(command);
  for (let other of readdirSync(dirname(command))) {
    let path = join(dirname(command), other);
    if (other.startsWith(`${name}.`) && other.endsWith(".tmp") && Date.now() - statSync(path).mtimeMs > DEAD_MS)
      rmSync(path, { force: !0 });
  }
  return `${command}.${process.pid}.tmp`;
}

// src/install/hook/plugin-hook.ts
async function compilePluginHook(env) {
  let data = env.CLAUDE_PLUGIN_DATA, dist = dirname2(MAIN_PROGRAM), link = join2(dist, "compiled");
  if (data === void 0 || !isBelievable(data, projectsOf(env, void 0)) || existsSync2(link))
    return null;
  if (lstatSync(data, { throwIfNoEntry: !1 })?.uid !== process.geteuid?.())
    return null;
  let directory = join2(data, "hook"), command = join2(directory, `hive-hook-${VERSION}-${hashOf2(dist)}`);
  mkdirSync(directory, { recursive: !0, mode: 448 });
  let temporary = temporaryFor(command);
  try {
    await compileExecutable(join2(dist, "plugin-executable.js"), temporary, leaveOutDynamic(dist)), assertRuns(temporary), renameSync(temporary, command), rmSync2(link, { force: !0 }), symlinkSync(command, link), removeOthers(directory, command);
  } finally {
    rmSync2(temporary, { force: !0 });
  }
  return command;
}
function removeOthers(directory, command) {
  for (let name of readdirSync2(directory)) {
    let path = join2(directory, name);
    if (path !== command && !name.endsWith(".tmp"))
      rmSync2(path, { force: !0 });
  }
}
var ALWAYS_NEEDED = "./capture-plugin.js", leaveOutDynamic = (dist) => ({
  name: "rarely-needed",
  setup(build) {
    build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path, kind }) => kind === "dynamic-import" && path !== ALWAYS_NEEDED ? { path: join2(dist, path), external: !0 } : void 0);
  }
});
export {
  compilePluginHook
};
