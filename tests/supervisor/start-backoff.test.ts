import { expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { nodeHookIo } from "../../src/capture/node-io.ts";
import { makeQueue } from "../../src/queue/make.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { endBackoff } from "../../src/supervisor/slot.ts";
import { backoffPath, mayStart, parseBackoff } from "../../src/supervisor/start-backoff.ts";
import { tempDir } from "../support/temp-dir.ts";

function gate() {
  const dir = tempDir();
  const paths = queuePaths(dir.root);
  makeQueue(paths);
  const ask = (nowMs: number): boolean => mayStart(nodeHookIo, paths, nowMs);
  return { paths, ask, path: backoffPath(paths), [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("of many who ask at once, one may start a worker", () => {
  using at = gate();
  const answers = Array.from({ length: 50 }, () => at.ask(1000));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test("of two who both find no gate, the one that makes it may start a worker", () => {
  using at = gate();
  let isFirstLook = true;
  const late = {
    ...nodeHookIo,
    read(path: string): string | null {
      const text = nodeHookIo.read(path);
      if (isFirstLook) expect(at.ask(1000)).toBe(true);
      isFirstLook = false;
      return text;
    },
  };
  expect(mayStart(late, at.paths, 1000)).toBe(false);
});

test("a worker that does not last is started after 5 s, 10 s, 20 s, and at most every 5 min", () => {
  using at = gate();
  const startsMs: number[] = [];
  for (let nowMs = 0; nowMs < 2_000_000; nowMs += 1000) if (at.ask(nowMs)) startsMs.push(nowMs);
  const waits = startsMs.slice(1).map((ms, index) => ms - startsMs[index]!);
  expect(waits.slice(0, 7)).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000]);
  expect(Math.max(...waits)).toBe(300_000);
});

test("a worker that ended in order may be started again at once", () => {
  using at = gate();
  expect(at.ask(0)).toBe(true);
  endBackoff(at.paths);
  expect(at.ask(1)).toBe(true);
  expect(parseBackoff(readFileSync(at.path, "utf8"))?.starts).toBe(1);
});

test("a clock that was set back does not keep a worker from being started", () => {
  using at = gate();
  expect(at.ask(10_000_000)).toBe(true);
  expect(at.ask(1000)).toBe(true);
});

test("a gate is whole from its first moment, and leaves nothing else behind", () => {
  using at = gate();
  const seen: Array<string | null> = [];
  const look = (): void => void seen.push(nodeHookIo.read(at.path));
  const files = {
    ...nodeHookIo,
    create: (path: string, text: string) => {
      // What another process would see in the middle of the write.
      writeFileSync(path, "", { flag: "wx" });
      look();
      writeFileSync(path, text);
    },
    link: (from: string, to: string) => {
      nodeHookIo.link(from, to);
      look();
    },
  };
  for (const nowMs of [1000, 10_000_000]) expect(mayStart(files, at.paths, nowMs)).toBe(true);
  expect(seen.map((text) => (text === null ? "none" : parseBackoff(text)?.starts))).toEqual(["none", 1, "none", 2]);
  expect(readdirSync(at.paths.tmp)).toEqual([]);
});

test("a gate is made where the file system has no links, too", () => {
  using at = gate();
  const files = {
    ...nodeHookIo,
    link: () => {
      throw new Error("EPERM");
    },
  };
  expect([mayStart(files, at.paths, 0), mayStart(files, at.paths, 1)]).toEqual([true, false]);
  expect(readdirSync(at.paths.tmp)).toEqual([]);
});

test("a gate with fewer starts than none is no gate, and the next one is shut", () => {
  using at = gate();
  for (const starts of ["-3", "-1e199", "1e999", "0.5"]) {
    writeFileSync(at.path, `0 ${starts}\n`);
    expect([at.ask(1000), at.ask(1001)]).toEqual([true, false]);
  }
});

test("a gate that a crash left empty does not keep a worker from being started", () => {
  using at = gate();
  writeFileSync(at.path, "");
  expect(at.ask(0)).toBe(true);
  expect(at.ask(1)).toBe(false);
});
