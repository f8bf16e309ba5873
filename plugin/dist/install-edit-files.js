// @bun
import {
  flush
} from "./base-files-files.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/install/edit/files.ts
import * as fs from "fs";
import { basename, dirname, join, resolve } from "path";
var NEW_FILE_MODE = 384, MAX_LINKS = 40, MAX_SETTINGS_BYTES = 16777216, MAX_CONFIG_BYTES = 65536, refuse = (path, why, hint, cause) => new HiveError("HIVE_INVALID_OPTION", `${path}: ${why}`, { hint, cause });
function readTextFile(path, maxBytes = MAX_SETTINGS_BYTES) {
  try {
    let real = realPath(path), stat = fs.statSync(real, { throwIfNoEntry: !1 });
    if (stat === void 0)
      return { path: real, text: null, mode: NEW_FILE_MODE };
    if (!stat.isFile())
      throw refuse(path, "it is not a regular file", "move it out of the way");
    if (stat.size > maxBytes)
      throw refuse(path, `it has ${stat.size} bytes, more than ${maxBytes}`, "look at it");
    return { path: real, text: decode(path, fs.readFileSync(real)), mode: stat.mode & 4095 };
  } catch (error) {
    if (error instanceof HiveError)
      throw error;
    throw refuse(path, `it cannot be read (${errorCode(error) ?? errorMessage(error)})`, "check its owner", error);
  }
}
function readUnlinkedFile(path) {
  return fs.lstatSync(path, { throwIfNoEntry: !1 })?.isSymbolicLink() === !0 ? { path, text: null, mode: NEW_FILE_MODE } : readTextFile(path);
}
function readProjectFile(path, project) {
  let file = readTextFile(path), top = fs.existsSync(project) ? fs.realpathSync(project) : project;
  if (file.path.startsWith(top === "/" ? "/" : `${top}/`))
    return file;
  throw refuse(path, `it leads out of the project, to ${file.path}`, "remove the link, or choose --scope user");
}
function decode(path, bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: !0, ignoreBOM: !0 }).decode(bytes);
  } catch (cause) {
    throw refuse(path, "it is not UTF-8", "save it as UTF-8 first", cause);
  }
}
function realPath(path) {
  let current = resolve(path);
  for (let links = 0;links < MAX_LINKS; links += 1) {
    let parent = dirname(current), here = fs.existsSync(parent) ? join(fs.realpathSync(parent), basename(current)) : current;
    if (fs.lstatSync(here, { throwIfNoEntry: !1 })?.isSymbolicLink() !== !0)
      return here;
    current = resolve(dirname(here), fs.readlinkSync(here));
  }
  throw refuse(path, "its symbolic links lead in a circle", "correct the link");
}
function about({ path }, action) {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    let hint = error.hint === void 0 ? {} : { hint: error.hint };
    throw new HiveError(error.code, `${path}: ${error.message}`, { ...hint, cause: error });
  }
}
var hintFor = (needed) => `make it writable (chmod u+w ${needed}), or choose another --scope`;
function fileSystemHint(error) {
  if (errorCode(error) === "ENOSPC")
    return "free some space on its file system";
  return errorCode(error) === "EROFS" ? "its file system is mounted read-only" : void 0;
}
function assertWritable({ file: { path, text, mode } }) {
  if (text !== null && (mode & 146) === 0)
    throw refuse(path, "it is read-only", hintFor(path));
  let directory = dirname(path);
  while (!fs.existsSync(directory))
    directory = dirname(directory);
  for (let needed of text === null ? [directory] : [path, directory])
    try {
      fs.accessSync(needed, fs.constants.W_OK);
    } catch (cause) {
      throw refuse(path, `it cannot be written (${errorCode(cause)} at ${needed})`, fileSystemHint(cause) ?? hintFor(needed), cause);
    }
}
function applyChange(change) {
  let { file, after } = change;
  assertWritable(change);
  let temporary = join(dirname(file.path), `.${basename(file.path)}.${Bun.randomUUIDv7()}.tmp`);
  try {
    if (after !== null)
      fs.mkdirSync(dirname(file.path), { recursive: !0, mode: 448 }), writeWhole(temporary, after, file);
    if (readTextFile(file.path).text !== file.text)
      throw refuse(file.path, "somebody else has changed it meanwhile", "run hive setup again");
    if (after === null)
      fs.rmSync(file.path, { force: !0 });
    else
      fs.renameSync(temporary, file.path);
  } catch (error) {
    if (fs.rmSync(temporary, { force: !0 }), error instanceof HiveError)
      throw error;
    throw refuse(file.path, `it cannot be written (${errorMessage(error)})`, fileSystemHint(error) ?? "check its directory", error);
  }
  if (readTextFile(file.path).text !== after)
    throw refuse(file.path, "it does not hold what hive wrote", "look at it, then run hive setup --check");
}
function writeWhole(path, text, { path: target, mode }) {
  let fd = fs.openSync(path, "wx", 384);
  try {
    fs.writeFileSync(fd, text);
    let owner = fs.statSync(target, { throwIfNoEntry: !1 });
    if (owner !== void 0 && owner.uid !== process.geteuid?.())
      fs.fchownSync(fd, owner.uid, owner.gid);
    fs.fchmodSync(fd, mode), flush(fd);
  } finally {
    fs.closeSync(fd);
  }
}
function removeIfEmpty(...directories) {
  for (let directory of directories)
    if (fs.existsSync(directory) && fs.readdirSync(directory).length === 0)
      fs.rmdirSync(directory);
}

export { MAX_CONFIG_BYTES, readTextFile, readUnlinkedFile, readProjectFile, about, assertWritable, applyChange, removeIfEmpty };
