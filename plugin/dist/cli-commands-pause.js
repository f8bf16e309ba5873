// @bun
import"./base-files-files.js";
import {
  pauseEndMs,
  isPaused
} from "./base-config-sources.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import"./store-sqlite-open-database.js";
import {
  archivePath
} from "./store-archive-open.js";
import {
  spanMs,
  json,
  findRoot
} from "./cli-root.js";
import"./capture-node-io.js";
import {
  setSetting
} from "./install-user-config.js";
import {
  MAX_CONFIG_BYTES,
  readTextFile,
  applyChange
} from "./install-edit-files.js";
import {
  notePause
} from "./store-archive-pauses.js";
import"./recall-choose-place.js";
import {
  userConfigPath,
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import {
  systemClock,
  localMinute
} from "./base-clock.js";
import {
  printable
} from "./base-text-printable.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/commands/pause.ts
function addPause(program, io) {
  program.command("pause").description("stop saving agents' work in this project, until hive unpause or for some time").option("--for <time>", "end the pause after 30min, 3h, 2d or 1w", spanMs).option("--all", "in every project that has no setting of its own").option("--json", "print JSON").addHelpText("after", `
It takes effect at an agent's next call. Entries that are already in the queue are still applied. During a pause a new
session gets no context of an earlier one either.

Examples:
  hive pause
  hive pause --for 2h
  hive pause --all`).action((_flags, command) => {
    let flags = command.optsWithGlobals(), nowMs = systemClock.nowMs();
    change(io, flags, [flags.for === void 0 ? !0 : new Date(nowMs + flags.for).toISOString()], nowMs);
  });
}
function addUnpause(program, io) {
  program.command("unpause").description("resume saving agents' work in this project").option("--all", "end the pause of every project that has no setting of its own").option("--json", "print JSON").addHelpText("after", `
Examples:
  hive unpause
  hive unpause --all`).action((_flags, command) => {
    let flags = command.optsWithGlobals();
    change(io, flags, flags.all === !0 ? [void 0] : [void 0, !1], systemClock.nowMs());
  });
}
function change(io, flags, values, nowMs) {
  let root = findRoot(io, flags.root), path = userConfigPath(io.env, root);
  if (path === null)
    throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for your settings", {
      hint: "XDG_CONFIG_HOME names a directory of yours"
    });
  let keys = flags.all === !0 ? ["paused"] : ["projects", projectDirectory(root, io.env), "paused"], isMeant = isPaused({ paused: values.at(-1) ?? !1 }, nowMs), resolved = readConfigFiles(root, {}, io.env);
  for (let value of values)
    if (set(path, keys, value), resolved = readConfigFiles(root, {}, io.env), isPaused(resolved.config, nowMs) === isMeant)
      break;
  let { config, warnings } = resolved;
  for (let warning of warnings)
    io.err(`hive: ${printable(warning)}
`);
  if (flags.all !== !0 && isPaused(config, nowMs) !== isMeant)
    throw new HiveError("HIVE_INVALID_OPTION", `${path} was written, but is ignored`, {
      hint: "it must be yours alone: chmod 600"
    });
  let project = projectDirectory(root, io.env), archive = archivePath(io.env, root);
  if (archive !== null)
    notePause(archive, flags.all === !0 ? null : project, nowMs, pauseEndIn(config, nowMs));
  io.out(flags.json === !0 ? json({ project, paused: config.paused }) : sentence(project, config, nowMs));
}
function pauseEndIn({ paused }, nowMs) {
  if (!isPaused({ paused }, nowMs))
    return;
  let endMs = pauseEndMs(paused);
  return Number.isFinite(endMs) ? endMs : null;
}
function set(path, keys, value) {
  let file = readTextFile(path, MAX_CONFIG_BYTES), after = setSetting(file.text, keys, value);
  if (after !== file.text)
    applyChange({ file, after });
}
function sentence(directory, { paused }, nowMs) {
  let project = printable(directory);
  if (!isPaused({ paused }, nowMs))
    return `What agents do in ${project} is saved.
`;
  let endMs = pauseEndMs(paused), until = Number.isFinite(endMs) ? `until ${localMinute(endMs)}` : "until hive unpause";
  return `Nothing of what agents do in ${project} is saved ${until}.
`;
}
export {
  addPause,
  addUnpause
};
