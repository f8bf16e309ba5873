/** The limits of snapshots in disk space and time, for users in docs/undo.md. */
export interface Limits {
  /** A larger file is noted with its hash, and not kept. */
  readonly fileBytes: number;
  /** A larger file is not even hashed: it is compared by size and time. */
  readonly hashBytes: number;
  /** Of one snapshot. */
  readonly snapshotBytes: number;
  readonly snapshotFiles: number;
  /** Of the project's store. */
  readonly storeBytes: number;
  /** Share of the disk that has to stay free. */
  readonly freeShare: number;
  readonly keepMs: number;
  /** The most files that are compared without git. */
  readonly walkedFiles: number;
}

const MIB = 1024 ** 2;

export const LIMITS: Limits = {
  fileBytes: 5 * MIB,
  hashBytes: 64 * MIB,
  snapshotBytes: 256 * MIB,
  snapshotFiles: 20_000,
  storeBytes: 1024 * MIB,
  freeShare: 0.05,
  keepMs: 7 * 86_400_000,
  walkedFiles: 20_000,
};
