import { lstatSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import { HiveError } from "../../base/errors.ts";
import type { NewDeadLetter } from "../dead-letters/letter.ts";
import { earliest } from "../claims/deferrals.ts";
import { isOwnName } from "../entry.ts";
import type { FileIdentity, ReadResult } from "../read-entry.ts";
import { UnfinishedFiles } from "./unfinished.ts";

/**
 * Bun's watcher drops an event if the last one had the same name and both are read within milliseconds. A claim is an
 * event, too. So the directory is listed this soon after the claim of a reusable name. Later looks wait twice as long
 * each, up to the longest.
 */
const FIRST_LOOK_AGAIN_MS = 10;
const LONGEST_LOOK_AGAIN_MS = 640;

/** Reads the file at a path as the entry of a name. */
type Read = (path: string, name: string) => ReadResult | null;

/** The rest of a dead letter's file, besides its entry. */
type FileLetter = Pick<NewDeadLetter, "entry_id" | "reason" | "attempts" | "entry" | "raw" | "raw_encoding">;

/**
 * Files that other programs put into `pending/`: written in place, under reused names, or not entries at all. hive's
 * own files arrive by rename under unique names, and need none of this.
 */
export class Inbox {
  readonly #pending: string;
  readonly #clock: Clock;
  readonly #read: Read;
  readonly #unfinished: UnfinishedFiles;
  #look: { readonly atMs: number; readonly waitMs: number } | null = null;

  constructor(pending: string, clock: Clock, read: Read) {
    this.#pending = pending;
    this.#clock = clock;
    this.#read = read;
    this.#unfinished = new UnfinishedFiles(pending, clock);
  }

  /** When a file whose writer may not be done is due, in ms since 1970; null when there is none. */
  get nextDueMs(): number | null {
    return this.#unfinished.nextDueMs;
  }

  /** When to look again even without an event, in ms since 1970; null for never. */
  get nextLookMs(): number | null {
    return earliest([this.nextDueMs, this.#look?.atMs ?? null]);
  }

  isDue(name: string): boolean {
    return this.#unfinished.isDue(name);
  }

  endDue(nowMs: number): void {
    const look = this.#look;
    // A time further ahead comes from a clock that was set back.
    if (look !== null && (look.atMs <= nowMs || look.atMs - nowMs > look.waitMs)) this.#lookIn(2 * look.waitMs);
    this.#unfinished.endDue(nowMs);
  }

  /**
   * Whether a file's writer is done. An unfinished file stays in place. Putting it back later could clash with a new
   * file, because the writer may have reused the name.
   */
  isFinished(name: string): boolean {
    return isOwnName(name) || !this.#isBeingWritten(name);
  }

  /** Call after a claim of a foreign name. Its writer may reuse the name at once, and that event may be dropped. */
  wasClaimed(name: string): void {
    if (!isOwnName(name)) this.#lookIn(FIRST_LOOK_AGAIN_MS);
  }

  /** Whether a file that cannot be read may still become an entry. */
  mayBeBeingWritten({ modifiedAtMs }: Pick<FileIdentity, "modifiedAtMs">): boolean {
    return this.#unfinished.mayBeBeingWritten(modifiedAtMs);
  }

  /** Looks at a file again later, or as soon as it changes. */
  putOff(name: string, file: FileIdentity): void {
    this.#unfinished.putOff(name, file);
  }

  /** The files with invalid names whose writers will not rename them any more. */
  abandoned(invalidNames: readonly string[]): string[] {
    return invalidNames.filter((name) => {
      const stat = lstatSync(`${this.#pending}/${name}`, { throwIfNoEntry: false });
      return stat !== undefined && !this.#unfinished.mayBeBeingWritten(stat.mtimeMs);
    });
  }

  #isBeingWritten(name: string): boolean {
    try {
      const result = this.#read(`${this.#pending}/${name}`, name);
      if (result?.kind !== "unparsable" || !this.mayBeBeingWritten(result.file)) return false;
      this.putOff(name, result.file);
      return true;
    } catch {
      // The claim fails in the same way, and then skips the entry.
      return false;
    }
  }

  #lookIn(waitMs: number): void {
    this.#look = waitMs > LONGEST_LOOK_AGAIN_MS ? null : { atMs: this.#clock.nowMs() + waitMs, waitMs };
  }
}

export const invalidName = (): HiveError =>
  new HiveError("HIVE_INVALID_ENTRY", "the name is not {priority}_{seq}.json, priority 1 to 10");

/**
 * The letter of a file that holds no entry.
 * @param path of the file, which its letter is known by
 * @param bytes its content; without them the file itself is kept beside the letter
 */
export function letterOfFile(path: string, error: HiveError, bytes?: Uint8Array): FileLetter {
  const stat = lstatSync(path);
  return {
    entry_id: `file:${stat.ino}:${stat.mtimeMs}`,
    reason: { code: error.code, message: error.message },
    attempts: 1,
    entry: null,
    ...(bytes === undefined ? {} : rawOf(bytes)),
  };
}

function rawOf(bytes: Uint8Array): Required<Pick<NewDeadLetter, "raw" | "raw_encoding">> {
  const text = Buffer.from(bytes).toString("utf8");
  return Buffer.from(text).equals(bytes)
    ? { raw: text, raw_encoding: "utf8" }
    : { raw: Buffer.from(bytes).toString("base64"), raw_encoding: "base64" };
}
