import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import type { Doorbell, ProvableSource } from "../../src/wake/source.ts";
import { Wakes } from "../../src/wake/wakes.ts";
import { WatchSource } from "../../src/wake/watch.ts";
import { tempDir } from "../support/temp-dir.ts";

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

/** Hears nothing, and calls back when it is asked for a proof. */
class DeafWatch extends WatchSource {
  onProof = (): void => undefined;

  override start(): void {}

  override prove(_timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const proof = super.prove(3_600_000, signal);
    this.onProof();
    return proof;
  }
}

test("an abort ends a proof that is under way, and no source counts as failed", async () => {
  using dir = tempDir();
  const watch = new DeafWatch(dir.path);
  const ending = new AbortController();
  const proofs: string[][] = [];
  watch.onProof = () => {
    proofs.push(readdirSync(dir.path));
    ending.abort();
  };
  const changes: string[] = [];
  const wakes = new Wakes({
    mode: "event",
    pollIntervalMs: 3_600_000,
    backstopIntervalMs: 3_600_000,
    watch,
    doorbell: null,
    signal: ending.signal,
    onChange: (message) => changes.push(message),
  });
  await wakes.start();
  wakes.stop();
  expect(proofs).toEqual([[expect.stringMatching(/^\.probe-/)]]);
  expect(readdirSync(dir.path)).toEqual([]);
  expect(wakes.state).toMatchObject({ mode: "event", fallbackReason: null, watch: "off" });
  expect(changes).toEqual([]);
});

test("a doorbell that does not ring is named once", async () => {
  const changes: string[] = [];
  const doorbell: Doorbell = {
    ...silent,
    cause: "doorbell",
    prove: async () => await Promise.resolve(false),
    stopListening: async () => await Promise.resolve(),
  };
  const wakes = new Wakes({
    mode: "event",
    pollIntervalMs: 3_600_000,
    backstopIntervalMs: 3_600_000,
    watch: silent,
    doorbell,
    onChange: (message) => changes.push(message),
  });
  await wakes.start();
  wakes.stop();
  expect(changes).toEqual(["this worker hears no doorbell: no event arrives"]);
});
