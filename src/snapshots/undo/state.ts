/** Why the bytes of a file are not kept. */
export type Lack =
  | "secret"
  | "large"
  | "unreadable"
  /** It came with a session that was forgotten. */
  | "forgotten"
  /** What is full: the snapshot, the project's store or the disk. */
  | "snapshot"
  | "store"
  | "disk";

/** A file or a link as it was at a moment. */
export interface FileState {
  readonly kind: "file" | "link";
  /** The permission bits. */
  readonly mode: number;
  readonly size: number;
  /**
   * SHA-256 of the raw bytes, or of a link's target. A file too large to hash has its size and time instead. Null
   * where only git's id is known.
   */
  readonly hash: string | null;
  /** git's id for the same bytes; null outside of git. */
  readonly blob: string | null;
  /** Where the bytes are kept. */
  readonly kept: "store" | "git" | null;
  readonly lack?: Lack;
}

/** A path may also hold nothing, or something that hive has never looked at. */
export type State = FileState | "absent" | "unknown";

/** Whether two states are the same to a reader of the file: its kind, bits and bytes. */
export function isSame(a: State, b: State): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return a.kind === b.kind && a.mode === b.mode && hasSameBytes(a, b);
}

export function hasSameBytes(a: FileState, b: FileState): boolean {
  if (a.hash !== null && b.hash !== null) return a.hash === b.hash;
  return a.blob !== null && a.blob === b.blob;
}

/** Whether hive can bring a state back. */
export const isRestorable = (state: State): boolean =>
  state === "absent" || (typeof state !== "string" && state.kept !== null);

/** The change of a path between two looks. */
export interface Change {
  readonly path: string;
  readonly before: State;
  readonly after: State;
}

/** The first and the last state of each path in changes that follow one another; none for what came back. */
export function composed(changes: Iterable<Change>): Map<string, Change> {
  const all = new Map<string, Change>();
  for (const { path, before, after } of changes) {
    all.set(path, { path, before: all.get(path)?.before ?? before, after });
  }
  for (const [path, { before, after }] of all) if (isSame(before, after)) all.delete(path);
  return all;
}

/** Created, modified or deleted, as the facts about files say it. */
export function nameOfChange({ before, after }: Change): "created" | "modified" | "deleted" {
  if (after === "absent") return "deleted";
  return before === "absent" ? "created" : "modified";
}
