import { Database } from "bun:sqlite";
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  fstatSync,
  futimesSync,
  linkSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../base/errors.ts";

/**
 * Proof that this user's hive made a database or its log: an HMAC under the user's key over the inode and its time of
 * birth, of which a copy, a clone and a restored backup have others. A database carries it in two fields of its header
 * that SQLite leaves to programs (https://sqlite.org/fileformat2.html#the_database_header), so that it is read before
 * SQLite opens the file, and no second file can be lost or come late.
 */

const PROOF_BYTES = 8;
const HEADER_BYTES = 100;
const MAGIC = new TextEncoder().encode("SQLite format 3\0");
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;
/** Where the header says that the database has a write-ahead log: 2 in both bytes. */
const FORMAT_OFFSET = 18;
const WAL_FORMAT = 2;
/** Any other time than now. */
const EARLIER_SECONDS = 1;

const LOOK = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** What names a file for as long as it lives. */
export interface FileBirth {
  readonly ino: bigint;
  /** 0 where the file system does not tell. */
  readonly birthtimeNs: bigint;
}

/** Eight bytes: who would forge them has one try a clone. */
export function proofOf({ ino, birthtimeNs }: FileBirth, what: "database" | "log", key: string): Uint8Array {
  const text = `hive ${what}\n${ino} ${birthtimeNs}`;
  return new Bun.CryptoHasher("sha256", key).update(text).digest().subarray(0, PROOF_BYTES);
}

/** Whether what stands at a path is a database that this user's hive made. Links are not followed. */
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

/** Some file systems know no time of birth, and give that of the last change instead: then it is not counted. */
export function births({ ino, birthtimeNs }: FileBirth): FileBirth[] {
  return [
    { ino, birthtimeNs },
    { ino, birthtimeNs: 0n },
  ];
}

/**
 * Makes an empty database that carries its proof, whole from its first moment.
 * @returns false where another process has put something in its place by then
 */
export function makeProvedDatabase(path: string, key: string, durability: "process" | "power"): boolean {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const fd = openSync(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    fchmodSync(fd, 0o600);
    const page = emptyDatabase(proofOf(stableBirth(fd), "database", key));
    writeSync(fd, page, 0, page.length, 0);
    if (durability === "power") fsyncSync(fd);
    linkSync(temporary, path);
    if (durability === "power") flushDirectory(dirname(path));
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    return false;
  } finally {
    closeSync(fd);
    unlinkSync(temporary);
  }
}

/** The birth of a new file: a time that a change of its other times moves is none. */
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
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
