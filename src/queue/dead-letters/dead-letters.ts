import { lstatSync, readdirSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { DEFAULTS, type Durability } from "../../base/config/config.ts";
import { errorCode, HiveError } from "../../base/errors.ts";
import { readRegular } from "../../base/files/files.ts";
import { resealed } from "../../origin/seal.ts";
import { parseEntryName } from "../entry.ts";
import { numbered, shortened } from "../inbox/put-back.ts";
import { journalDrop } from "../journal/journal.ts";
import type { QueuePaths } from "../layout.ts";
import { unlinkIfThere } from "../claims/recover.ts";
import { createUnique } from "./create-unique.ts";
import { type DeadLetter, keptName, keptOf, maxLetterBytes, type NewDeadLetter, readLetter } from "./letter.ts";

/** The most bytes of dead letters read in one sweep. */
const MAX_SWEPT_BYTES = 32 * 1024 ** 2;

/** The most bytes that one UTF-16 unit takes in UTF-8. */
const MAX_UTF8_BYTES = 3;

export interface DeadLetterOptions {
  readonly durability: Durability;
  /** The user's key, which proves that this user's hive wrote a dead letter; null for no proof. */
  readonly key: string | null;
  readonly maxEntryBytes?: number;
}

/** The reason and details with which an entry is given up. */
export interface Burial {
  /** Whether the file itself is moved beside the dead letter, because it cannot be copied into it. @default false */
  readonly keepsFile?: boolean;
  /** Whether the entry was proved to be this user's. @default false */
  readonly isProved?: boolean;
}

/** The dead letters of one queue. */
export class DeadLetters {
  readonly #paths: QueuePaths;
  readonly #durability: Durability;
  readonly #key: string | null;
  readonly #maxLetterBytes: number;

  constructor(paths: QueuePaths, { durability, key, maxEntryBytes = DEFAULTS.maxEntryBytes }: DeadLetterOptions) {
    this.#paths = paths;
    this.#durability = durability;
    this.#key = key;
    this.#maxLetterBytes = maxLetterBytes(maxEntryBytes);
  }

  /**
   * Writes a dead letter and then removes the claimed file at `source`. A crash in between leaves the claim, which
   * comes back to the same dead letter.
   */
  bury(source: string, name: string, letter: NewDeadLetter, { keepsFile, isProved }: Burial = {}): void {
    const { failed } = this.#paths;
    const kept = keepsFile === true ? keptName(name, letter.entry_id) : undefined;
    const plain = this.#textOf({ ...letter, ...(kept === undefined ? {} : { kept_as: kept }) });
    const text = resealed(plain, isProved === true, this.#key, "letter");
    const isSame = (existing: string): boolean =>
      isRegularFile(existing) && this.#letterAt(existing, "")?.entry_id === letter.entry_id;
    // @mutant a dead letter is written before its claim goes
    createUnique(this.#paths, failed, text, this.#durability, (attempt) => numbered(name, attempt), isSame);
    if (kept === undefined) unlinkIfThere(source);
    else renameSync(source, `${failed}/${kept}`);
  }

  names(): string[] {
    return readdirSync(this.#paths.failed, { withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith(".json") && !file.name.startsWith("."))
      .map((file) => file.name)
      .toSorted();
  }

  /** @throws HIVE_NOT_FOUND */
  read(name: string): DeadLetter {
    const path = this.#pathOf(name);
    const text = readRegular(path, this.#maxLetterBytes);
    const letter = text === null ? null : readLetter(text, name, this.#key);
    if (letter !== null) return letter;
    const { size, mtime } = lstatSync(path);
    const message = text === null ? `not read: it has ${size} bytes` : "written by another program, no reason recorded";
    return {
      name,
      entry_id: name,
      reason: { code: "UNKNOWN", message },
      attempts: 0,
      failed_at: mtime.toISOString(),
      entry: null,
      is_untrusted: true,
      ...(text === null ? {} : { raw: text, raw_encoding: "utf8" }),
    };
  }

  #letterAt(path: string, name: string): DeadLetter | null {
    const text = readRegular(path, this.#maxLetterBytes);
    return text === null ? null : readLetter(text, name, this.#key);
  }

  /** Indent for a person, unless that makes a deeply nested entry too long to be read again. */
  #textOf(letter: object): string {
    const text = JSON.stringify(letter, null, 2);
    const isShort = text.length * MAX_UTF8_BYTES <= this.#maxLetterBytes;
    return isShort ? text : JSON.stringify(letter);
  }

  /**
   * Puts a dead letter back into `pending/` with its attempts forgotten, then removes it. A crash in between leaves
   * both; the entry keeps its identity, so a second requeue is applied once.
   * @returns the name in `pending/`
   * @throws HIVE_NOT_FOUND, HIVE_INVALID_ENTRY where there is no entry to put back
   */
  requeue(name: string): string {
    // A worker may claim the entry and give it up again as soon as it is back.
    const path = this.#pathOf(name);
    const { ino } = lstatSync(path);
    const letter = this.read(name);
    if (letter.entry === null) {
      throw new HiveError("HIVE_INVALID_ENTRY", `${name} holds no entry that could be applied`, {
        hint: `look at it with: hive failed show ${name}`,
      });
    }
    const { not_before_ms: _, ...entry } = letter.entry;
    const revived = JSON.stringify({ ...entry, retries: 0, hive_id: letter.entry_id });
    const pendingName = parseEntryName(name) === null ? `${shortened(name)}.json` : name;
    const created = createUnique(
      this.#paths,
      this.#paths.pending,
      // Asking for a retry does not make an entry trusted.
      // @mutant a retry of a dead letter proves nothing
      resealed(revived, !letter.is_untrusted, this.#key, "entry"),
      this.#durability,
      (attempt) => numbered(pendingName, attempt),
      () => false,
    );
    this.#remove(name, path, ino);
    return created;
  }

  /** Removes a dead letter and the file kept beside it. @throws HIVE_NOT_FOUND */
  drop(name: string): void {
    const path = this.#pathOf(name);
    journalDrop(this.#paths, name);
    this.#remove(name, path);
  }

  /** @param inode the file to remove: a newer file of that name stays */
  #remove(name: string, path: string, inode?: number): void {
    const kept = keptOf(this.read(name));
    if (inode !== undefined && lstatSync(path).ino !== inode) return;
    if (kept !== null) rmSync(`${this.#paths.failed}/${kept}`, { recursive: true, force: true });
    unlinkSync(path);
  }

  /**
   * Removes the dead letters that are older. Letters written by another program stay: they are not hive's to delete.
   * @returns how many
   */
  sweep(olderThanMs: number, nowMs: number): number {
    let swept = 0;
    let bytes = 0;
    for (const name of this.names()) {
      const path = `${this.#paths.failed}/${name}`;
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined || nowMs - stat.mtimeMs < olderThanMs) continue;
      bytes += stat.size;
      // A clone may carry any number of large dead letters, and a worker's first entry waits for this sweep.
      if (bytes > MAX_SWEPT_BYTES) break;
      if (this.#letterAt(path, name) === null) continue;
      try {
        this.drop(name);
        swept += 1;
      } catch (error) {
        // Another sweep, or a person, was faster.
        if (errorCode(error) !== "ENOENT" && errorCode(error) !== "HIVE_NOT_FOUND") throw error;
      }
    }
    return swept;
  }

  #pathOf(name: string): string {
    const path = `${this.#paths.failed}/${name}`;
    if (!name.includes("/") && isRegularFile(path)) return path;
    throw new HiveError("HIVE_NOT_FOUND", `no entry ${JSON.stringify(name)} was given up`, {
      hint: "list them with: hive failed list",
    });
  }
}

/** Links are not followed: a file in `failed/` may come from a cloned repository. */
function isRegularFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
