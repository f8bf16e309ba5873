/** What every platform gives: run for the system that the tests run on, and for what of another can run here. */
import { expect, test } from "bun:test";

export interface PlatformHarness {
  readonly name: string;
  readonly processStart: (pid: number) => string | null;
}

export function platformContract({ name, processStart }: PlatformHarness): void {
  test(`${name}: a process has one start time, whatever language and time zone its asker has`, () => {
    const before = processStart(process.pid);
    expect(before).toMatch(/\d/);
    const given = { TZ: process.env["TZ"], LC_ALL: process.env["LC_ALL"] };
    try {
      Object.assign(process.env, { TZ: "Asia/Tokyo", LC_ALL: "de_DE.UTF-8" });
      expect(processStart(process.pid)).toBe(before);
    } finally {
      for (const [variable, value] of Object.entries(given)) {
        if (value === undefined) delete process.env[variable];
        else process.env[variable] = value;
      }
    }
  });

  test(`${name}: a process that is not there has no start time`, async () => {
    const child = Bun.spawn(["true"]);
    await child.exited;
    expect(processStart(child.pid)).toBeNull();
  });

  test(`${name}: processes that began at different times have different start times`, () => {
    const first = processStart(1);
    expect(first).not.toBeNull();
    expect(processStart(process.pid)).not.toBe(first);
  });
}
