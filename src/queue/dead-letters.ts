import { linkSync, lstatSync, readdirSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { DEFAULTS, type Durability } from "../base/config.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { isSealed, resealed, SEAL } from "../origin/seal.ts";
import { noteDropped } from "./captured.ts";
import { isDeeperThan, isObject, MAX_DEPTH } from "../base/json.ts";
import { parseEntryName } from "./entry.ts";
import { nodeFiles, readRegular } from "../base/files.ts";
import type { QueuePaths } from "./layout.ts";
import { unlinkIfThere } from "./maintenance.ts";
import { numbered, shortened } from "./put-back.ts";

/** An entry that was given up, as its file in `failed/` holds it. Times are RFC 3339. */
export interface DeadLetter {
  /** The file's name in `failed/`. */
  readonly name: string;
  readonly entry_id: string;
  readonly reason: { readonly code: string; readonly message: string };
  readonly attempts: number;
  readonly failed_at: string;
  /** The entry as it was; null where it could not be read as one. */
  readonly entry: Readonly<Record<string, unknown>> | null;
  /** The bytes of an entry that could not be read as one, in `raw_encoding`. */
  readonly raw?: string;
  readonly raw_encoding?: "utf8" | "base64";
  /** Whether its entry came without proof that this user's hive wrote it. */
  readonly is_untrusted: boolean;
  /** The file beside this one that holds what hive may not read: a link, a directory, an oversized file. */
  readonly kept_as?: string;
}

export type NewDeadLetter = Omit<DeadLetter, "name" | "is_untrusted">;

/** A letter holds its entry one level deeper. */
const MAX_LETTER_DEPTH = MAX_DEPTH + 1;

/**
 * Creates a file with a content of its own in one step, under the first name that `nameOf` gives and that is free, or
 * whose file `isSame` says is an older one of the same, which it replaces.
 */
export function createUnique(
  paths: QueuePaths,
  directory: string,
  text: string,
  durability: Durability,
  nameOf: (attempt: number) => string,
  isSame: (existing: string) => boolean,
): string {
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  nodeFiles.create(temporary, text);
  try {
    if (durability === "power") nodeFiles.sync(temporary);
    for (let attempt = 0; ; attempt += 1) {
      const name = nameOf(attempt);
      try {
        // A link fails where a rename would replace another's file.
        linkSync(temporary, `${directory}/${name}`);
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
        if (!isSame(`${directory}/${name}`)) continue;
        renameSync(temporary, `${directory}/${name}`);
      }
      if (durability === "power") nodeFiles.sync(directory);
      return name;
    }
  } finally {
    unlinkIfThere(temporary);
  }
}

function letterOf(text: string, name: string, isProved: boolean): DeadLetter | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isDeadLetter(value) || isDeeperThan(value, MAX_LETTER_DEPTH, text)) return null;
    // The proof is of the file's bytes, and no part of the letter.
    const { [SEAL]: _, ...letter } = value as NewDeadLetter & { readonly [SEAL]?: unknown };
    return { ...letter, name, is_untrusted: !isProved };
  } catch {
    // A file that somebody else put here, such as the shell system's: listed with what is known of it.
    return null;
  }
}

function isDeadLetter(value: unknown): value is NewDeadLetter {
  if (!isObject(value) || !isObject(value["reason"])) return false;
  const { entry_id, reason, attempts, failed_at, entry } = value;
  return (
    typeof entry_id === "string" &&
    typeof reason["code"] === "string" &&
    typeof reason["message"] === "string" &&
    typeof attempts === "number" &&
    typeof failed_at === "string" &&
    (entry === null || isObject(entry))
  );
}

/** JSON may spell a byte of an entry that could not be read with six. */
const LONGEST_ESCAPE = 6;
const LETTER_OVERHEAD_BYTES = 65_536;
/** Of a UTF-16 unit. */
const MAX_UTF8_BYTES = 3;

/** A larger file is no letter of hive's. */
export function maxLetterBytes(maxEntryBytes: number): number {
  return maxEntryBytes * LONGEST_ESCAPE + LETTER_OVERHEAD_BYTES;
}

/** The name under which the file of a letter is kept beside it. */
const keptName = (name: string, entryId: string): string => `${shortened(name)}.${Bun.hash(entryId).toString(16)}.orig`;

const KEPT_NAME = /^\d+_[0-9a-f]+\.([0-9a-f]+)\.orig$/;

/** The file of its own that a letter names, by a name that hive gives: a foreign letter may name anything. */
function keptOf({ entry_id: id, kept_as: kept }: DeadLetter): string | null {
  const hash = typeof kept === "string" ? KEPT_NAME.exec(kept)?.[1] : undefined;
  return hash === Bun.hash(id).toString(16) ? kept! : null;
}

/** So much is read in a sweep. */
const MAX_SWEPT_BYTES = 32 * 1024 ** 2;

export interface DeadLetterOptions {
  readonly durability: Durability;
  /** Proves what this user's hive gave up; null for no proof. */
  readonly key: string | null;
  readonly maxEntryBytes?: number;
}

const encoder = new TextEncoder();

/** How an entry is given up. */
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
    const letter = text === null ? null : this.#letterIn(text, name);
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
    return text === null ? null : this.#letterIn(text, name);
  }

  #letterIn(text: string, name: string): DeadLetter | null {
    return letterOf(text, name, isSealed(encoder.encode(text), this.#key, "letter"));
  }

  /** For a person to read, unless the indentation of a deep entry makes it too long to be read again. */
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
    // A worker may have the entry, and give it up anew, as soon as it is back.
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
      // A person who wants it tried again does not thereby vouch for it.
      resealed(revived, !letter.is_untrusted, this.#key, "entry"),
      this.#durability,
      (attempt) => numbered(pendingName, attempt),
      () => false,
    );
    this.#remove(name, path, ino);
    return created;
  }

  /** Removes a dead letter and what is kept beside it. @throws HIVE_NOT_FOUND */
  drop(name: string): void {
    const path = this.#pathOf(name);
    noteDropped(this.#paths, name);
    this.#remove(name, path);
  }

  /** @param inode of the file that is meant: another one of the name stays */
  #remove(name: string, path: string, inode?: number): void {
    const kept = keptOf(this.read(name));
    if (inode !== undefined && lstatSync(path).ino !== inode) return;
    if (kept !== null) rmSync(`${this.#paths.failed}/${kept}`, { recursive: true, force: true });
    unlinkSync(path);
  }

  /** Removes the dead letters that are older. What another program wrote is not hive's to delete. @returns how many */
  sweep(olderThanMs: number, nowMs: number): number {
    let swept = 0;
    let bytes = 0;
    for (const name of this.names()) {
      const path = `${this.#paths.failed}/${name}`;
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined || nowMs - stat.mtimeMs < olderThanMs) continue;
      bytes += stat.size;
      // A clone may carry any number of large ones, and a worker waits for this before its first entry.
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
    throw new HiveError("HIVE_NOT_FOUND", `no dead letter ${JSON.stringify(name)}`, {
      hint: "list them with: hive failed list",
    });
  }
}

/** Links are not followed: what stands in `failed/` may come from a cloned repository. */
function isRegularFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
