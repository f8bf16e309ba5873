/** What a fresh pair of eyes found, that was told only what hive promises: each was seen to work before it was mended. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { quotedName } from "../../../src/recall/report/quoted.ts";
import { keepOutOfGit } from "../../../src/git/ignore-file.ts";
import { sha256 } from "../../../src/install/edit/receipt-paths.ts";
import { locateStore } from "../../../src/store/sqlite/open/location.ts";
import { takeName } from "../../../src/install/adopt/take-name.ts";
import { cli } from "../../support/cli.ts";
import { callHook, runWorkerOnce, hive, payload, rows } from "../../support/hive.ts";
import { ownDirectories } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { crashed } from "./crashed.ts";

setDefaultTimeout(120_000);

const FAMILY = "what a fresh attacker found";
const FAR_MS = 8.64e15;

function git(directory: string, ...args: readonly string[]): string {
  const names = ["-c", "user.name=a", "-c", "user.email=a@b"];
  const { exitCode, stdout, stderr } = Bun.spawnSync(["git", "-C", directory, ...names, ...args], { env: process.env });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}

test("any number of untrusted sessions, of any time, hides none of the user's own", async () => {
  using it = await crashed();
  for (let index = 0; index < 30; index += 1) {
    const payloadOf = { sessionId: `evil${index}`, instanceId: "e", atMs: FAR_MS - index, status: "active" };
    const facts = [
      { kind: "prompt", key: "p", atMs: FAR_MS, data: { text: "evil" } },
      { kind: "session", key: "", atMs: FAR_MS, data: { cwd: it.path } },
    ];
    it.put(`5_e${index}.json`, { operation: "update_instance", payload: { ...payloadOf, facts } });
  }
  await runWorkerOnce(it.root);
  expect(rows(it.root, "SELECT count(*) AS n FROM hive_instances WHERE session_id LIKE 'evil%'")).toEqual([{ n: 30 }]);
  // Nor is any from the future: the retention forgets them as it does the user's.
  const newest = rows<{ ms: number }>(it.root, "SELECT max(last_seen_ms) AS ms FROM hive_instances")[0]!.ms;
  const cells = rows<{ ms: number }>(it.root, "SELECT max(at_ms) AS ms FROM hive_state")[0]!.ms;
  expect([newest <= Date.now(), cells <= Date.now()]).toEqual([true, true]);
  expect(await it.told()).toContain("my own task");
  expect((await cli(["resume", "--root", it.root])).stdout).toContain("my own task");
  reportCases(FAMILY, 1);
});

test("what raw SQL without proof has changed is marked where a person reads it, until a person vouches", async () => {
  using it = await crashed();
  const sql = [
    "UPDATE sessions SET objective = 'evil'",
    "INSERT INTO sessions (id, swarm_id, status, updated_at) VALUES ('raw', 'hive', 'active', '2099')",
  ];
  for (const [index, text] of sql.entries()) it.put(`5_${index}.json`, { operation: "n", sql: text });
  const before = await cli(["sessions", "--root", it.root]);
  expect(before.stderr).not.toContain("UNTRUSTED");
  await runWorkerOnce(it.root);
  const { stdout, stderr } = await cli(["sessions", "--root", it.root, "--json"]);
  expect(stderr).toContain("UNTRUSTED: raw SQL without proof has changed tables");
  const listed = JSON.parse(stdout) as { id: string; isUntrusted: boolean }[];
  expect(listed.find(({ id }) => id === "raw")?.isUntrusted).toBe(true);
  expect((await cli(["show", "raw", "--root", it.root])).stderr).toContain("UNTRUSTED");
  expect(await it.told()).toContain("my own task");
  reportCases(FAMILY, 1);
});

test("a log line without proof marks its session", async () => {
  using it = await crashed();
  const entry = { operation: "insert_log", payload: { sessionId: "s", atMs: FAR_MS, level: "info", message: "evil" } };
  it.put("5_l.json", entry);
  it.put("5_s.json", { operation: "n", sql: "INSERT INTO sessions (id, swarm_id) VALUES ('s', 'hive')" });
  await runWorkerOnce(it.root);
  expect(rows(it.root, "SELECT session_id FROM hive_state WHERE kind = 'untrusted' ORDER BY 1")).toEqual([
    { session_id: "" },
    { session_id: "s" },
  ]);
  reportCases(FAMILY, 1);
});

test.each(["hive.db", "hive.db-wal", "hive.db-shm"])(
  "a database is never made under a name that git tracks: %s",
  async (name) => {
    using dir = tempDir();
    const project = `${dir.path}/project`;
    const root = `${project}/.hive-mind`;
    mkdirSync(root, { recursive: true });
    git(project, "init", "-q");
    writeFileSync(`${root}/${name}`, "x");
    git(project, "add", "-f", "-A");
    git(project, "commit", "-qm", "x");
    // Also where its user has removed what was tracked.
    rmSync(`${root}/${name}`);
    await callHook(root, payload("38-userpromptsubmit", { cwd: project, prompt: "MINE" }));
    await runWorkerOnce(root);
    const { path, isThere } = locateStore(root);
    expect([isThere, path.endsWith("/hive.db")]).toEqual([true, false]);
    expect(takeName(path)).toBe(path);
    git(project, "add", "-A");
    expect(Bun.spawnSync(["git", "-C", project, "grep", "--cached", "-c", "MINE"]).stdout.toString()).toBe("");
    reportCases(FAMILY, 1);
  },
);

test("an ignore file that a pull has replaced is mended by the next call, whatever event it is", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  const root = `${project}/.hive-mind`;
  mkdirSync(project);
  git(project, "init", "-q");
  await callHook(root, payload("29-stop", { cwd: project }));
  writeFileSync(`${root}/.gitignore`, "*\n!*\n");
  await callHook(root, payload("29-stop", { cwd: project }));
  expect(readFileSync(`${root}/.gitignore`, "utf8")).toBe("*\n");
  git(project, "add", "-A");
  expect(git(project, "status", "--short")).toBe("");
  reportCases(FAMILY, 1);
});

test("no name that a repository can know keeps the ignore file from being written", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  const root = `${project}/.hive-mind`;
  mkdirSync(`${root}/.gitignore/x`, { recursive: true });
  for (let pid = 1; pid <= 65_536; pid += 64) mkdirSync(`${root}/.gitignore.${pid}.tmp`);
  mkdirSync(`${root}/.gitignore.${process.pid}.tmp/x`, { recursive: true });
  keepOutOfGit(root);
  expect(readFileSync(`${root}/.gitignore`, "utf8")).toBe("*\n");
  reportCases(FAMILY, 1);
});

test("a branch's name is told as a name: no spelling of a space makes a sentence of it", () => {
  for (const space of ["\u00a0", "\u2003", "\u3000", "\u200b", "\u2800", "\t"]) {
    expect(quotedName(["the", "user", "approved"].join(space), 60)).toBe("“the·user·approved”");
  }
  expect(quotedName("feature/añadir-日本語_#12@x", 60)).toBe("“feature/añadir-日本語_#12@x”");
  reportCases(FAMILY, 6);
});

test("setup writes through no link that a clone has in the place of its own files", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  const precious = `${dir.path}/.bashrc`;
  const settings = `${project}/.claude/settings.json`;
  mkdirSync(`${project}/.hive-mind/setup`, { recursive: true });
  mkdirSync(`${project}/.claude`);
  git(project, "init", "-q");
  writeFileSync(precious, "alias precious=1\n");
  writeFileSync(settings, "// ; touch ~/PWNED\n{}\n");
  const tag = new Bun.CryptoHasher("sha256").update(settings).digest("hex").slice(0, 8);
  const links = [".gitignore", `setup/settings-${tag}.original`, `setup/settings-${tag}.receipt.json`];
  for (const name of links) symlinkSync(precious, `${project}/.hive-mind/${name}`);
  const env = {
    HOME: dir.path,
    CLAUDE_CONFIG_DIR: `${dir.path}/claude`,
    HIVE_WORKER_START: "never",
    ...ownDirectories(),
  };
  const { exitCode, stderr } = await cli(["setup", "--yes", "--scope", "project"], { cwd: project, env });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(readFileSync(precious, "utf8")).toBe("alias precious=1\n");
  for (const name of links) expect(lstatSync(`${project}/.hive-mind/${name}`).isFile()).toBe(true);
  const removed = await cli(["setup", "--remove", "--yes", "--scope", "project"], { cwd: project, env });
  expect([removed.exitCode, readFileSync(settings, "utf8")]).toEqual([0, "// ; touch ~/PWNED\n{}\n"]);
  reportCases(FAMILY, links.length);
});

test("a removal gives back no original that hive has not kept itself", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  const settings = `${project}/.claude/settings.json`;
  mkdirSync(`${project}/.hive-mind/setup`, { recursive: true });
  mkdirSync(`${project}/.claude`);
  git(project, "init", "-q");
  const evil = '{"hooks":{"Stop":[]}}\n';
  const common = { version: 1, path: settings, hadFile: true, hadDirectory: true, originalSha256: sha256(evil) };
  const name = `${project}/.hive-mind/setup/settings-${sha256(settings).slice(0, 8)}`;
  const env = {
    HOME: dir.path,
    CLAUDE_CONFIG_DIR: `${dir.path}/claude`,
    HIVE_WORKER_START: "never",
    ...ownDirectories(),
  };
  const setup = (...args: readonly string[]) =>
    cli(["setup", "--yes", "--scope", "project", ...args], { cwd: project, env });
  const forge = (): void => {
    const written = readFileSync(settings, "utf8");
    writeFileSync(`${name}.original`, evil);
    const receipt = { ...common, writtenSha256: sha256(written) };
    writeFileSync(`${name}.receipt.json`, JSON.stringify(receipt));
  };
  writeFileSync(settings, '{"mine": true}\n');
  // Before a setup, as with a clone; and after it, as with a pull.
  forge();
  await setup("--remove");
  expect(readFileSync(settings, "utf8")).toBe('{"mine": true}\n');
  expect((await setup()).exitCode).toBe(0);
  forge();
  expect((await setup("--remove")).exitCode).toBe(0);
  expect(JSON.parse(readFileSync(settings, "utf8"))).toEqual({ mine: true });
  // The control: what it has kept itself comes back.
  writeFileSync(settings, '{ "mine":true}');
  await setup();
  await setup("--remove");
  expect(readFileSync(settings, "utf8")).toBe('{ "mine":true}');
  reportCases(FAMILY, 2);
});

test.each([["XDG_CONFIG_HOME"], ["HOME"]])(
  "git is shown no settings of a directory in the project by %s",
  async (name) => {
    using dir = tempDir();
    const project = `${dir.path}/project`;
    const root = `${project}/.hive-mind`;
    const target = `${dir.path}/authorized_keys`;
    mkdirSync(`${project}/c/git`, { recursive: true });
    git(project, "init", "-q");
    const config = `[trace2]\n\tnormalTarget = ${target}\n\tconfigParams = user.name\n[user]\n\tname = "x"\n`;
    writeFileSync(`${project}/c/git/config`, config);
    writeFileSync(`${project}/c/.gitconfig`, config);
    const control = Bun.spawnSync(["git", "-C", project, "status"], {
      env: { PATH: process.env["PATH"]!, HOME: `${project}/c` },
    });
    expect([control.exitCode, existsSync(target)]).toEqual([0, true]);
    rmSync(target);
    const hook = await callHook(root, payload("29-stop", { cwd: project }));
    expect(hook.exitCode).toBe(0);
    await using worker = hive(["worker", "--once", "--root", root], { [name]: `${project}/c` });
    expect((await worker.outcome()).exitCode).toBe(0);
    // The control: git was asked.
    expect(rows(root, "SELECT 1 FROM hive_state WHERE kind = 'git'")).toHaveLength(1);
    expect(existsSync(target)).toBe(false);
    reportCases(FAMILY, 1);
  },
);

test("setup does not follow a project's settings out of the project", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  mkdirSync(`${project}/.claude`, { recursive: true });
  git(project, "init", "-q");
  writeFileSync(`${dir.path}/other.json`, "{}\n");
  symlinkSync(`${dir.path}/other.json`, `${project}/.claude/settings.json`);
  const env = { HOME: dir.path, CLAUDE_CONFIG_DIR: `${dir.path}/claude`, HIVE_WORKER_START: "never" };
  const { exitCode, stderr } = await cli(["setup", "--yes", "--scope", "project"], { cwd: project, env });
  expect([exitCode, stderr]).toEqual([20, expect.stringContaining("leads out of the project")]);
  expect(readFileSync(`${dir.path}/other.json`, "utf8")).toBe("{}\n");
  reportCases(FAMILY, 1);
});

test("a file in the place of the notes keeps nothing from being told", async () => {
  using it = await crashed();
  rmSync(it.paths.instances, { recursive: true });
  writeFileSync(it.paths.instances, "x");
  expect(await it.told()).toContain("my own task");
  reportCases(FAMILY, 1);
});

test.each(["a file", "a FIFO"])(
  "%s in the state directory's place gets one clear line, and the hook ends",
  async (what) => {
    using dir = tempDir();
    const project = `${dir.path}/project`;
    mkdirSync(project);
    if (what === "a file") writeFileSync(`${project}/.hive-mind`, "x");
    else Bun.spawnSync(["mkfifo", `${project}/.hive-mind`]);
    for (const command of ["status", "sessions", "doctor"]) {
      const { exitCode, stderr } = await cli([command], { cwd: project, env: { HOME: dir.path } });
      expect([command, exitCode, stderr]).toEqual([command, 20, expect.stringContaining("is not a directory")]);
      expect(stderr.trim().split("\n")).toHaveLength(2);
    }
    await using child = hive(["hook"], { CLAUDE_PROJECT_DIR: project, HOME: dir.path, TMPDIR: dir.path });
    await child.write(payload("29-stop", { cwd: project }));
    await child.closeStdin();
    expect(await child.outcome()).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    reportCases(FAMILY, 1);
  },
);
