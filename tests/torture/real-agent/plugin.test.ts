/** The plugin in the released Claude Code: what its validator says, a session with it, and what its removal leaves. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { copyPlugin } from "../../support/versions/built-plugin.ts";
import { waitFor } from "../../support/wait-for.ts";
import { CLAUDE } from "./claude.ts";
import { runAgent } from "./run-agent.ts";

setDefaultTimeout(300_000);

const TOP = resolve(import.meta.dir, "../../..");
const hasAll = existsSync(CLAUDE) && Bun.which("unshare") !== null;

/** Short, since a worker's directories hold sockets. */
const out = mkdtempSync(join(tmpdir(), "hive-plugin-"));
const market = join(out, "market");
const home = join(out, "home");
const project = join(home, "app");

function claude(...args: string[]) {
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8", DISABLE_AUTOUPDATER: "1" };
  const { exitCode, stdout, stderr } = Bun.spawnSync([CLAUDE, "plugin", ...args], { cwd: project, env });
  return { exitCode, text: stdout.toString() + stderr.toString() };
}

beforeAll(() => {
  mkdirSync(join(project, ".git"), { recursive: true });
  mkdirSync(join(market, ".claude-plugin"), { recursive: true });
  cpSync(join(TOP, ".claude-plugin/marketplace.json"), join(market, ".claude-plugin/marketplace.json"));
  copyPlugin(join(market, "plugin"));
  // Its worker ends with the test.
  mkdirSync(join(home, ".config/hive"), { recursive: true });
  writeFileSync(join(home, ".config/hive/config.json"), JSON.stringify({ idleExitSeconds: 1 }));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe.skipIf(!hasAll)("in the released Claude Code the plugin", () => {
  test.each(["", "plugin"])("passes the agent's own validation without a warning: %p", (path) => {
    const { exitCode, text } = claude("validate", "--strict", join(market, path));
    expect({ exitCode, warnings: text.split("\n").filter((line) => /warning|⚠/i.test(line)) }).toEqual({
      exitCode: 0,
      warnings: [],
    });
  });

  test("saves a session, compiles its hook after it, and is gone with all it compiled when it is uninstalled", async () => {
    expect(claude("marketplace", "add", market).exitCode).toBe(0);
    expect(claude("install", "hive@hive").exitCode).toBe(0);
    const write = { path: "notes.md", content: "# Notes\n" };
    await runAgent({ steps: [{ write }, { say: "Done." }], prompts: ["Do it"], project, home, out: join(out, "run") });
    const data = join(home, ".claude/plugins/data");
    const compiled = (): string[] =>
      [...new Bun.Glob("*/hook/hive-hook-*").scanSync({ cwd: data })].filter((path) => !path.endsWith(".tmp"));
    const log = join(project, ".hive-mind/logs/worker.log");
    await waitFor(() => existsSync(data) && compiled().length === 1, {
      timeoutMs: 60_000,
      describe: () => (existsSync(log) ? readFileSync(log, "utf8") : "no worker"),
    });
    expect(claude("uninstall", "hive@hive").exitCode).toBe(0);
    expect(existsSync(data) ? readdirSync(data) : []).toEqual([]);
    expect(existsSync(join(project, ".hive-mind/hive.db"))).toBe(true);
  });
});
