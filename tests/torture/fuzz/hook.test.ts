/** What the hook reads: the agent's payload, git's files, and its own notes. */
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { looksStale } from "../../../src/capture/workers/ensure-worker.ts";
import { observationEntry } from "../../../src/capture/entries.ts";
import { factsOf } from "../../../src/agents/claude-code/facts.ts";
import { readGitHead } from "../../../src/git/git-head.ts";
import { nodeHookIo } from "../../../src/capture/node-io.ts";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";
import { isDue, notedMs, readNote, writeNote } from "../../../src/capture/throttle.ts";
import { completeEntry } from "../../../src/queue/entry.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { ObservationSchema } from "../../../src/model/observation.ts";
import { parseStatus } from "../../../src/worker/enrich/git.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { fuzz } from "./fuzz.ts";
import { exchanges, mutatedText } from "./mutate.ts";
import { HEARTBEAT, PAYLOAD_TEXTS } from "./seeds.ts";

setDefaultTimeout(3_600_000);

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());
const paths = queuePaths(dir.root);
makeQueue(paths);
const texts = (seed: string): string[] => exchanges(seed).map((bytes) => bytes.toString("utf8"));

const WITHOUT_IDS = PAYLOAD_TEXTS.map((text) => text.replaceAll(/"(?:tool_use_id|prompt_id)":"[^"]*",?/g, ""));

fuzz(
  "a payload is not for hive, or makes an entry that the store takes and that fits the limit",
  mutatedText([...PAYLOAD_TEXTS, ...WITHOUT_IDS]),
  600,
  (text) => {
    const payload = parsePayload(text);
    if (payload === null) return;
    const { agent, event, sessionId } = payload;
    const seen = { agent, event, sessionId, instanceId: sessionId, atMs: 1, facts: factsOf(payload, 1) };
    const entry = completeEntry(observationEntry({ ...seen, checkpoint: "auto" }), 1);
    const written = JSON.stringify(entry);
    expect(Buffer.byteLength(written)).toBeLessThan(DEFAULTS.maxEntryBytes);
    const { payload: read } = JSON.parse(written) as { payload: unknown };
    expect(v.safeParse(ObservationSchema, read).issues).toBeUndefined();
  },
  [...texts(PAYLOAD_TEXTS[4]!), ...texts(WITHOUT_IDS.find((it) => it.includes("UserPromptSubmit"))!)],
);

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const GIT_FILES = ["HEAD", "commondir", "packed-refs", "refs/heads/main", "file"] as const;
const GIT_SEEDS = [
  "ref: refs/heads/main\n",
  `${COMMIT}\n`,
  `# pack-refs with: peeled\n${COMMIT} refs/heads/main\n`,
  "gitdir: .git\n",
  "..\n",
  "ref: refs/heads/../../HEAD\n",
];

fuzz(
  "git's files are not understood, or name a branch of one line and a commit",
  fc.record({ name: fc.constantFrom(...GIT_FILES), text: mutatedText(GIT_SEEDS) }),
  400,
  ({ name, text }) => {
    mkdirSync(`${dir.path}/.git/refs/heads`, { recursive: true });
    mkdirSync(`${dir.path}/tree`, { recursive: true });
    const whole = {
      HEAD: GIT_SEEDS[0]!,
      commondir: "../.git",
      "packed-refs": "",
      "refs/heads/main": COMMIT,
      file: "x",
    };
    for (const [file, content] of Object.entries({ ...whole, [name]: text })) {
      writeFileSync(file === "file" ? `${dir.path}/tree/.git` : `${dir.path}/.git/${file}`, content);
    }
    for (const cwd of [dir.path, `${dir.path}/tree`, text]) {
      const found = readGitHead(cwd);
      if (found === null) continue;
      if (found.branch !== null) expect(found.branch).toMatch(/^[^\0-\x20]+$/);
      if (found.head !== null) expect(found.head).toMatch(/^[0-9a-f]{40,64}$/);
    }
  },
);

const STATUS = [
  `# branch.oid ${COMMIT}\0# branch.head main\0`,
  `1 .M N... 100644 100644 100644 ${COMMIT} ${COMMIT} a b\0? new\0`,
  `2 R. N... 100644 100644 100644 ${COMMIT} ${COMMIT} R100 to\0from\0u UU N... 1 1 1 1 a b c conflict\0`,
];

fuzz("a status of git of any content counts its records and lists few of them", mutatedText(STATUS), 500, (text) => {
  const { dirty } = parseStatus(text);
  const records = text.split("\0").length;
  expect(dirty!.modified + dirty!.untracked).toBeLessThanOrEqual(records);
  expect(dirty!.files.length).toBeLessThanOrEqual(20);
});

fuzz(
  "a note of the last checkpoint of any content delays the next by its interval at most",
  mutatedText(["1700000000000", "0000000000000", "1e999"]),
  300,
  (note) => {
    writeFileSync(`${paths.instances}/i.json`, note);
    const nowMs = 1_700_000_000_000;
    const last = readNote(nodeHookIo, paths, "i");
    expect(isDue(notedMs(last), nowMs + 60_000, 60) || notedMs(last) > nowMs).toBe(true);
    writeNote(nodeHookIo, paths, last, nowMs);
    expect(notedMs(readNote(nodeHookIo, paths, "i"))).toBe(nowMs);
  },
);

fuzz(
  "a heartbeat of any content leaves the hook with a yes or a no",
  mutatedText([JSON.stringify(HEARTBEAT)]),
  300,
  (text) => expect(looksStale(text, 1e12, 1e12 + 1000)).toBeBoolean(),
);
