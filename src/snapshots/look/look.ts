import type { Stats } from "node:fs";
import type { IndexEntry } from "../../git/index/entries.ts";
import { packedIndex } from "../../git/index/parse.ts";
import { GONE, type Known } from "../keep/catalogue-rows.ts";
import { type FileReader, sigOf } from "../files.ts";
import type { GitFile, GitLook } from "./git-look.ts";
import { parentOf } from "./watched-tree.ts";
import { type FileState, isSame, type State } from "../undo/state.ts";

/** The permission bits of most files that git has written here, plain and executable. */
export interface UsualModes {
  readonly plain: number;
  readonly exec: number;
}

const LINK = 0o120000;
const EXECUTABLE = 0o100755;
const LINK_MODE = 0o777;
/** The index has times in nanoseconds, Bun has them in fractions of a millisecond. */
const TOLERANCE_MS = 0.001;
const WORD = 2 ** 32;

/** The files of the base commit, by path. */
export class Base {
  readonly commit: string | null;
  readonly #entries: GitLook["entries"];
  readonly #staged: ReadonlyMap<string, GitFile | null>;
  readonly #modes: UsualModes;

  constructor(look: GitLook | null, modes: UsualModes) {
    this.commit = look?.head ?? null;
    this.#entries = look?.entries ?? packedIndex([], 0).entries;
    this.#staged = look?.staged ?? new Map();
    this.#modes = modes;
  }

  file(path: string): GitFile | null {
    const staged = this.#staged.get(path);
    return staged === undefined ? (this.#entries.get(path) ?? null) : staged;
  }

  state(path: string): State {
    // @mutant a file that a sparse checkout leaves out counts as absent
    return this.isSkipped(path) ? "absent" : this.committed(path);
  }

  /** Whether git leaves a path out, as in a sparse checkout. A file may be there all the same. */
  isSkipped(path: string): boolean {
    return this.#entries.get(path)?.isSkipped === true;
  }

  /** As {@link state}, but whether git leaves the path out or not. */
  committed(path: string): State {
    return stateOf(this.file(path), this.#modes);
  }

  /** Whether the commit or git's index has a path. */
  knows(path: string): boolean {
    return this.#staged.has(path) || this.#entries.has(path);
  }

  /** The directories that hold files. One may come several times. */
  *directories(): Generator<string> {
    yield* this.#entries.directories();
    for (const path of this.#staged.keys()) yield parentOf(path);
  }

  /** The paths below a directory. */
  *within(directory: string): Generator<string> {
    yield* this.#entries.within(directory);
    for (const path of this.#staged.keys()) if (path.startsWith(`${directory}/`)) yield path;
  }

  /** Whether a clean file has the mode that most have. */
  isUsualMode({ mode }: IndexEntry, bits: number): boolean {
    return mode === LINK || bits === (mode === EXECUTABLE ? this.#modes.exec : this.#modes.plain);
  }

  isIndexed(path: string): boolean {
    return this.#entries.has(path);
  }
}

/** A file as git would write it here. */
export function stateOf(file: GitFile | null, modes: UsualModes): State {
  if (file === null) return "absent";
  const kind = file.mode === LINK ? "link" : "file";
  const mode = kind === "link" ? LINK_MODE : file.mode === EXECUTABLE ? modes.exec : modes.plain;
  return { kind, mode, size: -1, hash: null, blob: file.blob, kept: "git" };
}

/** Whether a file is as git last saw it: then its bytes need not be read. */
export function isClean(entry: IndexEntry, stat: Stats, writtenMs: number): boolean {
  const isLink = entry.mode === LINK;
  const isRacy = entry.mtimeMs >= writtenMs - TOLERANCE_MS;
  return (
    !isRacy &&
    isLink === stat.isSymbolicLink() &&
    entry.size === stat.size % WORD &&
    entry.inode === stat.ino % WORD &&
    Math.abs(entry.mtimeMs - stat.mtimeMs) < TOLERANCE_MS &&
    Math.abs(entry.ctimeMs - stat.ctimeMs) < TOLERANCE_MS &&
    (isLink || (entry.mode === EXECUTABLE) === ((stat.mode & 0o100) !== 0))
  );
}

/**
 * The modes of most clean files.
 * @param bits of each entry, in their order; negative for one that is not clean
 */
export function usualModes(entries: Iterable<IndexEntry>, bits: Int16Array): UsualModes {
  const counts = { plain: new Map<number, number>(), exec: new Map<number, number>() };
  let n = 0;
  for (const { mode } of entries) {
    const found = bits[n++]!;
    if (mode === LINK || found < 0) continue;
    const which = mode === EXECUTABLE ? counts.exec : counts.plain;
    which.set(found, (which.get(found) ?? 0) + 1);
  }
  return { plain: most(counts.plain, 0o644), exec: most(counts.exec, 0o755) };
}

const most = (which: ReadonlyMap<number, number>, other: number): number =>
  [...which].reduce<readonly [number, number]>((best, one) => (one[1] > best[1] ? one : best), [other, 0])[0];

/** The known states: those of the last snapshot, and those that later looks found equal to the base. */
export interface Memory {
  readonly overlay: ReadonlyMap<string, Known>;
  /** Files that were read and are like the base although git's index says otherwise: path, and {@link tokenOf}. */
  readonly verified: Map<string, number>;
}

/**
 * Compares one path with the base commit.
 * @param isCleanInGit whether its bytes are git's, as its times say
 * @returns null for one that is like the base
 */
export function lookAt(
  path: string,
  stat: Stats | null,
  { base, memory, reader, isCleanInGit = false }: LookOptions,
): Known | null {
  const expected = base.state(path);
  if (stat === null) return expected === "absent" ? null : GONE;
  const file = base.file(path);
  const sig = sigOf(stat);
  const known = memory.overlay.get(path);
  if (known?.sig === sig) return isSame(known.state, expected) ? null : known;
  const token = tokenOf(sig, file?.blob);
  // A file that was read before git began to leave it out is not taken for a deleted one.
  if (expected !== "absent" && memory.verified.get(path) === token) return null;
  const committed = base.committed(path);
  if (isCleanInGit && typeof committed !== "string") {
    const state: FileState = { ...committed, mode: stat.mode & 0o7777, size: stat.size };
    return isSame(state, expected) ? null : { state, sig };
  }
  const read = reader.read(path, stat, file?.blob ?? null);
  if (!isSame(read.state, expected)) return read;
  if (read.sig === sig) memory.verified.set(path, token);
  return null;
}

/** Others in each process, so that nobody can make two files with one token. */
const SEEDS = [0, 0].map(() => Math.trunc(Math.random() * WORD));

/** A signature and an id as a number of 53 bits: the texts of very many files would take more than all else of a look. */
function tokenOf(sig: string, blob = ""): number {
  const text = `${sig} ${blob}`;
  return Bun.hash.xxHash32(text, SEEDS[0]) * 2 ** 21 + (Bun.hash.xxHash32(text, SEEDS[1]) >>> 11);
}

export interface LookOptions {
  readonly base: Base;
  readonly memory: Memory;
  readonly reader: FileReader;
  readonly isCleanInGit?: boolean;
}
