import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../../bench/gate/against/trees.ts";
import { errorMessage } from "../../src/base/errors.ts";
import { hookMeasure } from "../../scripts/figures/before-after/measures.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("a hook that saves nothing is not measured: its time would be none of a hook's", async () => {
  using dir = tempDir();
  using stack = new DisposableStack();
  mkdirSync(join(dir.path, "dist"), { recursive: true });
  writeFileSync(join(dir.path, "dist/hive-hook"), "#!/bin/sh\n");
  chmodSync(join(dir.path, "dist/hive-hook"), 0o755);
  const tree = { path: dir.path, side: "base" } as Tree;
  const size = { hookCalls: 1, waits: 0, drainCalls: 0, statusCalls: 0, statusEntries: 0 };
  const take = await hookMeasure([tree], size, stack);
  const { signal } = new AbortController();
  expect(await take(0, { signal }).catch(errorMessage)).toBe("taken.base: 6 calls have left 0 entries");
});
