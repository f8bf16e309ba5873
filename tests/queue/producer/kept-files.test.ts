import { expect, test } from "bun:test";
import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { keptFiles } from "../../../src/queue/producer/kept-files.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** Longer than a descriptor is kept. */
const LATER_MS = 150;
const READ_AND_WRITE = constants.O_RDWR | constants.O_NONBLOCK;

function listenAt(path: string): number {
  Bun.spawnSync(["mkfifo", path]);
  return openSync(path, READ_AND_WRITE);
}

/** The bytes that wait in a FIFO. */
function rings(fd: number): number {
  try {
    return readSync(fd, Buffer.alloc(100));
  } catch {
    // EAGAIN: none.
    return 0;
  }
}

/** How many descriptors this process has open below a directory. */
function openBelow(path: string): number {
  return readdirSync("/proc/self/fd").filter((fd) => targetOf(fd).startsWith(path)).length;
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // That of the listing itself.
    return "";
  }
}

test("a doorbell that nobody reads any more is told of at the next ring", () => {
  using dir = tempDir();
  const files = keptFiles();
  const path = `${dir.path}/doorbell`;
  const fd = listenAt(path);
  expect([files.ring(path), files.ring(path), rings(fd)]).toEqual([true, true, 2]);
  closeSync(fd);
  expect(files.ring(path)).toBe(false);
});

test("a worker that opens the same doorbell anew is rung at once", () => {
  using dir = tempDir();
  const files = keptFiles();
  const path = `${dir.path}/doorbell`;
  const first = listenAt(path);
  files.ring(path);
  closeSync(first);
  const second = openSync(path, READ_AND_WRITE);
  expect([files.ring(path), rings(second) > 0]).toEqual([true, true]);
  closeSync(second);
});

test("a new doorbell in the place of one that is gone is rung at once", () => {
  using dir = tempDir();
  const files = keptFiles();
  const path = `${dir.path}/doorbell`;
  const first = listenAt(path);
  files.ring(path);
  closeSync(first);
  rmSync(path);
  const second = listenAt(path);
  expect([files.ring(path), rings(second)]).toEqual([true, 1]);
  closeSync(second);
});

test("a new doorbell beside one that is still read is rung before long", async () => {
  using dir = tempDir();
  const files = keptFiles();
  const path = `${dir.path}/doorbell`;
  const first = listenAt(path);
  files.ring(path);
  renameSync(path, `${path}-away`);
  const second = listenAt(path);
  await Bun.sleep(LATER_MS);
  expect([files.ring(path), rings(first), rings(second)]).toEqual([true, 1, 1]);
  for (const fd of [first, second]) closeSync(fd);
});

test("a journal that was deleted is made anew before long, and that of another hour at once", async () => {
  using dir = tempDir();
  const files = keptFiles();
  const [path, next] = [`${dir.path}/1.ids`, `${dir.path}/2.ids`];
  files.append(path, new Uint8Array([1]));
  rmSync(path);
  await Bun.sleep(LATER_MS);
  files.append(path, new Uint8Array([2]));
  files.append(next, new Uint8Array([3]));
  expect([[...readFileSync(path)], [...readFileSync(next)]]).toEqual([[2], [3]]);
});

test("two that append to one journal keep each other's bytes", () => {
  using dir = tempDir();
  const path = `${dir.path}/1.ids`;
  const [one, other] = [keptFiles(), keptFiles()];
  for (const byte of [1, 2, 3]) (byte === 2 ? other : one).append(path, new Uint8Array([byte]));
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
});

test.skipIf(process.platform !== "linux")("no descriptor is kept where nothing is enqueued any more", async () => {
  using dir = tempDir();
  const files = keptFiles();
  const fd = listenAt(`${dir.path}/doorbell`);
  files.ring(`${dir.path}/doorbell`);
  files.append(`${dir.path}/1.ids`, new Uint8Array([1]));
  expect(openBelow(dir.path)).toBe(3);
  await Bun.sleep(LATER_MS);
  expect(openBelow(dir.path)).toBe(1);
  closeSync(fd);
});
