import { orRemove } from "../queue/enqueue.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { hashOf, isFileName } from "../base/ids.ts";
import type { HookIo } from "./io.ts";

/** When an instance last took a checkpoint, in a file of its own. Two calls at once may both take one: no harm. */
export interface Note {
  readonly path: string;
  /** What is noted; null for nothing. */
  readonly text: string | null;
}

export function readNote(io: HookIo, paths: QueuePaths, instanceId: string): Note {
  const path = `${paths.instances}/${isFileName(instanceId) ? instanceId : hashOf(instanceId)}.json`;
  return { path, text: io.read(path) };
}

/** When the last checkpoint was taken, in ms since 1970; NaN when none is known of. */
export function notedMs({ text }: Note): number {
  return text === null ? Number.NaN : Number(text);
}

/** Whether an automatic checkpoint is due. A time in the future, from a clock that was set back, does not count. */
export function isDue(lastMs: number, nowMs: number, intervalSeconds: number): boolean {
  return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
}

/**
 * Notes that a checkpoint was taken: over the last note where there is one, since a new file is the dearest thing that
 * a hook asks of a disk. It is one write of a few bytes, which no kill of the process tears.
 */
export function writeNote(io: HookIo, paths: QueuePaths, last: Note, nowMs: number): void {
  const text = String(nowMs - (nowMs % 1));
  // Other characters than digits may take more bytes.
  const isOver = last.text?.length === text.length && String(notedMs(last)) === last.text;
  if (isOver) return io.overwrite(last.path, text);
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  io.create(temporary, text);
  orRemove(io, temporary, () => io.rename(temporary, last.path));
}
