import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { nodeHookIo } from "../../src/capture/node-io.ts";
import { notedMs, readNote, writeNote } from "../../src/capture/throttle.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { makeQueue } from "../../src/queue/make.ts";
import { tempDir } from "../support/temp-dir.ts";

function throttle() {
  const dir = tempDir();
  const paths = queuePaths(dir.root);
  makeQueue(paths);
  const read = () => readNote(nodeHookIo, paths, "i");
  const note = (nowMs: number): void => writeNote(nodeHookIo, paths, read(), nowMs);
  return { paths, read, note, path: `${paths.instances}/i.json`, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("a checkpoint is noted in the file of the last note, and nothing else is left", () => {
  using at = throttle();
  expect(notedMs(at.read())).toBeNaN();
  at.note(1_795_524_987_664.7);
  const { ino } = statSync(at.path);
  at.note(1_795_525_000_000);
  expect(notedMs(at.read())).toBe(1_795_525_000_000);
  expect(statSync(at.path).ino).toBe(ino);
  expect(readdirSync(at.paths.tmp)).toEqual([]);
});

test.each(["", "soon", "17955249876640000", "1795", "\ufffd700000000000"])(
  "a note that is %p is replaced whole",
  (text) => {
    using at = throttle();
    writeFileSync(at.path, text);
    at.note(1_795_525_000_000);
    expect(readFileSync(at.path, "utf8")).toBe("1795525000000");
  },
);
