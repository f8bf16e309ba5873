import { expect, spyOn, test } from "bun:test";
import { join } from "node:path";
import { lockPath } from "../../src/queue/claims/recover.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { makeQueue } from "../../src/queue/make.ts";
import { findWorkers } from "../../src/supervisor/find.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { tempDir } from "../support/temp-dir.ts";

const SELF = "17-0123abcd";
const OTHER = "18-0123abcd";

test("a worker that looks for others finds them, and does not wait for its own lock", () => {
  using dir = tempDir();
  const paths = queuePaths(join(dir.path, ".hive-mind"));
  makeQueue(paths);
  const locks = [SELF, OTHER].map((id) => ProcessLock.take(lockPath(paths, id), true));
  const take = spyOn(ProcessLock, "take");
  try {
    expect(findWorkers(paths, SELF).map(({ id }) => id)).toEqual([OTHER]);
    expect(take.mock.calls.map(([path]) => path)).toEqual([lockPath(paths, OTHER)]);
  } finally {
    take.mockRestore();
  }
  expect(new Set(findWorkers(paths).map(({ id }) => id))).toEqual(new Set([SELF, OTHER]));
  for (const lock of locks) lock?.release();
});
