/** A release in a checkout of its own, up to its publication. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");
const ENV = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };

/** This tree as one commit, with the packages of this checkout. */
function checkout() {
  const dir = tempDir();
  const path = join(dir.path, "hive");
  const run = (...command: string[]) => {
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: path, env: ENV });
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: TOP });
  Bun.spawnSync(["mkdir", path]);
  const copied = Bun.spawnSync(
    ["sh", "-c", `tar -C '${TOP}' --null --ignore-failed-read -T - -c | tar -C '${path}' -x`],
    {
      stdin: listed.stdout,
    },
  );
  if (copied.exitCode !== 0) throw new Error(copied.stderr.toString());
  symlinkSync(join(TOP, "node_modules"), join(path, "node_modules"));
  run("git", "init", "-q");
  // A link, which the line in .gitignore does not mean.
  writeFileSync(join(path, ".git/info/exclude"), "node_modules\n");
  run("git", "config", "user.name", "Dev");
  run("git", "config", "user.email", "dev@example.com");
  run("git", "add", "-A");
  run("git", "commit", "-qm", "all");
  const release = (argument: string) => run(process.execPath, "scripts/release.ts", argument);
  const read = (name: string): string => readFileSync(join(path, name), "utf8");
  return { path, run, release, read, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

const says = (why: string): string => `release: ${why}\n`;

test("a release is refused in one line, and nothing is written, committed or tagged", () => {
  using it = checkout();
  const edited = (from: RegExp, to: string, message: string): void => {
    writeFileSync(join(it.path, "CHANGELOG.md"), it.read("CHANGELOG.md").replace(from, to));
    it.run("git", "commit", "-qam", message);
  };
  const refusal = (argument: string) => {
    const before = it.run("git", "rev-parse", "HEAD").stdout;
    const { exitCode, stdout, stderr } = it.release(argument);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(it.run("git", "rev-parse", "HEAD").stdout).toBe(before);
    expect(it.run("git", "status", "--porcelain").stdout).toBe("");
    return stderr;
  };
  for (const wrong of ["", "77", "77.0", "v77.0.0", "77.0.0-rc.1"]) {
    expect(refusal(wrong)).toBe(says("say the version, as in: bun run release 0.4.0"));
  }
  expect(refusal("0.0.1")).toMatch(/^release: hive is at \d+\.\d+\.\d+ already\n$/);
  edited(/## Unreleased\n[^]*?(?=## \d)/, "## Unreleased\n\n", "no news");
  expect(refusal("77.0.0")).toBe(says("CHANGELOG.md says nothing under Unreleased"));
  edited(/## Unreleased\n/, "", "no heading");
  expect(refusal("77.0.0")).toBe(says("CHANGELOG.md has no Unreleased part"));
  it.run("git", "tag", "v77.0.0");
  expect(refusal("77.0.0")).toBe(says("there is a tag v77.0.0 already"));
  expect(it.run(process.execPath, "scripts/release.ts", "1.0.0", "2.0.0")).toMatchObject({
    exitCode: 1,
    stderr: says("say one version, or --check"),
  });
});

test("a release names its version everywhere, is packed, and is not published", () => {
  using it = checkout();
  writeFileSync(
    join(it.path, "CHANGELOG.md"),
    it.read("CHANGELOG.md").replace("## Unreleased\n", "## Unreleased\n\n- A thing.\n"),
  );
  expect(it.release("77.0.0").stderr).toContain("changes that are not committed");
  it.run("git", "commit", "-qam", "news");
  const { exitCode, stdout, stderr } = it.release("77.0.0");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain(join(it.path, "dist/release/hivekeep-77.0.0.tgz"));
  expect(it.run("git", "tag", "--points-at", "HEAD").stdout).toBe("v77.0.0\n");
  expect(it.run("git", "status", "--porcelain").stdout).toBe("");
  expect(it.read("CHANGELOG.md")).toMatch(/## Unreleased\n\n## 77\.0\.0 - \d{4}-\d\d-\d\d\n\n- A thing\./);
  expect(it.read("plugin/.claude-plugin/plugin.json")).toContain('"version": "77.0.0"');
  expect(it.release("--check").exitCode).toBe(0);
  expect(it.release("77.0.0").stderr).toContain("hive is at 77.0.0 already");

  it.run("git", "commit", "-q", "--allow-empty", "-m", "later");
  expect(it.release("--check")).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("no tag v77.0.0") });
});
