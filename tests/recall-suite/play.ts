import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Recording, Step } from "./types.ts";

const HOOK = join(import.meta.dir, "hook-at-fixture.ts");

type Call = Extract<Step, { kind: "call" | "probe" }>;

/** A project and a home of its own, in which a session is played through the hook and the worker of a checkout. */
class Stage implements Disposable {
  private readonly base = realpathSync(mkdtempSync(join(tmpdir(), "recall-suite-")));
  private readonly project = join(this.base, "home", "dana", "app");
  private readonly home = join(this.base, "home", "dana");
  private readonly hive: string;
  private readonly beganMs: number;
  private readonly processes = new Map<number, Bun.Subprocess>();
  private readonly roots = new Set<string>();

  constructor(hive: string, beganMs: number) {
    this.hive = hive;
    this.beganMs = beganMs;
    mkdirSync(this.project, { recursive: true });
    this.shell("git init -q -b main && git commit -q --allow-empty -m Start");
  }

  /** Does a step. @returns what the hook printed, if it is a call of it. */
  do(step: Step): string {
    if (step.kind === "call") return this.call(step, this.beganMs + step.atMs);
    if (step.kind === "probe") return this.call(step, Date.now());
    if (step.kind === "transcript") this.transcript(step);
    else if (step.kind === "file") this.write(this.at(step.path), step.content);
    else if (step.kind === "shell") this.shell(this.at(step.command));
    else this.end(step.process);
    return "";
  }

  /** Applies what is in the queues, as the worker does that runs all the time. */
  private drain(): void {
    for (const root of this.roots) {
      const command = [process.execPath, join(this.hive, "src/cli/main.ts"), "worker", "--once", "--quiet"];
      const { exitCode, stderr } = Bun.spawnSync(command, { cwd: root, env: this.environment(root), stderr: "pipe" });
      if (exitCode !== 0) throw new Error(`the worker ended with ${exitCode}: ${stderr.toString()}`);
    }
  }

  private call(step: Call, nowMs: number): string {
    const root = this.at(step.root);
    const payload = this.filled(step.payload);
    const event = step.payload["hook_event_name"];
    // The state of a session that starts has been applied long ago.
    if (event === "SessionStart") this.drain();
    this.roots.add(root);
    const { exitCode, stdout, stderr } = Bun.spawnSync(
      [process.execPath, "--no-env-file", HOOK, this.hive, String(nowMs)],
      {
        cwd: root,
        env: {
          ...this.environment(root),
          CLAUDE_PID: String(this.process(step.process).pid),
          CLAUDE_CODE_ENTRYPOINT: step.isAttended ? "cli" : "sdk-cli",
          CLAUDE_CODE_SESSION_ATTENDED: step.isAttended ? "1" : "0",
          CLAUDECODE: "1",
        },
        stdin: Buffer.from(JSON.stringify(payload)),
        stderr: "pipe",
      },
    );
    if (exitCode !== 0 || stderr.length > 0) throw new Error(`the hook ended with ${exitCode}: ${stderr.toString()}`);
    if (event === "Stop") this.drain();
    return stdout.toString();
  }

  private environment(root: string): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "",
      HOME: this.home,
      CLAUDE_PROJECT_DIR: root,
      HIVE_WORKER_START: "never",
      LANG: "C.UTF-8",
    };
  }

  /** A process that lives until it is killed: the agent's. */
  private process(id: number): Bun.Subprocess {
    const known = this.processes.get(id);
    if (known !== undefined) return known;
    const made = Bun.spawn(["sleep", "3600"]);
    this.processes.set(id, made);
    return made;
  }

  private end(id: number): void {
    const { pid } = this.process(id);
    process.kill(pid, "SIGKILL");
    // Bun reaps its children itself, a turn of the loop later.
    while (isAlive(pid)) Bun.sleepSync(1);
  }

  private transcript({ path, lines, atMs }: Extract<Step, { kind: "transcript" }>): void {
    const file = this.at(path);
    mkdirSync(dirname(file), { recursive: true });
    const timestamp = new Date(this.beganMs + atMs).toISOString();
    for (const line of lines) appendFileSync(file, `${JSON.stringify(this.filled({ ...line, timestamp }))}\n`);
  }

  /** Files outside of the project and its home are only talked of. */
  private write(path: string, content: string): void {
    if (!path.startsWith(this.home)) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  private shell(command: string): void {
    const who = {
      GIT_AUTHOR_NAME: "Dana",
      GIT_AUTHOR_EMAIL: "d@x",
      GIT_COMMITTER_NAME: "Dana",
      GIT_COMMITTER_EMAIL: "d@x",
    };
    const env = { ...this.environment(this.project), ...who };
    const { exitCode, stderr } = Bun.spawnSync(["sh", "-c", command], { cwd: this.project, env, stderr: "pipe" });
    if (exitCode !== 0) throw new Error(`${command}: ${stderr.toString()}`);
  }

  private at(text: string): string {
    return text.replaceAll("{project}", this.project).replaceAll("{home}", this.home);
  }

  private filled(value: unknown): unknown {
    if (typeof value === "string") return this.at(value);
    if (Array.isArray(value)) return value.map((one) => this.filled(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.filled(one)]));
  }

  [Symbol.dispose](): void {
    for (const child of this.processes.values()) child.kill("SIGKILL");
    rmSync(this.base, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/**
 * Plays a session in a project of its own.
 *
 * @param hive the checkout whose hook and worker are used, from source.
 * @returns the text that the agent is given at the end; nothing if it is given none.
 */
export function play({ steps }: Recording, hive: string): string {
  const last = steps.at(-1);
  if (last?.kind !== "probe") throw new Error("a recording ends with a probe");
  using stage = new Stage(hive, Date.now() - last.atMs);
  let printed = "";
  for (const step of steps) printed = stage.do(step);
  return contextOf(printed);
}

/** What a SessionStart hook gives the agent: JSON with a context, or plain text. */
function contextOf(printed: string): string {
  if (!printed.trimStart().startsWith("{")) return printed.trim();
  const { hookSpecificOutput } = JSON.parse(printed) as { hookSpecificOutput?: { additionalContext?: string } };
  return hookSpecificOutput?.additionalContext ?? "";
}
