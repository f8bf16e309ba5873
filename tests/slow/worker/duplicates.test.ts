import { expect, setDefaultTimeout, test } from "bun:test";
import { queuePaths } from "../../../src/queue/layout.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("the calls that came twice are counted over all workers, not for the last one alone", async () => {
  using dir = tempDir();
  const count = (): number | undefined => readHeartbeat(queuePaths(dir.root))?.duplicates;
  const [first, second] = [payload("03-posttooluse-edit"), payload("06-posttooluse-bash")];
  for (const text of [first, first]) {
    await callHook(dir.root, text);
    await drain(dir.root);
  }
  expect(count()).toBe(1);
  for (const text of [second, second]) {
    await callHook(dir.root, text);
    await drain(dir.root);
  }
  expect(count()).toBe(2);
  await drain(dir.root);
  expect(count()).toBe(2);
});
