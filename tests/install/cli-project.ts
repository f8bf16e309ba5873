import * as fs from "node:fs";
import { join } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";
import { tempDir } from "../support/temp-dir.ts";

/** A project, a home directory with Claude Code in it, and commands that are typed there. */
export class CliProject implements Disposable {
  readonly #directory = tempDir();
  readonly path = join(this.#directory.path, "project");
  readonly home = join(this.#directory.path, "home");
  /** The key is the tests' own; the settings are this home's. */
  readonly env = { HOME: this.home, PATH: process.env["PATH"]!, XDG_DATA_HOME: process.env["XDG_DATA_HOME"]! };
  readonly config = join(this.home, ".config/hive/config.json");
  readonly local = join(this.path, ".claude/settings.local.json");
  readonly root = join(this.path, ".hive-mind");

  constructor() {
    fs.mkdirSync(join(this.path, ".git"), { recursive: true });
    fs.mkdirSync(join(this.home, ".claude"), { recursive: true });
  }

  async hive(args: readonly string[], more: Partial<Io> = {}): Promise<{ code: number; out: string; err: string }> {
    let out = "";
    let err = "";
    const io: Io = {
      env: this.env,
      cwd: this.path,
      isTTY: false,
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      readStdin: () => Promise.resolve(""),
      ...more,
    };
    const code = await run(args, io);
    return { code, out, err };
  }

  /** Installs hive without calling the hook: one test proves that for all. */
  setUp(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return this.hive(["setup", "--yes", "--no-proof", ...args]);
  }

  write(text: string): void {
    fs.mkdirSync(join(this.path, ".claude"), { recursive: true });
    fs.writeFileSync(this.local, text);
  }

  /** All files with their content. */
  files(): Record<string, string> {
    const names = fs.readdirSync(this.#directory.path, { recursive: true, withFileTypes: true });
    const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(paths.map((path) => [path, fs.readFileSync(path, "utf8")]));
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
