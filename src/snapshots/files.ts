import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../base/errors.ts";
import type { Known } from "./keep/catalogue-rows.ts";
import type { Limits } from "./limits.ts";
import { hashOfBytes, type ObjectStore } from "./objects/objects.ts";
import { isPathWithSecret } from "./objects/path-secret.ts";
import { holdsSecret, tellsSecret } from "./objects/secrets.ts";
import type { FileState, Lack, State } from "./undo/state.ts";

/** Tries to read a file that is written meanwhile. */
const READ_TRIES = 3;
const CHUNK_BYTES = 1024 ** 2;
/** The disk is looked at anew after so many files. */
const DISK_LOOK_FILES = 64;

export const sigOf = ({ ino, size, mtimeMs, ctimeMs, mode }: Stats): string =>
  `${ino}:${size}:${mtimeMs}:${ctimeMs}:${mode}`;

/** The kernel's clock for files stands still for some milliseconds: a file may change again without a trace. */
export const CLOCK_STEP_MS = 20;

/** The signature of a file that has not changed for a while. Before that, the file is read again next time. */
const settledSig = (stat: Stats): string =>
  Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs) < CLOCK_STEP_MS ? "" : sigOf(stat);

export interface ReaderOptions {
  readonly top: string;
  readonly objects: ObjectStore;
  readonly limits: Limits;
  /** `sha1` or `sha256` in a git tree; null without git. */
  readonly gitHash: "sha1" | "sha256" | null;
  /** Bytes that the project's store takes. Asked once, before the first content is kept. */
  readonly storedBytes: () => number;
  /** False to keep nothing, and to say what would be kept, as a plan does. @default true */
  readonly keeps?: boolean;
}

