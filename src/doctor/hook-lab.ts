import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { bunCommand } from "../platform/bun-command.ts";
import type { Config } from "../base/config.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { compileProgram } from "../install/hook-build.ts";
import { DoorbellSource } from "../wake/doorbell.ts";
import { makeScratch } from "./events.ts";

export type HookKind = "compiled" | "source";

/** Where a hook is timed: its state directory, and what is the user's configuration to it. */
export interface TimedRoot {
  readonly root: string;
  readonly settings: string;
}

/** A directory in which hooks are timed: state directories of its own, with somebody at each doorbell. */
export class HookLab implements Disposable {
  readonly #directory: string;
  readonly #bells: DoorbellSource[] = [];

  /** On the file system of the real queue where there is one, out of its worker's sight. */
  constructor(paths: QueuePaths) {
    this.#directory = existsSync(paths.tmp) ? makeScratch(paths) : mkdtempSync(join(tmpdir(), "hive-doctor-"));
  }

  /** A state directory, and a user's settings for it. */
  addRoot(name: string, config: Config): TimedRoot {
    const paths = queuePaths(join(this.#directory, name, "state"));
    mkdirSync(dirname(paths.root), { recursive: true });
    makeQueue(paths);
    const settings = join(this.#directory, "settings", name);
    mkdirSync(join(settings, "hive"), { recursive: true, mode: 0o700 });
    writeFileSync(join(settings, "hive", "config.json"), JSON.stringify(config), { mode: 0o600 });
    const bell = new DoorbellSource(paths.doorbell);
    bell.start(() => undefined);
    this.#bells.push(bell);
    return { root: paths.root, settings };
  }

  /** A script that does nothing. @returns its path */
  addEmptyScript(): string {
    const path = join(this.#directory, "empty.ts");
    writeFileSync(path, "");
    return path;
  }

  /** A program, started as the hook is: compiled like it, or from source. @returns its command */
  async addProgram(source: string, kind: HookKind): Promise<readonly string[]> {
    if (kind === "source") return [...bunCommand(), source];
    const directory = join(this.#directory, "programs");
    mkdirSync(directory, { recursive: true });
    const outfile = join(directory, String(Bun.hash(source)));
    await compileProgram(source, outfile);
    return [outfile];
  }

  [Symbol.dispose](): void {
    for (const bell of this.#bells) bell.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The hook with a clock in it. */
export const STEPS_PROGRAM = resolve(import.meta.dir, "hook-steps.ts");

const OLD_TEXT =
  "export const limit = 100;\n\n/** How many of them fit. */\nexport function fits(n: number): boolean {\n  return n < limit;\n}\n";

/** What Claude Code writes to the hook after an edit of a file of 6 KiB. Everything in it is made up. */
export function samplePayload(directory: string): string {
  const file = join(directory, "src", "limits.ts");
  const lines = OLD_TEXT.split("\n");
  return JSON.stringify({
    session_id: "00000000-0000-4000-8000-000000000000",
    transcript_path: join(directory, "transcript.jsonl"),
    cwd: directory,
    permission_mode: "acceptEdits",
    hook_event_name: "PostToolUse",
    tool_name: "Edit",
    tool_input: { file_path: file, old_string: "n < limit", new_string: "n <= limit", replace_all: false },
    tool_response: {
      filePath: file,
      oldString: "n < limit",
      newString: "n <= limit",
      originalFile: OLD_TEXT.repeat(48),
      structuredPatch: [{ oldStart: 1, oldLines: 7, newStart: 1, newLines: 7, lines: lines.map((line) => ` ${line}`) }],
      userModified: false,
      replaceAll: false,
    },
    tool_use_id: "toolu_00000000000000000000000000",
    duration_ms: 12,
  });
}
