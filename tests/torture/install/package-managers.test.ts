/** The ways to hive that README names, as users type them: an empty home, scripts forbidden, and a registry on this machine. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../../src/base/version.ts";
import { payload } from "../../support/hive.ts";
import { NpmRegistry } from "../../support/servers/npm-registry.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(300_000);

const dir = tempDir();
const npm = Bun.which("npm");
/** Of the workspace beside this file, which `.ci/run` installs, else the machine's. */
const ownPnpm = join(import.meta.dir, `pnpm/node_modules/@pnpm/exe.linux-${process.arch}/pnpm`);
const pnpm = existsSync(ownPnpm) ? ownPnpm : Bun.which("pnpm");
/** The only programs on a user's PATH: no Bun among them. */
const bin = join(dir.path, "bin");
let registry: NpmRegistry;
let file = "";

beforeAll(() => {
  registry = new NpmRegistry(join(dir.path, "registry"));
  registry.publishHive();
  file = join(dir.path, "registry", `hivekeep-${VERSION}.tgz`);
  mkdirSync(bin);
  const programs = ["node", "npm", "npx", "sh", "sed", "dirname", "uname", "readlink"].map((name) => [
    name,
    Bun.which(name),
  ]);
  for (const [name, path] of [...programs, ["pnpm", pnpm]]) {
    if (path !== null) symlinkSync(realpathSync(path!), join(bin, name!));
  }
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  dir[Symbol.dispose]();
});

/** A user who has nothing yet, in a project. */
class NewUser implements Disposable {
  readonly #directory = tempDir();
  readonly home = join(this.#directory.path, "home");
  readonly project = join(this.#directory.path, "app");
  readonly #env = {
    HOME: this.home,
    PATH: `${bin}:${join(this.home, "pnpm/bin")}`,
    PNPM_HOME: join(this.home, "pnpm"),
    BUN_INSTALL: join(this.home, "bun"),
    HIVE_WORKER_START: "never",
  };

  constructor() {
    mkdirSync(this.home);
    mkdirSync(join(this.project, ".git"), { recursive: true });
    writeFileSync(join(this.home, ".npmrc"), `registry=${registry.url}\nignore-scripts=true\nupdate-notifier=false\n`);
    writeFileSync(join(this.home, ".bunfig.toml"), `[install]\nregistry = "${registry.url}"\nignoreScripts = true\n`);
  }

  async run(command: readonly string[], stdin = ""): Promise<string> {
    const options = { cwd: this.project, env: this.#env, stdin: Buffer.from(stdin) };
    const child = Bun.spawn([...command], { ...options, stdout: "pipe", stderr: "pipe" });
    const [out, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${out}${errors}`);
    return out;
  }

  /** Takes away all that a package manager has written. */
  forgetPackages(): void {
    for (const name of readdirSync(this.home)) {
      if (![".local", ".config"].includes(name)) rmSync(join(this.home, name), { recursive: true });
    }
    rmSync(join(this.home, ".local/share/pnpm"), { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}

/** Has an agent's call saved and applied by what setup left, once the package is gone. */
async function expectKept(user: NewUser): Promise<void> {
  user.forgetPackages();
  const hook = join(user.home, ".local/share/hive/hook");
  expect(await user.run([join(hook, "hive-hook")], payload("29-stop", { cwd: user.project }))).toBe("");
  await user.run([join(hook, "hive"), "worker", "--once", "--quiet"]);
  expect(await user.run([join(hook, "hive"), "sessions"])).toContain("5f0c");
}

const ofNpm = npm === null ? test.skip : test;
const ofPnpm = pnpm === null ? test.skip : test;
const bun = process.execPath;

/** Each a test function, a title, and the command, where FILE is the packed file. */
const AT_ONCE: ReadonlyArray<[typeof test, string, string[]]> = [
  [ofNpm, "npx of Node's npm", ["npx", "hivekeep", "setup", "--yes"]],
  [ofNpm, "exec of Node's npm", ["npm", "exec", "hivekeep", "--", "setup", "--yes"]],
  [ofNpm, "npx of Node's npm, from the packed file", ["npx", "--package", "FILE", "hive", "setup", "--yes"]],
  [test, "bunx", [bun, "x", "hivekeep", "setup", "--yes"]],
  [ofPnpm, "pnpm dlx", ["pnpm", "dlx", "hivekeep", "setup", "--yes"]],
];

for (const [run, how, command] of AT_ONCE) {
  run(`hive is set up by ${how}, and its hook outlives the package`, async () => {
    using user = new NewUser();
    const out = await user.run(command.map((word) => (word === "FILE" ? file : word)));
    expect(out).toContain("Proved with a probe");
    await expectKept(user);
  });
}

/** Each with the place of the command that it installs, below the home directory. */
const GLOBALLY: ReadonlyArray<[typeof test, string, string[], string]> = [
  [ofNpm, "Node's npm", ["npm", "install", "--global", "--prefix", "HOME/npm"], "npm/bin/hive"],
  [test, "Bun", [bun, "add", "--global"], "bun/bin/hive"],
  [ofPnpm, "pnpm", ["pnpm", "add", "--global"], "pnpm/bin/hive"],
];

for (const [run, how, command, hive] of GLOBALLY) {
  for (const what of ["by its name", "from the packed file"]) {
    run(`hive is installed by ${how} ${what}, sets itself up, and its hook outlives the package`, async () => {
      using user = new NewUser();
      const words = command.map((word) => word.replace("HOME", user.home));
      await user.run([...words, what === "by its name" ? "hivekeep" : file]);
      expect(await user.run([join(user.home, hive), "--version"])).toContain(VERSION);
      expect(await user.run([join(user.home, hive), "setup", "--yes"])).toContain("Proved with a probe");
      await expectKept(user);
    });
  }
}
