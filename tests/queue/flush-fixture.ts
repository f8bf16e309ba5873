/** Does one thing that has to be on the disk afterwards. What it takes to get there comes before the mark goes. */
import { unlinkSync, writeFileSync } from "node:fs";
import { enqueue } from "../../src/queue/producer/enqueue.ts";
import { completeEntry } from "../../src/queue/entry.ts";
import { nodeFiles } from "../../src/base/files/files.ts";
import { openLibcFiles } from "../../src/platform/libc-files.ts";
import { Queue } from "../../src/queue/queue.ts";
import { applyChange, readTextFile } from "../../src/install/edit/files.ts";
import { Store } from "../../src/store/sqlite/store.ts";

const [root, action, durability] = process.argv.slice(2) as [string, string, "process" | "power"];
const ENTRY = { operation: "o", payload: 1 };
const ERROR = { code: "A", message: "b" };
const queue = new Queue(root, { worker: "w", durability });
const entry = completeEntry(ENTRY, Date.now());
const files = action === "enqueue-libc" ? (await openLibcFiles())! : nodeFiles;
enqueue(queue.paths, files, [completeEntry(ENTRY, Date.now())], { durability, maxEntryBytes: 1000, key: null });
const [claim] = queue.claim(1);
using store = await Store.open(root, { durability });
const settings = `${root}/settings.json`;
writeFileSync(settings, "{}");
const file = readTextFile(settings);

const SQL = { id: "a", operation: "sql", sql: "DELETE FROM sessions" };
if (action === "killed") {
  store.applyBatch([SQL], Date.now());
  process.kill(process.pid, "SIGKILL");
}
if (action === "reopen") {
  store.close();
  Bun.spawnSync([process.execPath, import.meta.path, root, "killed", "process"], { env: process.env });
}

const mark = `${root}/mark`;
writeFileSync(mark, "");
unlinkSync(mark);
if (action.startsWith("enqueue")) enqueue(queue.paths, files, [entry], { durability, maxEntryBytes: 1000, key: null });
else if (action === "nack") queue.nack(claim!, ERROR);
else if (action === "bury") queue.deadLetter(claim!, ERROR);
else if (action === "settings") applyChange({ file, after: '{"a":1}' });
else if (action === "reopen") await Store.open(root, { durability });
else store.applyBatch([SQL], Date.now());
writeFileSync(mark, "");
unlinkSync(mark);
