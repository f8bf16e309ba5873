import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../../base/errors.ts";

const HASH = /^[0-9a-f]{64}$/;
const FANS = 256;
const TEMPORARY = /\.tmp$/;
/** A file under a temporary name that is older belongs to a process that died. */
const ABANDONED_MS = 3_600_000;

export type ObjectStep = "written" | "renamed";

export const hashOfBytes = (bytes: Uint8Array): string => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

/**
 * Bytes by their SHA-256: `objects/aa/<hash>`, compressed with zstd. An object appears whole, by a rename, and is never
 * written again. No other file of the store holds the content of a user's file.
 */
export class ObjectStore {
  readonly #directory: string;
  readonly #onStep: ((step: ObjectStep) => void) | undefined;
  /** The directories of objects that were there. */
  readonly #fans = new Set<string>();

  /** @param directory the `objects` directory */
  constructor(directory: string, onStep?: (step: ObjectStep) => void) {
    this.#directory = directory;
    this.#onStep = onStep;
  }

  #pathOf(hash: string): string {
    return join(this.#directory, hash.slice(0, 2), hash);
  }

  has(hash: string): boolean {
    return HASH.test(hash) && existsSync(this.#pathOf(hash));
  }

  /**
   * Keeps bytes, unless they are there.
   * @returns how many bytes the store has grown by
   * @throws with the system's code, as for a full disk; nothing is left then
   */
  put(hash: string, bytes: Uint8Array): number {
    const path = this.#pathOf(hash);
    if (existsSync(path)) return 0;
    const packed = Bun.zstdCompressSync(bytes);
    const temporary = `${path}.${crypto.randomUUID()}.tmp`;
    try {
      this.#write(temporary, packed);
      this.#onStep?.("written");
      renameSync(temporary, path);
      this.#onStep?.("renamed");
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return packed.length;
  }

  #write(path: string, bytes: Uint8Array): void {
    const fd = this.#openNew(path);
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
    } finally {
      closeSync(fd);
    }
  }

  #openNew(path: string): number {
    const fan = dirname(path);
    // Missing for the first object alone: to look for it first is cheaper than to fail at opening.
    if (!this.#fans.has(fan)) mkdirSync(fan, { recursive: true, mode: 0o700 });
    this.#fans.add(fan);
    try {
      return openSync(path, "wx", 0o600);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      // Somebody has deleted it since.
      mkdirSync(fan, { recursive: true, mode: 0o700 });
      return openSync(path, "wx", 0o600);
    }
  }

  /** Makes the directories of all objects, so that no snapshot after a call has to. */
  prepare(): void {
    if (this.#fans.size === FANS) return;
    for (let n = 0; n < FANS; n += 1) {
      const fan = join(this.#directory, n.toString(16).padStart(2, "0"));
      if (this.#fans.has(fan)) continue;
      try {
        mkdirSync(fan, { recursive: true, mode: 0o700 });
      } catch (error) {
        if (errorCode(error) === undefined) throw error;
        // A full disk has no room for them, and is about to be swept.
        return;
      }
      this.#fans.add(fan);
    }
  }

  /** The bytes, checked against their hash; null where the object is missing or damaged. */
  get(hash: string): Buffer | null {
    if (!HASH.test(hash)) return null;
    try {
      const bytes = Bun.zstdDecompressSync(readFileSync(this.#pathOf(hash)));
      // @mutant damaged bytes are not put back
      return hashOfBytes(bytes) === hash ? bytes : null;
    } catch (error) {
      if (errorCode(error) === "ENOENT") return null;
      // zstd refuses what is torn.
      if (error instanceof Error && !(error as NodeJS.ErrnoException).syscall) return null;
      throw error;
    }
  }

  /** All objects, with the bytes that they take. */
  *all(): Generator<{ readonly hash: string; readonly bytes: number; readonly modifiedMs: number }> {
    for (const name of this.#names()) {
      const stat = statSync(join(this.#directory, name), { throwIfNoEntry: false });
      const hash = name.slice(3);
      if (stat !== undefined && HASH.test(hash)) yield { hash, bytes: stat.size, modifiedMs: stat.mtimeMs };
    }
  }

  /** The bytes that all objects take. */
  totalBytes(): number {
    let total = 0;
    for (const { bytes } of this.all()) total += bytes;
    return total;
  }

  /** Whether less than a share of the disk that objects are on is free. */
  isDiskFull(freeShare: number): boolean {
    const { bavail, blocks } = statfsSync(dirname(this.#directory));
    // @mutant nothing is kept on a disk that is nearly full
    return blocks > 0 && bavail / blocks < freeShare;
  }

  delete(hash: string): void {
    rmSync(this.#pathOf(hash), { force: true });
  }

  /** Removes what a killed process left half written. */
  sweep(nowMs: number): void {
    for (const name of this.#names()) {
      if (!TEMPORARY.test(name)) continue;
      const path = join(this.#directory, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat !== undefined && nowMs - stat.mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
    }
  }

  #names(): string[] {
    const fans = existsSync(this.#directory) ? readdirSync(this.#directory) : [];
    return fans.flatMap((fan) => readdirSync(join(this.#directory, fan)).map((name) => `${fan}/${name}`));
  }
}
