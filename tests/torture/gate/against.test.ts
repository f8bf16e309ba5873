/** The gate against a revision on real trees: counted work, which a busy machine does not change. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { checkInjection } from "../../../bench/gate/against/check.ts";
import { INJECTIONS, injectionOf } from "../../../bench/gate/against/injections.ts";
import { HAS_STRACE } from "../../../bench/gate/against/trace.ts";
import { runAgainst } from "../../../bench/gate/against/run.ts";

// Two trees are made and built, and each is measured up to three times.
setDefaultTimeout(180_000);

const directory = process.env["TMPDIR"];
const { signal } = new AbortController();
const common = { revision: null, env: process.env, signal, progress: () => undefined };

test.if(HAS_STRACE).each(["one more file a hook call", "one more system call a hook call", "a doubled entry"])(
  "the gate catches %s, and leaves no tree behind",
  async (name) => {
    const one = INJECTIONS.find((injection) => injection.name === name)!;
    const report = await runAgainst({ ...common, only: one.only!, injection: injectionOf(one) });
    expect(checkInjection(one, report)).toMatchObject({ outcome: "fail", isRight: true });
    expect(process.env["TMPDIR"]).toBe(directory);
    expect(readdirSync(tmpdir()).filter((file) => file.startsWith(`hive-gate-${process.pid}-`))).toEqual([]);
  },
);

test.if(HAS_STRACE)("a change in comments passes, in the counted work of hook and worker", async () => {
  const one = INJECTIONS.find(({ name }) => name === "a change in comments")!;
  const only = ["counted-hook", "counted-worker"];
  const report = await runAgainst({ ...common, only, injection: injectionOf(one) });
  expect(checkInjection(one, report)).toMatchObject({ outcome: "pass", isRight: true, figures: [] });
});
