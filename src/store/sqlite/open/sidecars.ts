import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import type { Durability } from "../../../base/config/config.ts";
import { errorCode } from "../../../base/errors.ts";
import { hasOpen, lockersOf } from "../../../platform/process/kernel-locks.ts";
import { births, createWhole, type FileBirth, flushDirectory, proofOf, stableBirth } from "./proof.ts";

/**
 * SQLite plays the log beside a database into it, whatever its author: a `git pull` can bring one. So each of hive's
 * logs has a proof: an empty file whose name holds it. Any other log is set aside before the open.
 */

const ATTEMPTS = 100;

/** Foreign files found beside a database and set aside, by their new names. */
export type SetAside = readonly string[];

/**
 * Makes the files beside a database hive's own: to be called before each open. Afterwards a log exists.
 * @returns the files set aside
 */
export function secureSidecars(database: string, key: string, durability: Durability = "process"): SetAside {
  const aside: string[] = [];
  // hive's databases have a log from their first moment, and so no journal.
  // @mutant a foreign journal is set aside
  if (exists(`${database}-journal`)) aside.push(setAside(`${database}-journal`));
  // SQLite recreates a regular file that no process has open; through a link it would write elsewhere. If a file has
  // two names, any close of the other releases its locks
  // (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled).
  if (isNoPlainFile(`${database}-shm`)) aside.push(setAside(`${database}-shm`));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // @mutant a foreign log is set aside
    if (!exists(`${database}-wal`)) {
      if (makeLog(database, key, durability)) return aside;
    } else if (isProvedLog(database, key)) return aside;
    else if (isInUse(database)) {
      if (proveLog(database, key)) return aside;
    } else {
      aside.push(setAside(`${database}-wal`));
      // Its content refers to that log.
      if (exists(`${database}-shm`)) aside.push(setAside(`${database}-shm`));
    }
  }
  throw new Error(`${database}-wal is replaced again and again`);
}

/**
 * True if one of the user's programs, such as SQLite's shell, uses the log. It then holds a lock on the database or its
 * shared memory. Removing the log would destroy the database. A clone runs no program, so such a log is not a clone's.
 */
function isInUse(database: string): boolean {
  const log = lstatSync(`${database}-wal`, { bigint: true, throwIfNoEntry: false });
  if (log?.isFile() !== true) return false;
  const pids = new Set([database, `${database}-shm`].flatMap((path) => lockersOf(path)));
  return [...pids].some((pid) => hasOpen(log, pid));
}

/**
 * Whether the log that SQLite has opened is hive's. Another process may have ended in between, and SQLite made a new
 * one. An empty one holds nothing to be played, and is given its proof.
 */
export function isProvedLog(database: string, key: string): boolean {
  if (hasProof(database, key)) return true;
  const stat = lstatSync(`${database}-wal`, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size === 0 && proveLog(database, key);
}

/** Whether there is a log that hive made. Nothing is changed. */
export function hasProof(database: string, key: string): boolean {
  const stat = lstatSync(`${database}-wal`, { bigint: true, throwIfNoEntry: false });
  if (stat?.isFile() !== true) return false;
  return births(stat).some((birth) => existsSync(proofPath(database, birth, key)));
}

/** The part of a name after the database's. */
const PROOF = /^-wal\.[0-9a-f]{16}\.proof$/;
const TEMPORARY = /^(?:-wal)?\.[0-9a-f-]{36}\.tmp$/;
const TEMPORARY_MS = 3_600_000;

/**
 * Removes the proofs of deleted logs, and unfinished files that a crash has left. Call it with the database open: its
 * log stays meanwhile.
 */
export function sweepProofs(database: string, key: string): void {
  const stat = lstatSync(`${database}-wal`, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return;
  const kept = new Set(births(stat).map((birth) => basename(proofPath(database, birth, key))));
  for (const name of readdirSync(dirname(database))) {
    if (!name.startsWith(basename(database)) || kept.has(name)) continue;
    const path = `${dirname(database)}/${name}`;
    const ending = name.slice(basename(database).length);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    if ((PROOF.test(ending) && stat.size === 0) || (TEMPORARY.test(ending) && isOld(stat)))
      rmSync(path, { force: true });
  }
}

/** The proof of a birth sets another time of change, and leaves this one. */
const isOld = ({ ctimeMs }: Stats): boolean => Date.now() - ctimeMs > TEMPORARY_MS;

function isNoPlainFile(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && (!stat.isFile() || stat.nlink > 1);
}

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const proofPath = (database: string, birth: FileBirth, key: string): string =>
  `${database}-wal.${proofOf(birth, "log", key).toHex()}.proof`;

function proveLog(database: string, key: string): boolean {
  let fd: number;
  try {
    fd = openSync(`${database}-wal`, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
  try {
    writeProof(proofPath(database, stableBirth(fd), key), "process");
    return true;
  } finally {
    closeSync(fd);
  }
}

/** @returns false where another process was faster */
function makeLog(database: string, key: string, durability: Durability): boolean {
  // The proof comes first, so that no log is ever without one.
  return createWhole(`${database}-wal`, (fd) => writeProof(proofPath(database, stableBirth(fd), key), durability));
}

/**
 * @param durability with `power` a power cut leaves no log without its proof, which would be set aside with its content
 */
function writeProof(path: string, durability: Durability): void {
  try {
    writeFileSync(path, "", { mode: 0o600, flag: "wx" });
    // A umask may have taken its user's own part.
    chmodSync(path, 0o600);
    if (durability === "power") flushDirectory(dirname(path));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

function setAside(path: string): string {
  const aside = `${path}.foreign-${crypto.randomUUID()}`;
  renameSync(path, aside);
  return aside;
}
