import type { Command } from "commander";
import { localMinute, systemClock } from "../../base/clock.ts";
import { type Paused } from "../../base/config/config.ts";
import { isPaused, pauseEndMs } from "../../base/config/pause.ts";
import { HiveError } from "../../base/errors.ts";
import { applyChange, MAX_CONFIG_BYTES, readTextFile } from "../../install/edit/files.ts";
import { setSetting } from "../../install/user-config.ts";
import { projectDirectory, readConfigFiles, userConfigPath } from "../../origin/config-files.ts";
import { archivePath } from "../../store/archive/open.ts";
import { notePause } from "../../store/archive/pauses.ts";
import { spanMs } from "../flags.ts";
import type { Io } from "../io.ts";
import { json, printable } from "../text/render.ts";
import { findRoot } from "../root.ts";

interface Flags {
  readonly root?: string;
  readonly for?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addPause(program: Command, io: Io): void {
  program
    .command("pause")
    .description("stop saving agents' work in this project, until hive unpause or for some time")
    .option("--for <time>", "end the pause after 30min, 3h, 2d or 1w", spanMs)
    .option("--all", "in every project that has no setting of its own")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
It takes effect at an agent's next call. Entries that are already in the queue are still applied. During a pause a new
session gets no context of an earlier one either.

Examples:
  hive pause
  hive pause --for 2h
  hive pause --all`,
    )
    .action((_flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const nowMs = systemClock.nowMs();
      change(io, flags, [flags.for === undefined ? true : new Date(nowMs + flags.for).toISOString()], nowMs);
    });
}

export function addUnpause(program: Command, io: Io): void {
  program
    .command("unpause")
    .description("resume saving agents' work in this project")
    .option("--all", "end the pause of every project that has no setting of its own")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  hive unpause\n  hive unpause --all")
    .action((_flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      // A pause for all projects, or one in the project's own file, needs an explicit `false` to end.
      change(io, flags, flags.all === true ? [undefined] : [undefined, false], systemClock.nowMs());
    });
}

/**
 * Writes the setting into the user's own file.
 * @param values tried in turn until one has the intended effect of the last; undefined removes the setting
 * @throws HIVE_INVALID_OPTION if none has an effect, since the file is ignored
 */
function change(io: Io, flags: Flags, values: ReadonlyArray<Paused | undefined>, nowMs: number): void {
  const root = findRoot(io, flags.root);
  const path = userConfigPath(io.env, root);
  if (path === null) {
    throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for your settings", {
      hint: "XDG_CONFIG_HOME names a directory of yours",
    });
  }
  const keys = flags.all === true ? ["paused"] : ["projects", projectDirectory(root, io.env), "paused"];
  const isMeant = isPaused({ paused: values.at(-1) ?? false }, nowMs);
  let resolved = readConfigFiles(root, {}, io.env);
  for (const value of values) {
    set(path, keys, value);
    resolved = readConfigFiles(root, {}, io.env);
    if (isPaused(resolved.config, nowMs) === isMeant) break;
  }
  const { config, warnings } = resolved;
  for (const warning of warnings) io.err(`hive: ${printable(warning)}\n`);
  if (flags.all !== true && isPaused(config, nowMs) !== isMeant) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path} was written, but is ignored`, {
      hint: "it must be yours alone: chmod 600",
    });
  }
  const project = projectDirectory(root, io.env);
  const archive = archivePath(io.env, root);
  if (archive !== null) notePause(archive, flags.all === true ? null : project, nowMs, pauseEndIn(config, nowMs));
  io.out(flags.json === true ? json({ project, paused: config.paused }) : sentence(project, config, nowMs));
}

/** As {@link notePause} takes it. */
function pauseEndIn({ paused }: { readonly paused: Paused }, nowMs: number): number | null | undefined {
  if (!isPaused({ paused }, nowMs)) return undefined;
  const endMs = pauseEndMs(paused);
  return Number.isFinite(endMs) ? endMs : null;
}

function set(path: string, keys: readonly string[], value: Paused | undefined): void {
  const file = readTextFile(path, MAX_CONFIG_BYTES);
  const after = setSetting(file.text, keys, value);
  if (after !== file.text) applyChange({ file, after });
}

function sentence(directory: string, { paused }: { readonly paused: Paused }, nowMs: number): string {
  const project = printable(directory);
  if (!isPaused({ paused }, nowMs)) return `What agents do in ${project} is saved.\n`;
  const endMs = pauseEndMs(paused);
  const until = Number.isFinite(endMs) ? `until ${localMinute(endMs)}` : "until hive unpause";
  return `Nothing of what agents do in ${project} is saved ${until}.\n`;
}
