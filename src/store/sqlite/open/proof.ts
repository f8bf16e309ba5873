import { Database } from "bun:sqlite";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  linkSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Durability } from "../../../base/config/config.ts";
import { errorCode } from "../../../base/errors.ts";
import { flush } from "../../../base/files/flush.ts";

/**
 * Proof that this user's hive made a database or its log. It is an HMAC under the user's key over inode and birth time.
 * A copy, a clone and a restored backup have others. A database carries it in two header fields that SQLite leaves to
 * programs (https://sqlite.org/fileformat2.html#the_database_header). So it is read before SQLite opens the file, and
 * no second file can be lost or come late.
 */

const PROOF_BYTES = 8;
const HEADER_BYTES = 100;
const MAGIC = new TextEncoder().encode("SQLite format 3\0");
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;
/** The header bytes that indicate a write-ahead log: 2 in both. */
const FORMAT_OFFSET = 18;
const WAL_FORMAT = 2;
/** Any other time than now. */
const EARLIER_SECONDS = 1;

const LOOK = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Identifies a file for its whole life. */
export interface FileBirth {
  readonly ino: bigint;
  /** 0 if the file system does not know it. */
  readonly birthtimeNs: bigint;
}

/** Eight bytes: who would forge them has one try a clone. */
export function proofOf({ ino, birthtimeNs }: FileBirth, what: "database" | "log", key: string): Uint8Array {
  // @mutant a database's proof is of its inode and birth
  const text = `hive ${what}\n${ino} ${birthtimeNs}`;
  return new Bun.CryptoHasher("sha256", key).update(text).digest().subarray(0, PROOF_BYTES);
}

/** Whether the file at a path is a database that this user's hive made. Links are not followed. */
export function isProvedDatabase(path: string, key: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, LOOK);
  } catch (error) {
    if (["ENOENT", "ELOOP", "ENXIO", "EACCES", "EPERM", "ENOTDIR"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
  try {
    const stat = fstatSync(fd, { bigint: true });
    const header = new Uint8Array(HEADER_BYTES);
    if (!stat.isFile() || readSync(fd, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return false;
    if (!MAGIC.every((byte, index) => header[index] === byte)) return false;
    const found = Buffer.concat([
      header.subarray(USER_VERSION_OFFSET, USER_VERSION_OFFSET + 4),
      header.subarray(APPLICATION_ID_OFFSET, APPLICATION_ID_OFFSET + 4),
    ]);
    return births(stat).some((birth) => found.equals(proofOf(birth, "database", key)));
  } finally {
    closeSync(fd);
  }
}

/** Some file systems know no birth time, and give the last change instead: ignore it then. */
export function births({ ino, birthtimeNs }: FileBirth): FileBirth[] {
  return [
    { ino, birthtimeNs },
    { ino, birthtimeNs: 0n },
  ];
}

/** Creates an empty database with its proof. @returns false if another process created a file there first */
export function makeProvedDatabase(path: string, key: string, durability: Durability): boolean {
  const isMade = createWhole(path, (fd) => {
    const page = emptyDatabase(proofOf(stableBirth(fd), "database", key));
    writeSync(fd, page, 0, page.length, 0);
    if (durability === "power") flush(fd);
  });
  if (isMade && durability === "power") flushDirectory(dirname(path));
  return isMade;
}

/**
 * Creates a private file in one step: it is filled under a temporary name, then linked.
 * @returns false if another process created a file there first
 */
export function createWhole(path: string, fill: (fd: number) => void): boolean {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const fd = openSync(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    fchmodSync(fd, 0o600);
    fill(fd);
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    return false;
  } finally {
    closeSync(fd);
    unlinkSync(temporary);
  }
}

/** The birth of a new file. Its time is 0 where the file system gives one that changes with the file's other times. */
export function stableBirth(fd: number): FileBirth {
  const before = fstatSync(fd, { bigint: true });
  futimesSync(fd, EARLIER_SECONDS, EARLIER_SECONDS);
  const { ino, birthtimeNs } = fstatSync(fd, { bigint: true });
  return { ino, birthtimeNs: birthtimeNs === before.birthtimeNs ? birthtimeNs : 0n };
}

/** The one page of a database without tables, in WAL mode. */
function emptyDatabase(proof: Uint8Array): Uint8Array {
  using db = new Database(":memory:");
  // SQLite writes its first page when something is in it.
  db.run("PRAGMA user_version = 1");
  const page = new Uint8Array(db.serialize());
  page.set([WAL_FORMAT, WAL_FORMAT], FORMAT_OFFSET);
  page.set(proof.subarray(0, 4), USER_VERSION_OFFSET);
  page.set(proof.subarray(4), APPLICATION_ID_OFFSET);
  return page;
}

export function flushDirectory(directory: string): void {
  const fd = openSync(directory, constants.O_RDONLY);
  try {
    flush(fd);
  } finally {
    closeSync(fd);
  }
}
