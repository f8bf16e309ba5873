import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../../src/base/version.ts";
import { cli } from "../../support/cli.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const SECRET = `ghp_${"a1B2c3D4e5".repeat(4)}`.slice(0, 40);

/** A project whose logs and settings name what an issue should not. */
function project() {
  const dir = tempDir();
  const path = join(dir.path, "secret-client");
  const root = join(path, ".hive-mind");
  mkdirSync(join(root, "logs"), { recursive: true });
  mkdirSync(join(path, ".git"));
  configure(root, { exclude: ["acquisition-plans/**"], checkpointIntervalSeconds: 7 });
  writeFileSync(join(root, "hook.log"), `${new Date().toISOString()} cannot read ${path}/x with token ${SECRET}\n`);
  writeFileSync(join(root, "logs/worker.log"), `{"level":"error","message":"in ${path}: GITHUB_TOKEN=${SECRET}"}\n`);
  const run = (...args: string[]) => cli(["bug-report", ...args], { cwd: path, env: process.env });
  return { path, run, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("it tells versions, checks, settings and the ends of the logs, and neither the project's name nor a secret", async () => {
  using it = project();
  const { stdout, stderr, exitCode } = await it.run("--dry-run");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  for (const part of [VERSION, `Bun ${Bun.version}`, "SQLite 3.", "hooks: ", "checkpointIntervalSeconds: 7"]) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toContain("cannot read <project>/x");
  for (const told of [SECRET, "secret-client", "acquisition-plans"]) expect(stdout).not.toContain(told);
});

test("it is shown and not written without a yes, and never over another file", async () => {
  using it = project();
  const shown = await it.run("--dry-run");
  expect(existsSync(join(it.path, "hive-bug-report.md"))).toBe(false);
  expect((await it.run()).exitCode).toBe(20);
  const written = await it.run("--yes", "--out", "r.md");
  const path = join(it.path, "r.md");
  expect(written.stdout).toStartWith(readFileSync(path, "utf8").split("\n## hive doctor")[0]!);
  expect(shown.stdout).not.toBe("");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const again = await it.run("--yes", "--out", "r.md");
  expect(again).toMatchObject({ exitCode: 20, stderr: expect.stringContaining("is there already") });
});
