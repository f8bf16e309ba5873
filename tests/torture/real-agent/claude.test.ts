/**
 * The released Claude Code with hive: a session comes to its end in some way, and what the model of the next one is sent is
 * what counts. Needs the package beside this file, tmux, and a network namespace.
 */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CLAUDE } from "./claude.ts";
import { runAgent } from "./run-agent.ts";
import { type Scenario, SCENARIOS, type Session } from "./scenarios.ts";

setDefaultTimeout(300_000);

const TOP = resolve(import.meta.dir, "../../..");
const HIVE = join(TOP, "bin/hive");
const hasAll = existsSync(CLAUDE) && Bun.which("tmux") !== null && Bun.which("unshare") !== null;

/** Short, since a worker's directories hold sockets, and kept where HIVE_AGENTS_OUT names a directory. */
const out = process.env["HIVE_AGENTS_OUT"] ?? mkdtempSync(join(tmpdir(), "hive-agents-"));
afterAll(() => {
  if (process.env["HIVE_AGENTS_OUT"] === undefined) rmSync(out, { recursive: true, force: true });
});

/** A home and a project of its own, with hive in the project's settings. */
class Stage {
  readonly #directory: string;
  readonly home: string;
  readonly project: string;
  #runs = 0;

  constructor({ name, hasPlugin, worktree }: Scenario) {
    this.#directory = join(out, name.replaceAll(/\W+/g, "-"));
    this.home = join(this.#directory, "home");
    this.project = join(this.home, "app");
    mkdirSync(join(this.project, "packages/app"), { recursive: true });
    for (const path of ["math.ts", "packages/app/index.ts"]) {
      writeFileSync(join(this.project, path), "export const one = 1;\n");
    }
    this.#run("git", "init", "-q", "-b", "main");
    this.#run("git", "add", ".");
    this.#run("git", "-c", "user.name=Dev", "-c", "user.email=dev", "commit", "-qm", "first");
    if (worktree !== undefined) this.#run("git", "worktree", "add", "-q", "-b", "other", worktree);
    // The user's own settings, so that hive is called in each worktree and package.
    this.#run(HIVE, "setup", "--yes", "--scope", "user");
    if (hasPlugin === true) this.#addPlugin();
  }

  #addPlugin(): void {
    const plugin = join(this.#directory, "market");
    cpSync(TOP, plugin, {
      recursive: true,
      filter: (path) => !/\/(node_modules|\.git|dist\/hook|tests|bench|fixtures)$/.test(path),
    });
    this.#run(CLAUDE, "plugin", "marketplace", "add", plugin);
    this.#run(CLAUDE, "plugin", "install", "hive@hive");
  }

  #run(...command: string[]): string {
    const env = { PATH: process.env["PATH"] ?? "", HOME: this.home, LANG: "C.UTF-8" };
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: this.project, env });
    if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stderr.toString()}`);
    return stdout.toString();
  }

  /** @returns the texts that hive put before the model, and the most of them in one request */
  async play({ directory = ".", ...session }: Session): Promise<{ texts: string[]; most: number }> {
    this.#runs += 1;
    const requests = await runAgent({
      ...session,
      project: resolve(this.project, directory),
      home: this.home,
      out: join(this.#directory, `session-${this.#runs}`),
    });
    // Each request sends the whole conversation again, until a compaction.
    const given = requests.map((texts) => texts.flatMap(contextsIn));
    return { texts: [...new Set(given.flat())], most: Math.max(0, ...given.map((texts) => texts.length)) };
  }

  /** The number of tool calls that hive has saved of each session that made any. */
  operations(): readonly number[] {
    const sessions = JSON.parse(this.#run(HIVE, "sessions", "--json")) as { operations: number }[];
    return sessions.map(({ operations }) => operations).filter((n) => n > 0);
  }
}

const GIVEN = "hook additional context: hive";
const contextsIn = (text: string): string[] =>
  text
    .split(GIVEN)
    .slice(1)
    .map((part) => part.split("\n\n# ", 1)[0]!.trim());

describe.skipIf(!hasAll)("with the released Claude Code, hive tells the next session after", () => {
  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
    const stage = new Stage(scenario);
    const all: { texts: string[]; most: number }[] = [];
    for (const sessions of scenario.sessions) {
      const together = "steps" in sessions ? [sessions] : sessions;
      all.push(...(await Promise.all(together.map(async (session) => await stage.play(session)))));
    }
    const { told, untold = [], atMostChars = 6000, toldToLast = 1, times = 1, operations } = scenario;
    const last = all.slice(-toldToLast);
    const given = last.flatMap(({ texts }) => texts).join("\n");
    const found = {
      times: last.map(({ most }) => most),
      missing: told.filter((word) => !given.includes(word)),
      wrong: untold.filter((word) => given.includes(word)),
      isTooLong: given.length > atMostChars,
      operations: operations === undefined ? undefined : stage.operations(),
    };
    const wanted = { times: last.map(() => times), missing: [], wrong: [], isTooLong: false, operations };
    expect({ ...found, given: Bun.deepEquals(found, wanted) ? "" : given }).toEqual({ ...wanted, given: "" });
  });
});
