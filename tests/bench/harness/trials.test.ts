import { expect, test } from "bun:test";
import { interleave, pause } from "../../../bench/harness/trials.ts";
import { smokeContext } from "../support/context.ts";

test("each case is measured once in each trial, and each is the first in turn", async () => {
  const order: string[] = [];
  const shown: string[] = [];
  const results = await interleave(smokeContext({ progress: (text) => shown.push(text) }), {
    name: "n",
    cases: ["a", "b", "c"],
    trials: 4,
    measure: (one, trial) => {
      order.push(`${trial}${one}`);
      return Promise.resolve(`${one}${trial}`);
    },
  });
  expect(order.join(" ")).toBe("0a 0b 0c 1b 1c 1a 2c 2a 2b 3a 3b 3c");
  expect(Object.fromEntries(results)).toEqual({
    a: ["a0", "a1", "a2", "a3"],
    b: ["b0", "b1", "b2", "b3"],
    c: ["c0", "c1", "c2", "c3"],
  });
  expect(shown[1]).toBe("n: trial 1 of 4, b");
});

test("an interrupt ends the trials before the next measurement, with its reason", async () => {
  const interrupted = new AbortController();
  let measured = 0;
  const running = interleave(smokeContext({ signal: interrupted.signal }), {
    name: "n",
    cases: ["a", "b"],
    trials: 2,
    measure: () => {
      measured += 1;
      interrupted.abort(new Error("stopped"));
      return Promise.resolve(0);
    },
  });
  expect(running).rejects.toThrow("stopped");
  expect(measured).toBe(1);
});

test("an interrupt ends a pause, with its reason", async () => {
  const interrupted = new AbortController();
  const pausing = pause(3_600_000, interrupted.signal);
  interrupted.abort(new Error("stopped"));
  expect(pausing).rejects.toThrow("stopped");
  expect(pause(0, interrupted.signal)).rejects.toThrow("stopped");
});
