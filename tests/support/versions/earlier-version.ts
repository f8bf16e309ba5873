import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Child } from "../process.ts";
import { tempDir } from "../temp-dir.ts";

/** What tests need of a released version. `scripts/release/earlier-versions.ts` writes it. */
export interface EarlierVersion {
  /** Its command line as one file, which is at home in a directory of its own beside its package.json. */
  readonly main: string;
  /** What its setup wrote into the settings of a project. TOP stands for the directory of its checkout. */
  readonly settings: string;
}

export const EARLIER_VERSIONS = resolve(import.meta.dir, "../../fixtures/earlier-versions.json.zst");

/** By version, the oldest first. */
export function earlierVersions(): Record<string, EarlierVersion> {
  const text = Bun.zstdDecompressSync(readFileSync(EARLIER_VERSIONS)).toString();
  return JSON.parse(text) as Record<string, EarlierVersion>;
}

/** Another version's hive, in a directory of its own. */
export class OtherHive implements Disposable {
  readonly #directory = tempDir();
  readonly main = join(this.#directory.path, "hive/main.js");

  constructor(version: string, { main }: EarlierVersion) {
    mkdirSync(join(this.main, ".."));
    writeFileSync(this.main, main);
    // A worker that finds another version here ends by itself.
    writeFileSync(join(this.main, "../package.json"), JSON.stringify({ name: "hivekeep", version }));
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
    return new Child(this.main, args, { HIVE_WORKER_START: "never", ...env });
  }

  /** Runs a command line to its end. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin = "") {
    await using child = this.start(args, env);
    await child.write(stdin);
    await child.closeStdin();
    return await child.outcome();
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
