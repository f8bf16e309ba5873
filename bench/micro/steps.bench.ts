/** Single steps and pure functions, with mitata: means of many calls, good for comparing, useless for tails. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bench, run } from "mitata";
import { factsOf } from "../../src/agents/claude-code/facts.ts";
import { parsePayload } from "../../src/agents/claude-code/payload.ts";
import { redact } from "../../src/redact/redact.ts";
import { completeEntry, decodeEntry, parseEntryName } from "../../src/queue/entry.ts";
import { Queue } from "../../src/queue/queue.ts";
import { splitStatements } from "../../src/store/raw-sql/split.ts";
import { freshRoot, logEntry } from "../harness/rig.ts";

const text = readFileSync(join(import.meta.dir, "../../tests/fixtures/hook-payloads/03-posttooluse-edit.json"), "utf8");
const payload = parsePayload(text)!;
const entry = JSON.stringify(completeEntry(logEntry(), 0));
const name = { priority: 5, seq: "a" };

bench("parse a hook payload", () => parsePayload(text));
bench("facts of an edit", () => factsOf(payload, 0));
bench("redact 2 KB of ordinary text", () => redact(text.slice(0, 2000)));
bench("decode an entry", () => decodeEntry(entry, name));
bench("parse an entry's name", () => parseEntryName("5_01a20a8c-f876-74a6-965d-32c684fc4e50.json"));
bench("split SQL", () => splitStatements("UPDATE sessions SET objective = 'a;b' WHERE id = '5f0c'; SELECT 1"));

using dir = freshRoot();
const queue = new Queue(dir.root, { worker: "micro" });
bench("enqueue, claim and ack one entry", () => {
  queue.enqueue(logEntry());
  for (const claim of queue.claim(1)) queue.ack(claim);
});

await run();
