/** Which projects an agent may ask for, by the user's settings for one project. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("a setting that lets the agents of one project ask for all lets no other project's agent ask", async () => {
  using dir = tempDir();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [shop, bank]) mkdirSync(join(path, ".git"), { recursive: true });
  mkdirSync(join(dir.path, "hive"));
  const settings = JSON.stringify({ projects: { [bank]: { archiveAgentScope: "all" } } });
  writeFileSync(join(dir.path, "hive/config.json"), settings, { mode: 0o600 });
  const env = { ...process.env, HOME: "/nonexistent", XDG_CONFIG_HOME: dir.path };
  for (const path of [shop, bank]) {
    const root = join(path, ".hive-mind");
    await callHook(
      root,
      payload("38-userpromptsubmit", { session_id: crypto.randomUUID(), cwd: path, prompt: `canary-of-${path}` }),
      env,
    );
    await drain(root);
  }
  const told = async (cwd: string, project: string) => {
    const io = { cwd, isTTY: true, callers: () => ["claude"], env };
    const { stdout, exitCode } = await cli(["sessions", "--root", project], io);
    return [exitCode, stdout.includes("canary")];
  };
  expect(await told(shop, bank)).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, false]);
  expect(await told(bank, shop)).toEqual([0, true]);
});
