/** The wizard at a real terminal: every question can be left with Ctrl+C, and nothing has happened then. */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { install } from "../../src/install/settings.ts";
import { Desk } from "./desk.ts";
import { ACCEPTED, HOOK } from "./fixtures.ts";
import { CTRL_C, DOWN, ENTER, Typist } from "./typist.ts";

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;
const read = (path: string): string => fs.readFileSync(path, "utf8");

describe("the wizard", () => {
  test("asks, shows the change, makes it and proves it", async () => {
    using desk = new Desk();
    desk.write(FOREIGN);
    await using typist = new Typist(desk, ["setup"]);
    await typist.when("Which settings file?", ENTER);
    await typist.when("Seconds between two checkpoints?", `15${ENTER}`);
    await typist.when("Days to keep", ENTER);
    await typist.when("How is the worker started?", ENTER);
    await typist.when("what an earlier one left", "n");
    await typist.when("Make this change?", ENTER);
    expect(await typist.exited).toBe(0);
    await typist.sees(`+++ ${desk.local}`);
    await typist.sees("Proved with a probe");
    expect(read(desk.local)).toBe(install(FOREIGN, HOOK));
    expect(JSON.parse(read(desk.config))).toEqual({
      projects: { [desk.project]: { checkpointIntervalSeconds: 15, restoreContext: false } },
    });
  });

  test("does not ask what a flag answers", async () => {
    using desk = new Desk();
    await using typist = new Typist(desk, [
      "setup",
      "--scope=user",
      "--interval=60",
      "--retention-days=30",
      "--worker=hook",
      "--restore=on",
    ]);
    await typist.when("Make this change?", ENTER);
    expect(await typist.exited).toBe(0);
    expect(read(join(desk.home, ".claude/settings.json"))).toBe(install(null, HOOK));
  });

  const prompts: ReadonlyArray<readonly [string, string]> = [
    ["Which settings file?", DOWN + ENTER],
    ["Seconds between two checkpoints?", ENTER],
    ["Days to keep", ENTER],
    ["How is the worker started?", ENTER],
    ["what an earlier one left", ENTER],
    ["Make this change?", ENTER],
  ];

  test.each(prompts.map(([prompt]) => prompt))("leaves everything as it was after Ctrl+C at: %s", async (last) => {
    using desk = new Desk();
    desk.write(FOREIGN);
    const before = desk.files();
    await using typist = new Typist(desk, ["setup"]);
    for (const [prompt, keys] of prompts) {
      await typist.when(prompt, prompt === last ? CTRL_C : keys);
      if (prompt === last) break;
    }
    expect(await typist.exited).toBe(130);
    await typist.sees("Nothing was changed.");
    const after = Object.entries(desk.files()).filter(([path]) => !path.includes("/.bun/"));
    expect(Object.fromEntries(after)).toEqual(before);
  });

  test("changes nothing after a no", async () => {
    using desk = new Desk();
    await desk.hive(["setup", "--yes"]);
    const before = read(desk.local);
    await using typist = new Typist(desk, ["setup", "--remove"]);
    await typist.when("Take hive out?", "n");
    expect(await typist.exited).toBe(130);
    expect(read(desk.local)).toBe(before);
  });
});
