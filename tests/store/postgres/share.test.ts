/** What leaves this machine, by class. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { KIND_NAMES } from "../../../src/model/kinds.ts";
import type { Fact, Observation } from "../../../src/model/observation.ts";
import { SHARE_CLASSES } from "../../../src/base/config/config.ts";
import { sharedOf } from "../../../src/store/postgres/share.ts";

const CANARY = "canary-7f3a";
const TEXT_FIELDS = [
  "text",
  "title",
  "cwd",
  "command",
  "error",
  "target",
  "path",
  "todos",
  "transcriptPath",
  "process",
];

const fact = (kind: Fact["kind"], data: Record<string, unknown>, key = "k"): Fact => ({ kind, key, atMs: 1, data });
const seen = (facts: readonly Fact[]): Observation => ({
  sessionId: "s",
  instanceId: "s",
  atMs: 1,
  event: "Stop",
  agent: "claude-code",
  facts: [...facts],
});

test("by default no prompt, no command, no file and no content leaves", () => {
  const facts = KIND_NAMES.filter((kind) => kind !== "session" && kind !== "end").map((kind) =>
    fact(kind, Object.fromEntries(TEXT_FIELDS.map((name) => [name, CANARY]))),
  );
  const left = sharedOf(seen(facts), ["status", "sessions"]);
  // A session's link to an earlier one is all that is told whole: it has an id and a time.
  expect(JSON.stringify(left.facts.filter(({ kind }) => kind !== "continues"))).not.toContain(CANARY);
  expect(left.facts.map(({ kind }) => kind)).toEqual(["start", "continues", "git", "turn"]);
});

test("a transcript's path and a process leave in no class", () => {
  const own = fact("session", { transcriptPath: CANARY, process: { pid: 7, comm: CANARY }, permissionMode: CANARY });
  expect(JSON.stringify(sharedOf(seen([own]), SHARE_CLASSES))).not.toContain(CANARY);
});

test("a class adds to what leaves, and takes nothing away", () => {
  const classes = fc.subarray([...SHARE_CLASSES]);
  const facts = KIND_NAMES.map((kind) => fact(kind, { text: "t", title: "x", branch: "b", command: "c", agent: "a" }));
  fc.assert(
    fc.property(classes, classes, (some, others) => {
      const fewer = sharedOf(seen(facts), some).facts;
      const more = sharedOf(seen(facts), [...new Set([...some, ...others])]).facts;
      for (const { kind, data } of fewer) {
        const wider = more.find((one) => one.kind === kind)!;
        expect(wider.data).toMatchObject(data);
      }
    }),
  );
  expect(sharedOf(seen(facts), []).facts).toEqual([]);
});
