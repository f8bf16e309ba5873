import { expect, test } from "bun:test";
import type { ProvableSource } from "../../src/wake/source.ts";
import { Wakes } from "../../src/wake/wakes.ts";

const silent: ProvableSource = {
  cause: "watch",
  start: () => undefined,
  stop: () => undefined,
  isSound: () => true,
  prove: async () => await Promise.resolve(true),
};

test("a wake that comes while nobody waits ends the next wait at once", async () => {
  const wakes = new Wakes({
    mode: "event",
    pollIntervalMs: 3_600_000,
    backstopIntervalMs: 3_600_000,
    watch: silent,
    doorbell: null,
  });
  wakes.wake("doorbell");
  expect(await wakes.next(1)).toEqual(new Set(["doorbell"]));
  expect(await wakes.next(1)).toEqual(new Set(["due"]));
});
