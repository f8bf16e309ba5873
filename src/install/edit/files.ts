import * as fs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode, errorMessage, HiveError } from "../../base/errors.ts";
import { flush } from "../../base/files/flush.ts";

/** A text file as it was when it was read. */
export interface TextFile {
  /** The real path, with all symbolic links followed. */
  readonly path: string;
  /** Its content, byte order mark included; null without a file. */
  readonly text: string | null;
  readonly mode: number;
}

/** A file and its next content; null deletes it. */
export interface FileChange {
  readonly file: TextFile;
  readonly after: string | null;
}

/** Private: settings can hold keys. */
const NEW_FILE_MODE = 0o600;
const MAX_LINKS = 40;
/** An agent's settings are its user's own, and may be long. */
const MAX_SETTINGS_BYTES = 16 * 1024 ** 2;
/** The largest size of hive's own settings that the hook reads. */
export const MAX_CONFIG_BYTES = 65_536;

const refuse = (path: string, why: string, hint: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", `${path}: ${why}`, { hint, cause });

/** @throws HIVE_INVALID_OPTION if it is no regular file, too large, not UTF-8 or unreadable */
export function readTextFile(path: string, maxBytes = MAX_SETTINGS_BYTES): TextFile {
  try {
    const real = realPath(path);
    const stat = fs.statSync(real, { throwIfNoEntry: false });
    if (stat === undefined) return { path: real, text: null, mode: NEW_FILE_MODE };
    if (!stat.isFile()) throw refuse(path, "it is not a regular file", "move it out of the way");
    if (stat.size > maxBytes) throw refuse(path, `it has ${stat.size} bytes, more than ${maxBytes}`, "look at it");
    return { path: real, text: decode(path, fs.readFileSync(real)), mode: stat.mode & 0o7777 };
  } catch (error) {
    if (error instanceof HiveError) throw error;
    throw refuse(path, `it cannot be read (${errorCode(error) ?? errorMessage(error)})`, "check its owner", error);
  }
}

/**
 * {@link readTextFile} for one of hive's own files in a project. A link counts as a missing file: a cloned repository
 * may carry one.
 */
export function readUnlinkedFile(path: string): TextFile {
  const isLink = fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  // @mutant setup writes through no link of a clone's
  return isLink ? { path, text: null, mode: NEW_FILE_MODE } : readTextFile(path);
}

/**
 * {@link readTextFile} for a project's file. It may be a link within the project, but not out of it. A cloned
 * repository may carry a link to one of the user's files.
 * @throws HIVE_INVALID_OPTION for a link out of the project
 */
export function readProjectFile(path: string, project: string): TextFile {
  const file = readTextFile(path);
  const top = fs.existsSync(project) ? fs.realpathSync(project) : project;
  // @mutant setup follows a project's settings no further than the project
  if (file.path.startsWith(top === "/" ? "/" : `${top}/`)) return file;
  throw refuse(path, `it leads out of the project, to ${file.path}`, "remove the link, or choose --scope user");
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refuse(path, "it is not UTF-8", "save it as UTF-8 first", cause);
  }
}

/** Follows links, even one without a target yet, so that a write goes to the link's target. */
function realPath(path: string): string {
  let current = resolve(path);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const parent = dirname(current);
    const here = fs.existsSync(parent) ? join(fs.realpathSync(parent), basename(current)) : current;
    // @mutant a link to the settings is followed, and stays
    if (fs.lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return here;
    current = resolve(dirname(here), fs.readlinkSync(here));
  }
  throw refuse(path, "its symbolic links lead in a circle", "correct the link");
}

/** Does something with a file's text; an error names the file. */
export function about<T>({ path }: TextFile, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new HiveError(error.code, `${path}: ${error.message}`, { ...hint, cause: error });
  }
}

const hintFor = (needed: string): string => `make it writable (chmod u+w ${needed}), or choose another --scope`;

/** What helps where the file system is the reason; undefined for another one. */
function fileSystemHint(error: unknown): string | undefined {
  if (errorCode(error) === "ENOSPC") return "free some space on its file system";
  return errorCode(error) === "EROFS" ? "its file system is mounted read-only" : undefined;
}

/**
 * Refuses an impossible change before anything is changed. A rename would replace a read-only file, against the will of
 * its owner.
 * @throws HIVE_INVALID_OPTION
 */
export function assertWritable({ file: { path, text, mode } }: FileChange): void {
  if (text !== null && (mode & 0o222) === 0) throw refuse(path, "it is read-only", hintFor(path));
  let directory = dirname(path);
  while (!fs.existsSync(directory)) directory = dirname(directory);
  for (const needed of text === null ? [directory] : [path, directory]) {
    try {
      fs.accessSync(needed, fs.constants.W_OK);
    } catch (cause) {
      throw refuse(
        path,
        `it cannot be written (${errorCode(cause)} at ${needed})`,
        fileSystemHint(cause) ?? hintFor(needed),
        cause,
      );
    }
  }
}

/**
 * Makes a change as a whole or not at all. A temporary file in the same directory replaces the file by a rename. It
 * keeps mode and owner. Then it reads the new content back.
 * @throws HIVE_INVALID_OPTION if the file has changed since it was read, or cannot be written
 */
export function applyChange(change: FileChange): void {
  const { file, after } = change;
  assertWritable(change);
  const temporary = join(dirname(file.path), `.${basename(file.path)}.${Bun.randomUUIDv7()}.tmp`);
  try {
    if (after !== null) {
      fs.mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 });
      writeWhole(temporary, after, file);
    }
    // @mutant settings that somebody changed meanwhile stay
    if (readTextFile(file.path).text !== file.text) {
      throw refuse(file.path, "somebody else has changed it meanwhile", "run hive setup again");
    }
    // @mutant the settings are replaced by a rename, not written in place
    if (after === null) fs.rmSync(file.path, { force: true });
    else fs.renameSync(temporary, file.path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    if (error instanceof HiveError) throw error;
    throw refuse(
      file.path,
      `it cannot be written (${errorMessage(error)})`,
      fileSystemHint(error) ?? "check its directory",
      error,
    );
  }
  if (readTextFile(file.path).text !== after) {
    throw refuse(file.path, "it does not hold what hive wrote", "look at it, then run hive setup --check");
  }
}

function writeWhole(path: string, text: string, { path: target, mode }: TextFile): void {
  const fd = fs.openSync(path, "wx", 0o600);
  try {
    fs.writeFileSync(fd, text);
    const owner = fs.statSync(target, { throwIfNoEntry: false });
    if (owner !== undefined && owner.uid !== process.geteuid?.()) fs.fchownSync(fd, owner.uid, owner.gid);
    fs.fchmodSync(fd, mode);
    // @mutant new settings are flushed before the rename
    flush(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** Removes the empty ones of these directories, in the order given. */
export function removeIfEmpty(...directories: readonly string[]): void {
  for (const directory of directories) {
    if (fs.existsSync(directory) && fs.readdirSync(directory).length === 0) fs.rmdirSync(directory);
  }
}
