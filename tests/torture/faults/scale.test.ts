import { expect, setDefaultTimeout, test } from "bun:test";
import { linkSync, readFileSync, writeFileSync } from "node:fs";
import { drained, rows, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { countCase, message, newQueue, statusOf } from "./setup.ts";

setDefaultTimeout(3_600_000);

const PENDING = IS_LONG ? 1_000_000 : 10_000;
const FAILED = IS_LONG ? 100_000 : 5000;
const MAX_RSS_KIB = 1024 ** 2;

const residentKib = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);

test.if(process.platform === "linux")(
  `${PENDING} pending entries are drained, each applied once, within 1 GiB`,
  async () => {
    using dir = tempDir();
    const { paths } = newQueue(dir.root);
    for (let index = 0; index < PENDING; index += 1) {
      const { payload, operation } = message(`${index}`);
      writeFileSync(`${paths.pending}/5_${Bun.randomUUIDv7()}.json`, JSON.stringify({ operation, payload }), {
        mode: 0o600,
      });
    }
    await using worker = await startWorker(dir.root);
    await drainedAtLength(dir.root);
    const kib = residentKib(worker.pid);
    process.stderr.write(`${PENDING} entries: the worker's largest memory was ${Math.round(kib / 1024)} MiB\n`);
    expect(kib).toBeLessThan(MAX_RSS_KIB);
    const [counted] = rows<{ n: number; texts: number }>(
      dir.root,
      "SELECT count(*) AS n, count(DISTINCT message) AS texts FROM session_logs",
    );
    expect(counted).toEqual({ n: PENDING, texts: PENDING });
    expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: PENDING, failed: 0 });
    countCase();
  },
);

/** Looks at the store, and seldom: to list so many names holds up the worker. */
async function drainedAtLength(root: string): Promise<void> {
  const isApplied = (): boolean =>
    rows<{ n: number }>(root, "SELECT count(*) AS n FROM hive_ledger").some(({ n }) => n === PENDING);
  const endMs = performance.now() + (IS_LONG ? 1_800_000 : 60_000);
  while (!isApplied() && performance.now() < endMs) await Bun.sleep(IS_LONG ? 2000 : 200);
  await drained(root);
}

test(`${FAILED} dead letters: list and status count them, and a worker applies what comes`, async () => {
  using dir = tempDir();
  const { paths, deadLetters } = newQueue(dir.root);
  const letter = {
    entry_id: "x",
    reason: { code: "X", message: "x" },
    attempts: 3,
    failed_at: new Date().toISOString(),
    entry: null,
  };
  const one = `${dir.path}/letter`;
  let links = 0;
  for (let index = 0; index < FAILED; index += 1) {
    // A file may have so many names on ext4.
    if (links % 60_000 === 0) writeFileSync(`${one}-${index}`, JSON.stringify(letter), { mode: 0o600 });
    linkSync(
      `${one}-${Math.floor(index / 60_000) * 60_000}`,
      `${paths.failed}/5_${String(index).padStart(7, "0")}.json`,
    );
    links += 1;
  }
  expect(deadLetters.names()).toHaveLength(FAILED);
  expect((await statusOf(dir.root)).text).toContain(`PROBLEM     dead-letters: ${FAILED} entries were given up`);
  const main = `${import.meta.dir}/../../../src/cli/main.ts`;
  // A reader that takes its time, as a pager does: a pipe holds 64 KiB.
  const slowly = `'${process.execPath}' '${main}' failed list --root '${dir.root}' | (sleep 1; cat)`;
  const list = await Bun.spawn(["sh", "-c", slowly]).stdout.text();
  // A heading, a line each, and the end of the last one.
  expect(list.split("\n")).toHaveLength(FAILED + 2);
  await using worker = await startWorker(dir.root);
  const { entries } = newQueue(dir.root).enqueue(message("after"));
  await drained(dir.root);
  expect(rows(dir.root, "SELECT entry_id FROM hive_ledger")).toEqual([{ entry_id: entries[0]!.seq }]);
  expect(worker.hasEnded).toBe(false);
  countCase();
});
