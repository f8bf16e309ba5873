import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG } from "../../support/torture-report.ts";
import { CAN_LIMIT_MEMORY, memoryGroup } from "./memory-group.ts";
import { expectOnce, message, newQueue, statusOf } from "./setup.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(600_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");
/** Of the largest size, but for the few bytes around the text. */
const LARGEST = 1024 ** 2 - 400;
const BACKLOG = IS_LONG ? 200_000 : 1000;
const LARGE = IS_LONG ? 1000 : 130;
const LIMIT_MIB = IS_LONG ? 300 : 100;

const drainIn = (group: ReturnType<typeof memoryGroup>, root: string, ...args: string[]) =>
  group.run(process.execPath, MAIN, "worker", "--once", "--root", root, ...args);

/** Commits an entry whose text is its number, filled up to a size. */
function put(paths: QueuePaths, text: string, bytes = 0, priority = 5): string {
  const seq = Bun.randomUUIDv7();
  const content = JSON.stringify(message(text.padEnd(bytes, "x"), priority));
  writeFileSync(`${paths.pending}/${priority}_${seq}.json`, content, { mode: 0o600 });
  return seq;
}

// Needs root and a memory cgroup.
test.if(CAN_LIMIT_MEMORY)(
  `${LIMIT_MIB} MiB are enough for a backlog of ${BACKLOG} and ${LARGE} entries of the largest size`,
  async () => {
    using dir = tempDir();
    const { paths } = newQueue(dir.root);
    configure(dir.root, { archive: "off", snapshots: "off" });
    const ids = Array.from({ length: BACKLOG }, (_, index) => put(paths, `${index}`));
    const large = Array.from({ length: LARGE }, (_, index) => `large ${index} `);
    ids.push(...large.map((text) => put(paths, text, LARGEST, 6)));
    using group = memoryGroup(LIMIT_MIB);
    const { exitCode, signal, stderr } = await drainIn(group, dir.root);
    expect({ exitCode, signal, kills: group.kills, stderr }).toMatchObject({ exitCode: 0, signal: null, kills: 0 });
    expect(stderr).not.toContain('"level":"warn"');
    const texts = [...large.map((text) => text.padEnd(LARGEST, "x")), "0", `${BACKLOG - 1}`];
    expectOnce(dir.root, texts, ids);
    expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: BACKLOG + LARGE, failed: 0 });
  },
);

// Needs root and a memory cgroup.
test.if(CAN_LIMIT_MEMORY)(
  "a worker that the kernel kills for its memory has lost nothing: status tells, and the next one with enough applies all once",
  async () => {
    using dir = tempDir();
    const { paths, deadLetters } = newQueue(dir.root);
    // A process beside the worker would be in the group as well, and be killed in its stead.
    configure(dir.root, { maxEntryBytes: 64 * 1024 ** 2, archive: "off", snapshots: "off" });
    const HUGE = 60 * 1024 ** 2;
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    const ids = texts.map((text) => put(paths, text, 0, 1));
    ids.push(put(paths, "huge ", HUGE), put(paths, "behind it", 0, 9));
    using tight = memoryGroup(80);
    for (let kills = 1; kills <= 3; kills += 1) {
      const { signal } = await drainIn(tight, dir.root, "--batch-size", "50");
      expect({ signal, kills: tight.kills }).toEqual({ signal: "SIGKILL", kills });
      checkInvariants(dir.root, { enqueued: ids, mayReplay: true });
      const { text, exitCode } = await statusOf(dir.root);
      expect(text).toMatch(/PROBLEM +worker: none runs, and \d+ (entry waits|entries wait)/);
      expect(exitCode).toBe(3);
    }
    // The child that tries a suspect of 60 MiB alone holds several copies of it: 700 MiB are too few, and 1 GiB were once.
    using roomy = memoryGroup(2048);
    expect(await drainIn(roomy, dir.root)).toMatchObject({ exitCode: 0, signal: null });
    expect([deadLetters.names(), readdirSync(paths.processing)]).toEqual([[], []]);
    expectOnce(dir.root, [...texts, "huge ".padEnd(HUGE, "x"), "behind it"], ids);
  },
);
