/**
 * Takes one lock after the other, each at a moment that another process knows too, and holds it for a while:
 * `lock-fixture.ts DIRECTORY ROUNDS START_MS`. Prints a digit for each: whether it got it.
 */
import { ProcessLock } from "../../src/supervisor/lock.ts";

const [directory, rounds, startMs] = process.argv.slice(2) as [string, string, string];
const ROUND_MS = 40;
const HELD_MS = 20;

function spinUntil(ms: number): void {
  while (performance.timeOrigin + performance.now() < ms);
}

for (let round = 0; round < Number(rounds); round += 1) {
  const atMs = Number(startMs) + round * ROUND_MS;
  spinUntil(atMs);
  const lock = ProcessLock.take(`${directory}/${round}.lock`, false);
  process.stdout.write(lock === null ? "0" : "1");
  spinUntil(atMs + HELD_MS);
  lock?.release();
}
