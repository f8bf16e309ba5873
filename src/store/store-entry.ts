/** An entry as the store takes it. */
export interface StoreEntry {
  /** Under which the entry is remembered: a second one with the same id has no effect. */
  readonly id: string;
  /** The name that its producer knows it by. @default the id */
  readonly seq?: string;
  readonly operation: string;
  readonly payload?: unknown;
  readonly sql?: string;
  /** Whether no proof says that this user's hive wrote it: no agent is told of a session that it brings facts of. @default false */
  readonly isUntrusted?: boolean;
}
