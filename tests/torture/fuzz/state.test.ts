/** hive's own small files, as an older or a newer hive, a person or a cloned repository may have left them. */
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { Io } from "../../../src/cli/io.ts";
import { renderStatus } from "../../../src/cli/text/status-text.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { configOf } from "../../../src/base/config/validate.ts";
import { resolveSources } from "../../../src/base/config/sources.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { nodeHookIo } from "../../../src/capture/node-io.ts";
import { lockPath, reportPath } from "../../../src/queue/claims/recover.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { Receipts } from "../../../src/install/edit/receipt.ts";
import { shellWorkerPid } from "../../../src/install/adopt/shell-system.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { backoffPath, mayStart } from "../../../src/supervisor/start-backoff.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { eachNth, fuzz } from "./fuzz.ts";
import { exchanges, mutatedBytes, mutatedText } from "./mutate.ts";
import { HEARTBEAT, UNPRINTABLE } from "./seeds.ts";

const TERMINAL: Io = {
  env: { NO_COLOR: "1" },
  cwd: "/",
  isTTY: true,
  columns: 200,
  out: () => undefined,
  err: () => undefined,
  readStdin: () => Promise.resolve(""),
};

setDefaultTimeout(3_600_000);

const dir = tempDir();
const paths = queuePaths(dir.root);
makeQueue(paths);
const lock = ProcessLock.take(lockPath(paths, "1-held"), true)!;
afterAll(() => {
  lock.release();
  dir[Symbol.dispose]();
});

const CONFIGS = [
  JSON.stringify(DEFAULTS),
  '{"checkpointIntervalSeconds": 0, "rawSql": "off", "unknown": {"a": [1]}}',
  '{"tuning": {"batchSize": 7, "checkpointHistory": 20, "logFiles": 3}, "restoreContext": false}',
];
const COUNTS = ["checkpointHistory", "maxPending", "maxPendingBytes", "maxEntryBytes"] as const;
const MORE_COUNTS = ["batchSize", "maxAttempts", "logFiles", "logMaxBytes"] as const;

fuzz(
  "a config.json gives settings whatever it holds, counts being whole, and each fault in a line",
  mutatedText(CONFIGS),
  600,
  (text) => {
    const { config, warnings } = resolveSources({ user: text, project: text, directory: "/p" });
    expect(Object.keys(config)).toEqual(Object.keys(DEFAULTS));
    // Each value is one that its own rule takes.
    expect(configOf(config)).toEqual(config);
    expect(warnings.filter((warning) => warning.includes("\n"))).toEqual([]);
    for (const name of [...COUNTS, ...MORE_COUNTS]) expect(Number.isSafeInteger(config[name])).toBe(true);
  },
  CONFIGS.flatMap(exchanges).map((bytes) => bytes.toString("utf8")),
);

fuzz(
  "a heartbeat of any content, of a worker that lives and of one that does not, is told in a status",
  fc.record({ own: mutatedBytes([JSON.stringify(HEARTBEAT)]), last: mutatedBytes([JSON.stringify(HEARTBEAT)]) }),
  150,
  async ({ own, last }) => {
    writeFileSync(reportPath(paths, "1-held"), own);
    writeFileSync(paths.heartbeat, last);
    const status = await readStatus(dir.root, Date.now(), DEFAULTS);
    expect(JSON.stringify(status)).toBeString();
    for (const shown of [status, { ...status, workers: [] }])
      expect(renderStatus(shown, TERMINAL, Date.now())).not.toMatch(UNPRINTABLE);
    shellWorkerPid({ root: dir.root } as Parameters<typeof shellWorkerPid>[0]);
  },
  eachNth(5, exchanges(JSON.stringify(HEARTBEAT))).map((bytes) => ({ own: bytes, last: bytes })),
);

fuzz(
  "a gate of any content lets one start a worker, or is shut for five minutes at most",
  mutatedText(["1700000000000 1\n", "1700000300000 7\n", "0 0", "0 -3"]),
  300,
  (text) => {
    const nowMs = 1_700_000_000_000;
    writeFileSync(backoffPath(paths), text);
    const isFirst = mayStart(nodeHookIo, paths, nowMs);
    if (isFirst) expect(mayStart(nodeHookIo, paths, nowMs + 1)).toBe(false);
    else expect(mayStart(nodeHookIo, paths, nowMs + 300_001)).toBe(true);
    expect(mayStart(nodeHookIo, paths, nowMs + 700_000)).toBe(true);
    rmSync(backoffPath(paths));
    expect(readdirSync(paths.tmp)).toEqual([]);
  },
);

const RECEIPT = JSON.stringify({ version: 1, path: "/p", writtenSha256: "ab", hadFile: true, hadDirectory: true });

fuzz(
  "a receipt and an original of any content are a receipt, or none",
  fc.record({ receipt: mutatedBytes([RECEIPT]), original: mutatedBytes(["{}\n"]) }),
  200,
  ({ receipt, original }) => {
    const directory = `${dir.path}/receipts`;
    mkdirSync(directory, { recursive: true });
    const receipts = new Receipts(directory, "k");
    receipts.write("/p/settings.json", { writtenSha256: "ab", original: "{}", hadDirectory: true, made: [] });
    for (const name of readdirSync(directory)) {
      writeFileSync(`${directory}/${name}`, name.endsWith(".original") ? original : receipt);
    }
    const found = receipts.read("/p/settings.json");
    if (found !== null)
      expect(found).toMatchObject({ writtenSha256: expect.any(String), hadDirectory: expect.any(Boolean) });
    rmSync(directory, { recursive: true });
  },
  exchanges(RECEIPT).map((receipt) => ({ receipt, original: Buffer.from("{}") })),
);
