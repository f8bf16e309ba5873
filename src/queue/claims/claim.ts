import type { Entry } from "../entry.ts";
import type { FileIdentity } from "../read-entry.ts";

/** An entry that this worker holds. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  readonly entry: Entry;
  readonly file: FileIdentity;
  /** Whether this user's hive wrote it: see {@link FoundEntry}. */
  readonly isProved: boolean;
  /** Whether a worker died or was killed while it held the entry, perhaps because of the entry. */
  readonly maybePoison: boolean;
}

/** Why an entry is given up, or tried again. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}
