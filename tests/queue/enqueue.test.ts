import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { enqueue, type EnqueueStep } from "../../src/queue/producer/enqueue.ts";
import { completeEntry, type Entry, entryName } from "../../src/queue/entry.ts";
import { type Files, nodeFiles } from "../../src/base/files/files.ts";
import { Queue } from "../../src/queue/queue.ts";
import { tempDir } from "../support/temp-dir.ts";

const entryOf = (payload: unknown): Entry => completeEntry({ operation: "o", payload }, Date.now());

/** Real files; each call is noted, with the directory it was for, beside the steps. */
function recording(log: string[], paths: Queue["paths"]): Files {
  const place = (path: string): string => path.slice(paths.queue.length + 1).split("/")[0]!;
  return {
    ...nodeFiles,
    create: (path, text) => (log.push(`create ${place(path)}`), nodeFiles.create(path, text)),
    rename: (from, to) => (log.push(`rename ${place(from)} ${place(to)}`), nodeFiles.rename(from, to)),
    append: (path, bytes) => (log.push(`append ${place(path)}`), nodeFiles.append(path, bytes)),
    sync: (path) => (log.push(`sync ${place(path)}`), nodeFiles.sync(path)),
    ring: (path) => (log.push(`ring ${place(path)}`), nodeFiles.ring(path)),
  };
}

function run(durability: "process" | "power", count: number): string[] {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const log: string[] = [];
  const entries = Array.from({ length: count }, (_, index) => entryOf(index));
  const onStep = (step: EnqueueStep): unknown => log.push(`[${step}]`);
  enqueue(paths, recording(log, paths), entries, { durability, maxEntryBytes: 1000, key: null, onStep });
  return log;
}

test("process durability: written, renamed, journaled, rung, nothing flushed", () => {
  expect(run("process", 1)).toEqual([
    "create .tmp",
    "[tmp-written]",
    "rename .tmp pending",
    "[renamed]",
    "append captured",
    "[journaled]",
    "ring doorbell",
    "[rung]",
  ]);
});

test("power durability: each file is flushed before its rename, the directory once after the last", () => {
  const each = ["create .tmp", "[tmp-written]", "sync .tmp", "[tmp-synced]", "rename .tmp pending", "[renamed]"];
  expect(run("power", 2)).toEqual([
    ...each,
    ...each,
    "sync pending",
    "[pending-synced]",
    "append captured",
    "[journaled]",
    "ring doorbell",
    "[rung]",
  ]);
});

const fail = (): never => {
  throw new Error("no");
};

test.each(["sync", "rename"] as const)("an entry that fails at its %s leaves nothing in .tmp/", (step) => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const options = { durability: "power", maxEntryBytes: 1000, key: null } as const;
  expect(() => enqueue(paths, { ...nodeFiles, [step]: fail }, [entryOf(1)], options)).toThrow("no");
  expect([readdirSync(paths.tmp), readdirSync(paths.pending)]).toEqual([[], []]);
});

test("an entry's file holds it whole under its priority and seq", () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const entry = entryOf({ text: "ä\n\u0000😀" });
  enqueue(paths, nodeFiles, [entry], { durability: "process", maxEntryBytes: 1000, key: null });
  expect(readdirSync(paths.pending)).toEqual([entryName(5, entry.seq)]);
  expect(JSON.parse(readFileSync(`${paths.pending}/${entryName(5, entry.seq)}`, "utf8"))).toEqual(entry);
});

test("an entry of maxEntryBytes passes; one more byte in one of several refuses all before anything is written", () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const small = entryOf("ä".repeat(100));
  const bytes = Buffer.byteLength(JSON.stringify(small));
  const options = { durability: "process", maxEntryBytes: bytes, key: null } as const;
  enqueue(paths, nodeFiles, [small], options);
  const large = entryOf(`${"ä".repeat(100)}b`);
  expect(() => enqueue(paths, nodeFiles, [entryOf(1), large], options)).toThrow(
    expect.objectContaining({
      code: "HIVE_ENTRY_TOO_LARGE",
      message: `the entry has ${bytes + 1} bytes, more than maxEntryBytes ${bytes}`,
    }),
  );
  expect([readdirSync(paths.pending).length, readdirSync(paths.tmp).length]).toEqual([1, 0]);
});
