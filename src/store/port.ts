import type { Fact } from "../model/observation.ts";

/** An entry as the store takes it. */
export interface StoreEntry {
  /** Identifies the entry: a second one with the same id has no effect. */
  readonly id: string;
  /** The name that its producer knows it by. @default the id */
  readonly seq?: string;
  readonly operation: string;
  readonly payload?: unknown;
  readonly sql?: string;
  /**
   * True if no proof shows that this user's hive wrote it: its sessions are then never restored unasked.
   * @default false
   */
  readonly isUntrusted?: boolean;
}

export type Outcome =
  | { readonly kind: "applied" }
  /** It had been applied before. */
  | { readonly kind: "duplicate" }
  /** It cannot be applied; the rest of its batch was. */
  | { readonly kind: "rejected"; readonly error: { readonly code: string; readonly message: string } };

/** A store may answer at once, as SQLite in this process, or later, as a server. */
type Soon<T> = T | Promise<T>;

/**
 * Keeps the facts of entries. Every store passes tests/contract/store.ts. An entry has its effect once; a rejected one
 * has none. Rows do not depend on the order of application.
 */
export interface StorePort {
  /**
   * Applies a batch: all of its outcomes are durable, or none.
   * @returns an outcome per entry, in their order
   * @throws HIVE_STORE_UNAVAILABLE when the store is away; nothing of the batch was applied then
   */
  applyBatch(entries: readonly StoreEntry[], nowMs: number): Soon<Outcome[]>;
  /** Whether an entry has been applied, by any process. */
  hasApplied(id: string): Soon<boolean>;
  /**
   * Adds a later finding, such as a git tree's changed files, to its checkpoint. Also adds it to the session's state as
   * of that checkpoint's time.
   * @param entryId the entry that caused the checkpoint
   */
  addLate(entryId: string, sessionId: string, fact: Fact, nowMs: number): Soon<void>;
  /**
   * Forgets the entries applied before a time.
   * @param keptSeqs of entries whose files are there still: a crash may have come between commit and unlink. Asked only
   * where an entry is that old, since a long backlog is long to list
   * @returns how many
   */
  sweepLedger(beforeMs: number, keptSeqs: () => readonly string[]): Soon<number>;
  /** Deletes sessions without activity since a time, some at once. @returns how many */
  pruneSessions(beforeMs: number): Soon<number>;
  close(): Soon<void>;
}