/** Reads the files of a worktree, and keeps what is to be kept. One for each snapshot, whose limits it counts. */
export class FileReader {
  readonly #options: ReaderOptions;
  /** Directories of the worktree: whether each is one, reached through no link. */
  readonly #directories = new Map<string, boolean>();
  #keptFiles = 0;
  #keptBytes = 0;
  #isDiskFull: boolean | undefined;
  #storedBytes: number | undefined;
  /** How many files were not kept, by the reason. */
  readonly lacks = new Map<Lack, string[]>();
  /** Files whose paths hold a secret: how many is said, and no name. */
  readonly unnamed: string[] = [];
  /** Bytes by which the store has grown. */
  grownBytes = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** The stat of the file or link at a path now; null for anything else, and behind a linked directory. */
  stat(path: string): Stats | null {
    const end = path.lastIndexOf("/");
    if (isForeignName(path.slice(end + 1)) || (end >= 0 && !this.#isInside(path.slice(0, end)))) return null;
    try {
      const stat = lstatSync(`${this.#options.top}/${path}`, { throwIfNoEntry: false });
      return stat === undefined ? null : stat.isFile() || stat.isSymbolicLink() ? stat : null;
    } catch (error) {
      if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EACCES"].includes(errorCode(error) ?? "")) return null;
      throw error;
    }
  }

  /** True if a directory of the worktree is reached without a link. A link may lead anywhere. */
  #isInside(directory: string): boolean {
    if (directory === ".") return true;
    let isInside = this.#directories.get(directory);
    if (isInside === undefined) {
      // @mutant a snapshot follows no link
      isInside =
        !isForeignName(basename(directory)) &&
        this.#isInside(dirname(directory)) &&
        isRealDirectory(join(this.#options.top, directory));
      this.#directories.set(directory, isInside);
    }
    return isInside;
  }

  /**
   * The state of a file; its bytes are kept if the rules allow. @param inGit git's id of bytes that the base commit
   * has, so that they need not be kept again
   */
  read(path: string, stat: Stats, inGit: string | null): Known {
    const full = join(this.#options.top, path);
    for (let tries = 1; ; tries += 1) {
      const read = stat.isSymbolicLink() ? linkAt(full, stat) : this.#readFile(full);
      if (read === null) return { state: "absent", sig: "" };
      if (read === "unreadable" || (read === "changing" && tries === READ_TRIES)) {
        return { state: this.#without("unreadable", path, stat, null), sig: "" };
      }
      if (read === "changing") continue;
      return { state: this.#keep(path, read, inGit), sig: settledSig(read.stat) };
    }
  }

  /** Notes that an excluded file is there, if the user has not excluded it. */
  leaveOut(path: string): void {
    if (isPathWithSecret(path)) this.unnamed.push(path);
  }

  #readFile(full: string): Read | "unreadable" | "changing" | null {
    let fd: number;
    try {
      fd = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    } catch (error) {
      return errorCode(error) === "ENOENT" ? null : "unreadable";
    }
    try {
      const before = fstatSync(fd);
      if (!before.isFile()) return null;
      const { fileBytes, hashBytes } = this.#options.limits;
      if (before.size > hashBytes) return { stat: before, bytes: null, hash: `stat-${before.size}-${before.mtimeMs}` };
      const isLarge = before.size > fileBytes;
      const bytes = isLarge ? null : bytesOf(fd, before.size);
      const hash = bytes === null ? hashOfFile(fd) : hashOfBytes(bytes);
      const isSettled = sigOf(fstatSync(fd)) === sigOf(before) && (bytes === null || bytes.length === before.size);
      return isSettled ? { stat: before, bytes, hash } : "changing";
    } catch {
      // A disk error, or a file system that went away.
      return "unreadable";
    } finally {
      closeSync(fd);
    }
  }

  #keep(path: string, { stat, bytes, hash }: Read, inGit: string | null): State {
    const { gitHash, objects, keeps = true } = this.#options;
    const kind = stat.isSymbolicLink() ? "link" : "file";
    const blob = bytes === null || gitHash === null ? null : blobOf(bytes, gitHash);
    const plain = { kind, mode: stat.mode & 0o7777, size: stat.size, hash, blob } as const;
    if (blob !== null && blob === inGit) return { ...plain, kept: "git" };
    if (bytes === null) return this.#without("large", path, stat, plain);
    // @mutant a secret is not kept
    if (kind === "file" ? holdsSecret(path, bytes) : tellsSecret(bytes.toString("utf8"))) {
      return this.#without("secret", path, stat, plain);
    }
    if (objects.has(hash)) return { ...plain, kept: "store" };
    const lack = this.#fullFor(bytes.length);
    if (lack !== null) return this.#without(lack, path, stat, plain);
    try {
      // @mutant a forced plan is the one that is carried out
      this.grownBytes += keeps ? objects.put(hash, bytes) : bytes.length;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      this.#isDiskFull = true;
      return this.#without("disk", path, stat, plain);
    }
    this.#keptFiles += 1;
    this.#keptBytes += bytes.length;
    return { ...plain, kept: "store" };
  }

  /** What has no room for more bytes; null where there is room. */
  #fullFor(bytes: number): "snapshot" | "store" | "disk" | null {
    const { limits, storedBytes, objects } = this.#options;
    if (this.#keptFiles >= limits.snapshotFiles || this.#keptBytes + bytes > limits.snapshotBytes) return "snapshot";
    this.#storedBytes ??= storedBytes();
    if (this.#storedBytes + this.grownBytes + bytes > limits.storeBytes) return "store";
    if (this.#isDiskFull === undefined || this.#keptFiles % DISK_LOOK_FILES === 0) {
      this.#isDiskFull = objects.isDiskFull(limits.freeShare);
    }
    return this.#isDiskFull ? "disk" : null;
  }

  #without(lack: Lack, path: string, stat: Stats, plain: Omit<FileState, "kept"> | null): FileState {
    const paths = this.lacks.get(lack) ?? [];
    paths.push(path);
    this.lacks.set(lack, paths);
    const kind = stat.isSymbolicLink() ? "link" : "file";
    const unread = {
      kind,
      mode: stat.mode & 0o7777,
      size: stat.size,
      hash: `unread-${sigOf(stat)}`,
      blob: null,
    } as const;
    return { ...(plain ?? unread), kept: null, lack };
  }
}

interface Read {
  readonly stat: Stats;
  /** Null for a file that is too large to keep. */
  readonly bytes: Buffer | null;
  readonly hash: string;
}

/** Code points that HFS+ passes over in a name. */
const PASSED_OVER = String.raw`[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]*`;
const DOT_GIT = [String.raw`\.`, "g", "i", "t", ""].map((one) => PASSED_OVER + one).join("");
/** The names by which some file system finds `.git`: HFS+, NTFS, FAT. git refuses them, too. */
const GIT_NAMES = new RegExp(String.raw`^(?:${DOT_GIT}|git~1)[ .]*(?::[^]*)?$`, "i");

/**
 * Whether a name in a path leads out of the worktree or into git's own directory. git writes no such file, but a cloned
 * repository's trees may name one, and so may a hook.
 */
export function isForeignName(name: string): boolean {
  // Nearly all names end here: they begin with none of a dot, a G and what is passed over.
  const first = name.charCodeAt(0);
  if (first > 0x2e && first < 0x200c && first !== 0x67 && first !== 0x47) return false;
  return name === "" || name === "." || name === ".." || GIT_NAMES.test(name);
}

/**
 * The first parent of a path that is not a real directory: a link, a file or missing. @returns null if all are
 * directories
 */
export function notADirectory(top: string, path: string): string | null {
  const parent = dirname(path);
  if (parent === ".") return null;
  return notADirectory(top, parent) ?? (isRealDirectory(join(top, parent)) ? null : parent);
}

export function isRealDirectory(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // Not to be looked at: nothing is read there.
    return false;
  }
}

function linkAt(full: string, stat: Stats): Read | "unreadable" | null {
  try {
    const bytes = readlinkSync(full, { encoding: "buffer" });
    return { stat, bytes, hash: hashOfBytes(bytes) };
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : "unreadable";
  }
}

/** The bytes of a file; more or fewer than its size where it changes meanwhile. */
function bytesOf(fd: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (let read = 1; read > 0 && length < bytes.length && length !== size; length += read) {
    read = readSync(fd, bytes, length, bytes.length - length, length);
  }
  return bytes.subarray(0, length);
}

function hashOfFile(fd: number): string {
  const hasher = new Bun.CryptoHasher("sha256");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0, read = 1; read > 0; at += read) {
    read = readSync(fd, chunk, 0, chunk.length, at);
    hasher.update(chunk.subarray(0, read));
  }
  return hasher.digest("hex");
}

/** git's id of a file with these bytes. */
export const blobOf = (bytes: Uint8Array, algorithm: "sha1" | "sha256"): string =>
  new Bun.CryptoHasher(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
