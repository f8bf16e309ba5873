import { linkSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync } from "node:fs";
import type { Durability } from "../config.ts";
import { errorCode, HiveError } from "../errors.ts";
import { noteDropped } from "./captured.ts";
import { isDeeperThan, isObject, MAX_DEPTH } from "../json.ts";
import { parseEntryName } from "./entry.ts";
import { nodeFiles } from "./files.ts";
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
  /** The file beside this one that holds what hive may not read: a link, a directory, an oversized file. */
  readonly kept_as?: string;
}

export type NewDeadLetter = Omit<DeadLetter, "name">;

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

function letterOf(text: string, name: string): DeadLetter | null {
  try {
    const value: unknown = JSON.parse(text);
    return isDeadLetter(value) && !isDeeperThan(value, MAX_LETTER_DEPTH, text) ? { ...value, name } : null;
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

/** Whether a letter names a file of its own: a foreign one may name anything. */
function isKeptName(kept: unknown): kept is string {
  return typeof kept === "string" && kept.endsWith(".orig") && !kept.includes("/");
}

/** The dead letters of one queue. */
export class DeadLetters {
  readonly #paths: QueuePaths;
  readonly #durability: Durability;

  constructor(paths: QueuePaths, durability: Durability) {
    this.#paths = paths;
    this.#durability = durability;
  }

  /**
   * Writes a dead letter and then removes the claimed file at `source`. A crash in between leaves the claim, which
   * comes back to the same dead letter.
   * @param keepsFile whether the file itself is moved beside the dead letter, because it cannot be copied into it
   */
  bury(source: string, name: string, letter: NewDeadLetter, keepsFile: boolean): void {
    const { failed } = this.#paths;
    const kept = keepsFile ? `${shortened(name)}.${Bun.hash(letter.entry_id).toString(16)}.orig` : undefined;
    const text = `${JSON.stringify({ ...letter, ...(kept === undefined ? {} : { kept_as: kept }) }, null, 2)}\n`;
    const isSame = (existing: string): boolean =>
      isRegularFile(existing) && letterOf(readFileSync(existing, "utf8"), "")?.entry_id === letter.entry_id;
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
    const text = readFileSync(path, "utf8");
    const letter = letterOf(text, name);
    if (letter !== null) return letter;
    return {
      name,
      entry_id: name,
      reason: { code: "UNKNOWN", message: "written by another program, no reason recorded" },
      attempts: 0,
      failed_at: lstatSync(path).mtime.toISOString(),
      entry: null,
      raw: text,
      raw_encoding: "utf8",
    };
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
    const revived = { ...entry, retries: 0, hive_id: letter.entry_id };
    const pendingName = parseEntryName(name) === null ? `${shortened(name)}.json` : name;
    const created = createUnique(
      this.#paths,
      this.#paths.pending,
      JSON.stringify(revived),
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
    const kept = this.read(name).kept_as;
    if (inode !== undefined && lstatSync(path).ino !== inode) return;
    if (isKeptName(kept)) rmSync(`${this.#paths.failed}/${kept}`, { recursive: true, force: true });
    unlinkSync(path);
  }

  /** Removes the dead letters that are older. @returns how many */
  sweep(olderThanMs: number, nowMs: number): number {
    let swept = 0;
    for (const name of this.names()) {
      const stat = lstatSync(`${this.#paths.failed}/${name}`, { throwIfNoEntry: false });
      if (stat === undefined || nowMs - stat.mtimeMs < olderThanMs) continue;
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
