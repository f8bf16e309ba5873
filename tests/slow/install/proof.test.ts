/** The proof that an installed hook saves a call, and that its worker applies it. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { claudeCode } from "../../../src/agents/claude-code/agent.ts";
import { compiledHook, interpretedHook } from "../../../src/install/hook/command.ts";
import { prepareHook } from "../../../src/install/hook/prepare.ts";
import { prove } from "../../../src/install/proof.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const namesIn = (directory: string): string[] => (fs.existsSync(directory) ? fs.readdirSync(directory) : []);

describe("the hook's command", () => {
  test("is Bun with a script where nothing can be compiled", async () => {
    using directory = tempDir();
    expect((await prepareHook(directory.path)).command).toEqual(interpretedHook());
    expect(interpretedHook().args.slice(-2)).toEqual([resolve(import.meta.dir, "../../../src/cli/main.ts"), "hook"]);
  });

  test("is proved by a row, compiled and as a script", async () => {
    for (const hook of [(await prepareHook()).command, interpretedHook()]) {
      const { hookMs, rowMs } = await prove(hook, claudeCode);
      expect(hookMs).toBeGreaterThan(0);
      expect(rowMs).toBeGreaterThan(hookMs);
    }
    expect(fs.existsSync(compiledHook().command)).toBe(true);
  });

  test("is proved without a trace of the probe in the user's data directory", async () => {
    const data = join(process.env["XDG_DATA_HOME"]!, "hive");
    const kept = (): string[] => ["snapshots", "sessions"].flatMap((name) => namesIn(join(data, name)));
    const before = kept();
    await prove((await prepareHook()).command, claudeCode);
    expect(kept()).toEqual(before);
  });

  test("is proved also while the user has paused hive", async () => {
    const config = join(process.env["XDG_CONFIG_HOME"]!, "hive");
    fs.mkdirSync(config, { recursive: true, mode: 0o700 });
    fs.writeFileSync(join(config, "config.json"), '{"paused": true}', { mode: 0o600 });
    try {
      await prove((await prepareHook()).command, claudeCode);
    } finally {
      fs.rmSync(join(config, "config.json"));
    }
  });

  test.each([
    ["is not there", { command: "/gone/hive-hook", args: [] }, "does not start"],
    ["saves nothing", { command: "/bin/true", args: [] }, "saves nothing"],
    ["fails", { command: "/bin/false", args: [] }, "exit code 1"],
    ["prints something", { command: "/bin/echo", args: ["ok"] }, "prints something"],
  ])("is not proved when it %s", async (_what, hook, message) => {
    const problem = await prove(hook, claudeCode).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "HIVE_UNHEALTHY", message: expect.stringContaining(message) });
  });
});
