/**
 * Runs the released agents other than Claude Code with hive. A session is saved, one is killed in mid-turn, and the
 * next one's model gets its context. `scripts/agents-real [AGENT...]` installs the programs (1.1 GB, from the npm
 * registry) beside no repository, runs them without a network, and writes `result.json`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { listOf, recordOf } from "../../src/agents/claude-code/payload.ts";
import { adaptersHash } from "./adapters-hash.ts";
import { DRIVERS, versionOf } from "./drivers.ts";
import { type Result, readResult, RESULT_FILE, STEPS } from "./result.ts";
import { type AgentRunResult, bareEnvironment, ORIGIN, runAgent } from "./run-agent.ts";
import { CRASH, NEXT, STANDARD, type Step } from "./script.ts";

const TOP = resolve(import.meta.dir, "../..");
const HIVE = join(TOP, "scripts/hive");
/** The versions that are run; a newer one is tried by changing it here. */
const PACKAGES = {
  "@github/copilot": "1.0.102",
  "@google/gemini-cli": "0.61.0",
  "@openai/codex": "0.171.0",
  "opencode-ai": "1.18.33",
};
const OK = "ok";

type Steps = Result["agents"][string]["steps"];

/** Installs the programs, unless they are there. @returns their node_modules */
function install(): string {
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "hive-agents-real");
  const manifest = `${JSON.stringify({ name: "hive-agents-real", private: true, dependencies: PACKAGES })}\n`;
  const path = join(cache, "package.json");
  mkdirSync(cache, { recursive: true });
  const modules = join(cache, "node_modules");
  const isThere = Object.entries(DRIVERS).every(
    ([, driver]) =>
      existsSync(join(modules, driver.package)) &&
      versionOf(driver, modules) === PACKAGES[driver.package as keyof typeof PACKAGES],
  );
  if (isThere) return modules;
  writeFileSync(path, manifest);
  const npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { exitCode } = Bun.spawnSync(npm, { cwd: cache, stdout: "inherit", stderr: "inherit" });
  if (exitCode !== 0) throw new Error(`npm could not install the agents into ${cache}`);
  return modules;
}

