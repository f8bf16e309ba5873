import type { Change, Lack, State } from "./state.ts";

/** Why a file stays as it is. */
export type Obstacle =
  /** No snapshot has its present content. */
  | "unseen"
  /** It was changed after the changes to undo. */
  | "changed later"
  /** A redo could not restore the present content. */
  | "present not kept"
  | "content not kept"
  | "content unknown"
  /** Something is there that no snapshot looks at: an excluded file, or one that an ignore file hides. */
  | "not looked at"
  /** Something else stands at its place or at one of its directories. */
  | "in the way";

/** One file of an undo. */
export interface PlannedFile {
  readonly path: string;
  readonly now: State;
  readonly wanted: State;
  readonly obstacle: Obstacle | null;
  /** Why the content is not kept, where it is not. */
  readonly lack?: Lack;
  /** The path that is in the way, if any. */
  readonly by?: string;
  /** Other sessions that changed it since. */
  readonly others: readonly string[];
}

/** A file's step from the present to what is wanted. */
export const stepOf = ({ path, now, wanted }: PlannedFile): Change => ({ path, before: now, after: wanted });
