import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import type { Durability } from "../base/config.ts";
import { errorCode } from "../base/errors.ts";
import { hasOpen, lockersOf } from "../platform/kernel-locks.ts";
import { births, type FileBirth, flushDirectory, proofOf, stableBirth } from "./proof.ts";

/**
 * SQLite plays the log beside a database into it, whoever wrote it: a `git pull` can bring one. So each log of hive's has
 * a proof, an empty file whose name holds it, and any other is set aside before the database is opened.
 */

const ATTEMPTS = 100;

/** What was found beside a database and set aside, by its new name. */
export type SetAside = readonly string[];

/**
 * Makes the files beside a database hive's own: to be called before each open. A log is there afterwards.
 * @returns what was set aside
 */
export function secureSidecars(database: string, key: string, durability: Durability = "process"): SetAside {
  const aside: string[] = [];
  // hive's databases have a log from their first moment, and so no journal.
  if (exists(`${database}-journal`)) aside.push(setAside(`${database}-journal`));
  // A regular one SQLite makes anew where no process has it open; through a link it would write elsewhere. Of a file with
  // two names any close of the other releases its locks (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled).
  if (isNoPlainFile(`${database}-shm`)) aside.push(setAside(`${database}-shm`));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (!exists(`${database}-wal`)) {
      if (makeLog(database, key, durability)) return aside;
    } else if (isProvedLog(database, key)) return aside;
    else if (isInUse(database)) {
      if (proveLog(database, key)) return aside;
    } else {
      aside.push(setAside(`${database}-wal`));
      // What it says is of that log.
      if (exists(`${database}-shm`)) aside.push(setAside(`${database}-shm`));
    }
  }
  throw new Error(`${database}-wal is replaced again and again`);
}

/**
 * Whether a program of the user's is at work on the log, such as SQLite's own shell: who has the database open holds a
 * lock on it or on its shared memory. To take the log from it would destroy the database, and a clone runs no program.
 */
function isInUse(database: string): boolean {
  const log = lstatSync(`${database}-wal`, { bigint: true, throwIfNoEntry: false });
  if (log?.isFile() !== true) return false;
  const pids = new Set([database, `${database}-shm`].flatMap((path) => lockersOf(path)));
  return [...pids].some((pid) => hasOpen(log, pid));
}

/**
 * Whether the log that SQLite has opened is hive's: another process may have ended in between, and SQLite made a new one.
 * An empty one holds nothing to be played, and is given its proof.
 */
export function isProvedLog(database: string, key: string): boolean {
  const stat = lstatSync(`${database}-wal`, { bigint: true, throwIfNoEntry: false });
  if (stat?.isFile() !== true) return false;
  if (births(stat).some((birth) => existsSync(proofPath(database, birth, key)))) return true;
  if (stat.size > 0n) return false;
  return proveLog(database, key);
}

/** Of the names, what follows the database's. */
const PROOF = /^-wal\.[0-9a-f]{16}\.proof$/;
const TEMPORARY = /^(?:-wal)?\.[0-9a-f-]{36}\.tmp$/;
const TEMPORARY_MS = 3_600_000;

/**
 * Removes the proofs of logs that are gone, and what a crash has left of files that were being made. Call it with the
 * database open: its log stays meanwhile.
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
  const temporary = `${database}-wal.${crypto.randomUUID()}.tmp`;
  const fd = openSync(temporary, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    // First, so that a log in its place is never without.
    writeProof(proofPath(database, stableBirth(fd), key), durability);
    fchmodSync(fd, 0o600);
    linkSync(temporary, `${database}-wal`);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    return false;
  } finally {
    closeSync(fd);
    unlinkSync(temporary);
  }
}

/** @param durability with `power` a power cut leaves no log without its proof: it would be set aside, with what is in it */
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
