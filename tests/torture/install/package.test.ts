/** The npm package, from the packed file alone: installed as users do, where there is no Bun. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { VERSION } from "../../../src/base/version.ts";
import { payload } from "../../support/hive.ts";
import { NpmRegistry } from "../../support/servers/npm-registry.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(300_000);

type Fields = Readonly<Record<string, unknown>>;

const NEXT = "99.0.0";
const NOBODY = 65_534;
const dir = tempDir();
/** A package in the temporary directory is in no project: its name has what a shell takes apart. */
const prefix = join(dir.path, "Präfix mit Raum");
const npm = Bun.which("npm");
let registry: NpmRegistry;

/** The environment of a user who has no Bun, with a home of their own. */
function userEnv(name: string): Record<string, string> {
  const home = join(dir.path, name);
  mkdirSync(home, { recursive: true });
  return { HOME: home, PATH: "/usr/bin-none", HIVE_WORKER_START: "never" };
}

/** Runs a program. It is not waited for in this thread, which is the registry's, too. */
async function run(
  command: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; stdin?: string } = {},
) {
  const child = Bun.spawn([...command], {
    cwd: options.cwd ?? dir.path,
    env: options.env ?? process.env,
    stdin: Buffer.from(options.stdin ?? ""),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { stdout, stderr, exitCode };
}

/** What package managers need of this machine; their caches are in the temporary directory. */
const managerEnv = (): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: join(dir.path, "manager"),
  npm_config_registry: registry.url,
  npm_config_cache: join(dir.path, "cache"),
  npm_config_update_notifier: "false",
  npm_config_audit: "false",
});

async function installed(command: readonly string[], cwd = dir.path): Promise<void> {
  const { exitCode, stdout, stderr } = await run(command, { env: managerEnv(), cwd });
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
}

const npmInstall = (what: string): Promise<void> =>
  installed([npm!, "install", "--global", "--ignore-scripts", "--prefix", prefix, what]);

/** A project whose agent would call what its settings name. */
function project(name: string, env: Record<string, string>) {
  const path = join(dir.path, name);
  mkdirSync(join(path, ".git"), { recursive: true });
  const settings = join(path, ".claude/settings.local.json");
  const command = (): string =>
    (JSON.parse(readFileSync(settings, "utf8")) as { hooks: { Stop: { hooks: { command: string }[] }[] } }).hooks
      .Stop[0]!.hooks[0]!.command;
  const call = (id: string) =>
    run([command()], { env, cwd: path, stdin: payload("03-posttooluse-edit", { cwd: path, tool_use_id: id }) });
  const pending = (): number => readdirSync(join(path, ".hive-mind/queue/pending")).length;
  return { path, command, call, pending };
}

beforeAll(async () => {
  mkdirSync(join(dir.path, "manager"));
  // Others may look into it, as into a prefix of the system's.
  chmodSync(dir.path, 0o755);
  registry = new NpmRegistry(join(dir.path, "registry"));
  registry.publishHive();
  if (npm !== null) await npmInstall(`hivekeep@${VERSION}`);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  chmodWritable(prefix);
  dir[Symbol.dispose]();
});

/** What TypeScript says of `main.ts` in a project with its strict rules, which knows neither Bun's types nor Node's. */
function typeCheck(path: string, module: string) {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: "esnext",
    lib: ["esnext"],
    types: [],
    module,
  };
  writeFileSync(join(path, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["main.ts"] }));
  return run([process.execPath, resolve(import.meta.dir, "../../../node_modules/typescript/lib/tsc.js")], {
    cwd: path,
  });
}

const chmodWritable = (path: string): void => void Bun.spawnSync(["chmod", "-R", "u+w", path]);
const hive = join(prefix, "bin/hive");

