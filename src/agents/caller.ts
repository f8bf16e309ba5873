/** Facts about a hook's call beside its payload. */

/** The agent's process, and its system: the number alone is later given to another process. */
export interface ProcessSeen {
  readonly pid: number;
  /** The time of its start, in the kernel's ticks since the boot. Absent if the system does not say, here and below. */
  readonly startTicks?: number;
  readonly bootId?: string;
  /** The start of the first process of its namespace: in a container that is another one. */
  readonly initTicks?: number;
}

/** Facts about a call beside its payload. */
export interface Caller {
  /** The project's directory, for a call whose other facts are not read. */
  readonly project?: string | undefined;
  readonly isAttended?: boolean | undefined;
  readonly process?: ProcessSeen | undefined;
  /** The project's directory. */
  readonly directory?: string | undefined;
  /** The earlier session that this one was given or is a fork of, and the time of its last activity. */
  readonly given?: { readonly sessionId: string; readonly activeMs: number; readonly isFork?: boolean } | undefined;
}
