import { orRemove } from "../queue/producer/enqueue.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { hashOf, isFileName } from "../base/ids.ts";
import type { HookIo } from "./io.ts";

/**
 * The time of an instance's last checkpoint, in a file of its own. Two simultaneous calls may both take a checkpoint,
 * which is harmless.
 */
export interface Note {
  readonly path: string;
  /** The file's text; null without a note. */
  readonly text: string | null;
}

export function readNote(io: HookIo, paths: QueuePaths, instanceId: string): Note {
  const path = `${paths.instances}/${isFileName(instanceId) ? instanceId : hashOf(instanceId)}.json`;
  return { path, text: io.read(path) };
}

/** The time of the last checkpoint, in ms since 1970; NaN if none is known. */
export function notedMs({ text }: Note): number {
  return text === null ? Number.NaN : Number(text);
}

/** True if an automatic checkpoint is due. A time in the future, from a clock that was set back, does not count. */
export function isDue(lastMs: number, nowMs: number, intervalSeconds: number): boolean {
  return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
}

/**
 * Notes a checkpoint. It overwrites the last note, since a new file is the hook's most expensive disk operation. A
 * write this small is atomic with respect to SIGKILL.
 */
export function writeNote(io: HookIo, paths: QueuePaths, last: Note, nowMs: number): void {
  // JSON, because the first `String` of a large number takes Bun 0.05 ms.
  const text = JSON.stringify(nowMs - (nowMs % 1));
  // Characters other than digits may take more bytes.
  const isOver = last.text?.length === text.length && JSON.stringify(notedMs(last)) === last.text;
  if (isOver) return io.overwrite(last.path, text);
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  io.create(temporary, text);
  orRemove(io, temporary, () => io.rename(temporary, last.path));
}
