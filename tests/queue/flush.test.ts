import { expect, spyOn, test } from "bun:test";
import { existsSync } from "node:fs";
import { nodeFiles } from "../../src/queue/files.ts";
import type { Claim, Queue } from "../../src/queue/queue.ts";
import { ERROR, openQueue } from "./setup.ts";

/** What is flushed while a claimed entry is dealt with, and whether it stood at its place by then. */
function flushed(durability: "process" | "power", deal: (queue: Queue, claim: Claim) => void): string[] {
  using open = openQueue({ durability });
  const { queue } = open;
  queue.enqueue({ operation: "o", payload: 1 });
  const [claim] = queue.claim(1);
  const log: string[] = [];
  const real = { ...nodeFiles };
  using spy = spyOn(nodeFiles, "sync");
  spy.mockImplementation((path) => {
    const place = path.slice(queue.paths.queue.length + 1).split("/")[0]!;
    const isBuried = queue.deadLetters.names().length > 0;
    log.push(`${place}${existsSync(path) ? "" : " gone"}${isBuried ? ", buried" : ""}`);
    real.sync(path);
  });
  deal(queue, claim!);
  return log;
}

const retry = (queue: Queue, claim: Claim): unknown => queue.nack(claim, ERROR);
const bury = (queue: Queue, claim: Claim): void => queue.deadLetter(claim, ERROR);

test("power durability: an entry that is put off is flushed where it is written, before it takes its place", () => {
  expect(flushed("power", retry)).toEqual([".tmp"]);
});

test("power durability: a dead letter is flushed before it has its name, and its directory after", () => {
  expect(flushed("power", bury)).toEqual([".tmp", "failed, buried"]);
});

test("process durability flushes neither", () => {
  expect([...flushed("process", retry), ...flushed("process", bury)]).toEqual([]);
});
