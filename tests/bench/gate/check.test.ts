import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { type Began, type CheckedInjection, checkFrom, type GateCheck } from "../../../bench/gate/against/check.ts";

const began: Began = {
  date: "2026-11-29T12:00:00.000Z",
  commit: "1af8e35",
  machine: "a processor, 2 cores",
  load: 0.5,
  hasBundler: true,
};
const lost: CheckedInjection = {
  name: "a lost entry",
  expected: "fail",
  outcome: "fail",
  isRight: true,
  seconds: 18,
  figures: [],
};
const earlier: GateCheck = { ...began, date: "2026-11-29T11:00:00.000Z", injections: [lost], unchanged: [] };

describe("checkFrom", () => {
  test("begins with no case, and goes on with those of an earlier run", () => {
    expect(checkFrom(began, null)).toEqual({ ...began, injections: [], unchanged: [] });
    expect(checkFrom(began, earlier)).toEqual(earlier);
  });

  test("goes on although its own file has made a changed tree of the commit's", () => {
    expect(checkFrom({ ...began, commit: "1af8e35-dirty" }, earlier)).toEqual(earlier);
  });

  test.each([
    ["commit", { commit: "2bf8e35" }],
    ["machine", { machine: "a processor, 8 cores" }],
    ["choice of --bundler", { hasBundler: false }],
  ])("refuses to go on with a run of another %s", (what, changed) => {
    expect(() => checkFrom({ ...began, ...changed }, earlier)).toThrow(`the file is of another ${what}`);
  });
});

test("a check of a case that there is not ends with a refusal, not as a gate that is right", () => {
  const script = resolve(import.meta.dir, "../../../scripts/figures/gate-check.ts");
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, script, "--only", "a lost entries"]);
  expect([exitCode, stderr.toString()]).toEqual([
    EXIT_CODES.HIVE_INVALID_OPTION,
    expect.stringContaining("no case is called a lost entries\n  one more file a hook call; "),
  ]);
});
