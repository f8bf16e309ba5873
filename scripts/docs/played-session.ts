import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dropAgents, HIVE } from "../../tests/support/hive-command.ts";

const TOP = resolve(import.meta.dir, "../..");
const PAYLOADS = join(TOP, "tests/fixtures/hook-payloads");
/** The project of the recorded payloads. */
export const RECORDED_PROJECT = "/home/dana/code/ledger-api";
/** The session that dies: its agent was last seen in the middle of a turn. */
const CRASHED = [
  "21-sessionstart-startup",
  "38-userpromptsubmit",
  "01-posttooluse-write-create",
  "03-posttooluse-edit",
  "18-posttooluse-todowrite",
  "06-posttooluse-bash",
  "11-posttoolusefailure-bash",
];

const ofAnotherSession = (payload: string): string =>
  payload.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, crypto.randomUUID());

/** A project in which an agent's session has died, with directories of its own for the user. */
export class PlayedSession {
  readonly #directory = mkdtempSync(join(tmpdir(), "hive-docs-"));
  readonly #project = join(this.#directory, "ledger-api");
  readonly #env = {
    ...dropAgents({ ...process.env }),
    HOME: this.#directory,
    HIVE_ROOT: join(this.#project, ".hive-mind"),
    HIVE_WORKER_START: "never",
    XDG_DATA_HOME: join(this.#directory, "data"),
    XDG_CONFIG_HOME: join(this.#directory, "config"),
    NO_COLOR: "1",
  };

  constructor() {
    mkdirSync(join(this.#project, "src"), { recursive: true });
    Bun.spawnSync(["git", "init", "--quiet", "--initial-branch=main", this.#project]);
    for (const name of CRASHED) this.hook(name);
    // As another program would: hive itself refuses it at once.
    const metadata = { enqueued_at_ms: Date.now() };
    const entry = JSON.stringify({ operation: "sql", sql: "DROP TABLE sessions", metadata });
    writeFileSync(join(this.#env.HIVE_ROOT, "queue/pending/5_1.json"), entry);
    for (let attempt = 0; attempt < 3; attempt++) this.hive("worker", "--once", "--quiet");
  }

  /** @returns what the hook prints for a recorded payload */
  hook(payload: string, change = (text: string): string => text): string {
    const text = readFileSync(join(PAYLOADS, `${payload}.json`), "utf8").replaceAll(RECORDED_PROJECT, this.#project);
    return this.#run(["hook"], change(text));
  }

  /** @returns the output of a hive command */
  hive(...args: string[]): string {
    return this.#run(args, "");
  }

  /** @returns the context of a session that starts after the crash */
  restored(): string {
    const told = JSON.parse(this.hook("21-sessionstart-startup", ofAnotherSession)) as {
      hookSpecificOutput: { additionalContext: string };
    };
    return told.hookSpecificOutput.additionalContext;
  }

  #run(args: readonly string[], stdin: string): string {
    const command = [process.execPath, ...HIVE, ...args];
    const { stdout } = Bun.spawnSync(command, { cwd: this.#project, env: this.#env, stdin: Buffer.from(stdin) });
    return stdout.toString().replaceAll(this.#project, RECORDED_PROJECT).replaceAll(join(TOP, "bin/hive"), "hive");
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
