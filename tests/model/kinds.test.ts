import { expect, test } from "bun:test";
import { isOlder, VERSION } from "../../src/base/version.ts";
import { KIND_NAMES, KINDS_SINCE } from "../../src/model/kinds.ts";

test("a new kind raises the version that a worker must have: an older one makes a dead letter of it", () => {
  expect({ since: KINDS_SINCE, kinds: KIND_NAMES.toSorted().join(" ") }).toEqual({
    since: "0.4.0",
    kinds:
      "agent background command compact continues end file git message operation plan prompt session start task todos turn",
  });
});

test("a worker of this version knows all kinds", () => {
  expect(isOlder(VERSION, KINDS_SINCE)).toBe(false);
});