describe.skipIf(npm === null)("the package, installed by npm with scripts forbidden, without a Bun on the PATH", () => {
  test("has npm fetch the Bun of this platform and no other", () => {
    expect(new Set(registry.fetched.filter((name) => name.startsWith("@oven"))).size).toBe(1);
    expect(registry.fetched).not.toContain("none");
  });

  test("names its version, and has no script that an installation would run", async () => {
    expect((await run([hive, "--version"], { env: userEnv("version") })).stdout.split("\n")[0]).toContain(VERSION);
    const manifest: unknown = JSON.parse(readFileSync(join(prefix, "lib/node_modules/hivekeep/package.json"), "utf8"));
    expect(manifest).not.toHaveProperty("scripts");
  });

  test("runs the Bun that came with it, though another one is on the PATH", async () => {
    const bin = join(dir.path, "other-bun");
    mkdirSync(bin);
    writeFileSync(join(bin, "bun"), "#!/bin/sh\necho another\n", { mode: 0o755 });
    const { stdout } = await run([hive, "--version"], { env: { ...userEnv("other"), PATH: bin } });
    expect(stdout.split("\n")[0]).toContain(VERSION);
  });

  test("tells of an older package that comes first on the PATH, and names commands that start this one", async () => {
    const bin = join(dir.path, "forgotten/bin");
    const top = join(dir.path, "forgotten/lib/node_modules/hivekeep");
    for (const path of [bin, join(top, "bin")]) mkdirSync(path, { recursive: true });
    writeFileSync(join(top, "package.json"), '{"version":"0.0.1"}');
    writeFileSync(join(top, "bin/hive"), "#!/bin/sh\n", { mode: 0o755 });
    symlinkSync("../lib/node_modules/hivekeep/bin/hive", join(bin, "hive"));
    symlinkSync("/nowhere/hive", join(dir.path, "forgotten/hive"));
    const { path: cwd } = project("forgetful-app", {});
    const doctor = async (first: string) => {
      const env = { ...userEnv("forgetful"), PATH: `${join(dir.path, "forgotten")}:${first}:/usr/bin:/bin` };
      return (await run([hive, "doctor"], { env, cwd })).stdout;
    };
    expect(await doctor(bin)).toContain(`the first hive on the PATH is hive 0.0.1, and this is ${VERSION}`);
    // A link that leads nowhere is passed over, as a shell does.
    const own = await doctor(dirname(hive));
    expect(own).toContain(`the first hive on the PATH is this one: ${hive}`);
    expect(own).toContain("-> hive setup");
  });

  test("sets up a hook that saves a call, and a command that both outlive the package", async () => {
    const env = userEnv("user");
    const it = project("app", env);
    const { exitCode, stderr } = await run([hive, "setup", "--yes"], { env, cwd: it.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(it.command()).toBe(join(env["HOME"]!, ".local/share/hive/hook/hive-hook"));
    const gone = join(dir.path, "gone");
    await run(["mv", prefix, gone]);
    try {
      expect(await it.call("t1")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
      expect(it.pending()).toBe(1);
      const copy = join(env["HOME"]!, ".local/share/hive/hook/hive");
      expect((await run([copy, "worker", "--once", "--quiet"], { env, cwd: it.path })).exitCode).toBe(0);
      expect((await run([copy, "sessions"], { env, cwd: it.path })).stdout).toContain("5f0c");
      expect((await run([copy, "doctor"], { env, cwd: it.path })).stdout).not.toContain("could not be checked");
    } finally {
      await run(["mv", gone, prefix]);
    }
  });

  test("a library can be imported by its name", async () => {
    const path = join(dir.path, "library");
    mkdirSync(path);
    writeFileSync(join(path, "package.json"), "{}");
    await installed([npm!, "install", "--ignore-scripts", `hivekeep@${VERSION}`], path);
    const program = `import { Queue } from "hivekeep";
      const queue = new Queue(${JSON.stringify(join(path, ".hive-mind"))});
      queue.enqueue({ operation: "insert_log", payload: { sessionId: "s", atMs: 1, level: "info", message: "hello" } });`;
    writeFileSync(join(path, "main.ts"), program);
    expect(await run([process.execPath, "main.ts"], { cwd: path })).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readdirSync(join(path, ".hive-mind/queue/pending"))).toHaveLength(1);
    for (const module of ["nodenext", "preserve"]) {
      expect(await typeCheck(path, module)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    }
    writeFileSync(join(path, "main.ts"), program.replace(".enqueue(", ".enqueu("));
    expect((await typeCheck(path, "nodenext")).stdout).toContain("main.ts(3,");
  });

  test.skipIf(process.getuid?.() !== 0 || Bun.which("setpriv") === null)(
    "sets up and saves as another user, where its prefix cannot be written",
    async () => {
      const env = userEnv("nobody");
      const it = project("nobodys", env);
      for (const path of [env["HOME"]!, it.path, join(it.path, ".git")]) chownSync(path, NOBODY, NOBODY);
      const as = [Bun.which("setpriv")!, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
      Bun.spawnSync(["chmod", "-R", "a-w", prefix]);
      const { exitCode, stderr } = await run([...as, hive, "setup", "--yes"], { env, cwd: it.path });
      chmodWritable(prefix);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const stdin = payload("29-stop", { cwd: it.path });
      expect((await run([...as, it.command()], { env, cwd: it.path, stdin })).exitCode).toBe(0);
      expect(it.pending()).toBe(1);
    },
  );

  test("an update replaces the hook while an agent calls it, and loses no call; nor does the way back", async () => {
    const env = userEnv("updater");
    const it = project("updated", env);
    await run([hive, "setup", "--yes"], { env, cwd: it.path });
    const modules = (): string[] => readdirSync(dirname(it.command())).filter((name) => /^[0-9a-f]{32}$/.test(name));
    const before = modules();
    for (const name of before) utimesSync(join(dirname(it.command()), name), 0, 0);
    const outcomes: Awaited<ReturnType<typeof run>>[] = [];
    const state = { isUpdated: false };
    const update = async (): Promise<string> => {
      registry.publishHive(NEXT);
      await npmInstall(`hivekeep@${NEXT}`);
      const { stderr } = await run([hive, "setup", "--yes"], { env, cwd: it.path });
      state.isUpdated = true;
      return stderr;
    };
    const agent = async (): Promise<void> => {
      while (!state.isUpdated || outcomes.length < 5) outcomes.push(await it.call(`u${outcomes.length}`));
    };
    const [stderr] = await Promise.all([update(), agent()]);
    expect(stderr).toBe("");
    expect(outcomes.filter(({ exitCode, stdout, stderr: said }) => exitCode !== 0 || stdout + said !== "")).toEqual([]);
    expect(it.pending()).toBe(outcomes.length);
    // A hook that started before the update may still load them.
    expect(modules()).toEqual(expect.arrayContaining(before));
    expect(modules()).toHaveLength(2);
    const version = (): unknown => (JSON.parse(readFileSync(`${it.command()}.json`, "utf8")) as Fields)["version"];
    expect(version()).toBe(NEXT);
    // And back, with the entries of both waiting.
    await npmInstall(`hivekeep@${VERSION}`);
    await run([hive, "setup", "--yes"], { env, cwd: it.path });
    expect(version()).toBe(VERSION);
    expect(await it.call("back")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect((await run([hive, "worker", "--once", "--quiet"], { env, cwd: it.path })).exitCode).toBe(0);
    expect(it.pending()).toBe(0);
    expect((await run([hive, "failed", "list"], { env, cwd: it.path })).stdout).not.toContain(".json");
    expect((await run([hive, "sessions"], { env, cwd: it.path })).stdout).toContain("5f0c");
  });
});