/** A home and a project of its own, in which one agent calls hive. */
class Stage implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "hive-agents-real-"));
  readonly #agent: string;
  readonly #modules: string;
  readonly home = join(this.#directory, "home");
  readonly project = join(this.home, "app");
  #runs = 0;

  constructor(agent: string, modules: string) {
    this.#agent = agent;
    this.#modules = modules;
    mkdirSync(this.project, { recursive: true });
    writeFileSync(join(this.project, "math.ts"), "export const one = 1;\n");
    this.#command("git", "init", "-q", "-b", "main");
    this.#command("git", "add", ".");
    this.#command("git", "-c", "user.name=Dev", "-c", "user.email=dev", "commit", "-qm", "first");
    DRIVERS[agent]!.prepare({ home: this.home, project: this.project, modules, origin: ORIGIN, prompt: "" });
  }

  #command(...command: readonly string[]): string {
    const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
      cwd: this.project,
      env: bareEnvironment(this.home),
    });
    if (exitCode === 0) return stdout.toString();
    throw new Error(`${command.join(" ")}: ${stderr.toString()}${stdout.toString()}`);
  }

  hive(...args: readonly string[]): string {
    return this.#command(HIVE, ...args);
  }

  /** A saved session in full; the latest one without an id. */
  saved(...id: readonly string[]): Readonly<Record<string, unknown>> {
    return JSON.parse(this.hive("resume", ...id, "--json")) as Record<string, unknown>;
  }

  play(prompt: string, steps: readonly Step[], killAt?: number): Promise<AgentRunResult> {
    this.#runs += 1;
    return runAgent({
      agent: this.#agent,
      prompt,
      steps,
      ...(killAt === undefined ? {} : { killAt }),
      project: this.project,
      home: this.home,
      modules: this.#modules,
      out: join(this.#directory, `run-${this.#runs}`),
    });
  }

  [Symbol.dispose](): void {
    if (process.env["HIVE_AGENTS_KEEP"]) process.stderr.write(`kept: ${this.#directory}\n`);
    else rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The facts of these that a saved session lacks; "ok" for none. */
function lacking(saved: Readonly<Record<string, unknown>>, agent: string, words: readonly string[]): string {
  const state = recordOf(saved["state"]);
  const texts = [saved["prompts"], state["prompts"], state["files"], state["commands"], state["operations"]];
  const all = JSON.stringify(texts.flatMap((part) => (Array.isArray(part) ? listOf(part) : [part])));
  const by = recordOf(state["session"])["agent"];
  const missing = words.filter((word) => !all.includes(word));
  if (by !== agent) return `saved as a session of ${String(by)}`;
  return missing.length === 0 ? OK : `not saved: ${missing.join(", ")}`;
}

async function playAgent(agent: string, modules: string): Promise<Steps> {
  using stage = new Stage(agent, modules);
  const steps: Record<string, string> = Object.fromEntries(STEPS.map((step) => [step, "not reached"]));
  try {
    stage.hive("setup", "--yes", "--agent", agent, "--scope", "user");
    steps["set up"] = OK;
    const standard = await stage.play("Add two to math.ts", STANDARD);
    if (standard.exitCode !== 0) throw new Error(`the agent ended with ${standard.exitCode}: ${standard.output}`);
    const words = ["Add two to math.ts", "/notes.md", "/math.ts", "ls nothing-here; exit 3", "made.txt"];
    steps["saved"] = lacking(stage.saved(), agent, words);
    await stage.play("Migrate the table", CRASH, 1);
    const crashed = stage.saved();
    const isOpen = recordOf(crashed["ending"])["kind"] !== "ended" && crashed["isTurnFinished"] === false;
    const held = lacking(crashed, agent, ["Migrate the table", "/migration.sql"]);
    steps["killed in mid-turn"] = isOpen ? held : `saved as ended: ${JSON.stringify(crashed["ending"])}`;
    const next = await stage.play("Go on with it", NEXT);
    const told = next.texts.filter((text) => text.includes("hive: records of an earlier session"));
    const isTold = told.some((text) => text.includes("Migrate the table") && text.includes("migration.sql"));
    steps["seen in the model's request"] = isTold ? OK : "the model was sent nothing of it";
    stage.hive("uninstall", "--yes", "--keep-data");
    const calls = JSON.parse(stage.hive("setup", "--remove", "--yes", "--json")) as { readonly isChange: boolean };
    steps["removed"] = calls.isChange ? "hive was called still" : OK;
  } catch (error) {
    process.stderr.write(`${agent}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return steps as Steps;
}

const agents = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(DRIVERS);
const unknown = agents.filter((agent) => DRIVERS[agent] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no such agent here: ${unknown.join(", ")} (${Object.keys(DRIVERS).join(", ")})\n`);
  process.exit(2);
}
const modules = install();
const played: Record<string, Result["agents"][string]> = {};
for (const agent of agents) {
  const version = versionOf(DRIVERS[agent]!, modules);
  const steps = await playAgent(agent, modules);
  played[agent] = { version, steps };
  process.stdout.write(`${agent} ${version}\n`);
  for (const step of STEPS) process.stdout.write(`  ${step.padEnd(28)} ${steps[step]}\n`);
}
const before = existsSync(RESULT_FILE) && agents.length < Object.keys(DRIVERS).length ? readResult() : null;
const adapters = adaptersHash();
// Results of other agents stay, if the same adapters gave them.
const others = before?.adapters === adapters ? before.agents : {};
const date = new Date().toISOString().slice(0, 10);
const result: Result = { date, adapters, agents: { ...others, ...played } };
writeFileSync(RESULT_FILE, `${JSON.stringify(result, null, 2)}\n`);
const isWell = Object.values(played).every(({ steps }) => STEPS.every((step) => steps[step] === OK));
process.exit(isWell ? 0 : 1);
