import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { nodeFiles } from "../../src/base/files/files.ts";
import { DoorbellSource } from "../../src/wake/doorbell.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";

test("after a stop and silence nobody hears the doorbell, however lately it was rung", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  for (let round = 0; round < 100; round += 1) {
    const path = `${dir.root}/doorbell-${round}`;
    const doorbell = new DoorbellSource(path);
    let wakes = 0;
    doorbell.start(() => (wakes += 1));
    expect(nodeFiles.ring(path)).toBe(true);
    if (round % 2 === 0) await waitFor(() => wakes > 0);
    nodeFiles.ring(path);
    doorbell.stop();
    await doorbell.stopListening(10_000);
    expect(nodeFiles.ring(path)).toBe(false);
  }
});

test("silence ends at its limit where another worker listens", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  const path = `${dir.root}/doorbell`;
  const [ending, staying] = [new DoorbellSource(path), new DoorbellSource(path)];
  let wakes = 0;
  ending.start(() => undefined);
  staying.start(() => (wakes += 1));
  ending.stop();
  await ending.stopListening(20);
  expect(nodeFiles.ring(path)).toBe(true);
  await waitFor(() => wakes > 0);
  staying.stop();
});
