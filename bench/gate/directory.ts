import { tmpdir } from "node:os";
import type { Io } from "../command/io.ts";
import { memoryDirectory } from "../machine/memory-directory.ts";

const GATE_MIN_FREE_BYTES = 1024 ** 3;

/**
 * The directory of the gate: in memory where there is room, unless TMPDIR says otherwise. The gate judges hive; a disk has
 * states of its own: on ext4 without a journal a new file cost up to 0.7 ms for minutes after many were deleted, 23 µs
 * before.
 */
export function gateDirectory(env: Io["env"]): string {
  return env["TMPDIR"] || (memoryDirectory(GATE_MIN_FREE_BYTES) ?? tmpdir());
}
