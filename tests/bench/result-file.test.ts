import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { runScenarios } from "../../bench/run.ts";
import { resultFile } from "../../bench/figures/result-file.ts";
import type { Scenario } from "../../bench/harness/scenario.ts";
import { cli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { failureOf } from "./support/failure.ts";

test("a result is written when it is there, over the one before, and nothing else is left", () => {
  using dir = tempDir();
  const path = `${dir.path}/found.json`;
  const write = resultFile("--json", path)!;
  expect(readdirSync(dir.path)).toEqual([]);
  write("one");
  write("two");
  expect({ text: readFileSync(path, "utf8"), names: readdirSync(dir.path) }).toEqual({
    text: "two",
    names: ["found.json"],
  });
});

test("a file that is there already keeps its text until there is a result, and a link stays one", () => {
  using dir = tempDir();
  writeFileSync(`${dir.path}/kept`, "before");
  symlinkSync(`${dir.path}/kept`, `${dir.path}/link`);
  const write = resultFile("--html", `${dir.path}/link`)!;
  expect(readFileSync(`${dir.path}/kept`, "utf8")).toBe("before");
  write("after");
  expect(readFileSync(`${dir.path}/kept`, "utf8")).toBe("after");
  expect(readdirSync(dir.path, { withFileTypes: true }).filter((found) => found.isSymbolicLink())).toHaveLength(1);
});

test("a directory that goes while the run measures is an error of the run", () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/gone`);
  const write = resultFile("--json", `${dir.path}/gone/found.json`)!;
  rmSync(`${dir.path}/gone`, { recursive: true });
  expect(() => write("text")).toThrow(expect.objectContaining({ code: "HIVE_BENCH_FAILED" }) as Error);
});

test.each([
  ["in a directory that is not there", "/nowhere/found.json"],
  ["that is a directory", "/"],
  // A rename would take the place of the device.
  ["that is a device", "/dev/null"],
  ["without a name", ""],
])("a file %s is refused before anything is measured", async (_what, path) => {
  const never: Scenario = { name: "never", summary: "", run: () => Promise.reject(new Error("measured")) };
  const io = { env: {}, cwd: "/", isTTY: false, out: () => undefined, err: () => undefined };
  for (const flag of ["json", "html"]) {
    const running = runScenarios([never], [], { mode: [], [flag]: path }, io);
    expect(await failureOf(running)).toStartWith(`HiveError: --${flag} ${JSON.stringify(path)} cannot be written: `);
  }
});

test("the gate refuses such a file as well, and flags that it would not heed", async () => {
  const refused = await cli(["bench", "--gate", "--json", "/nowhere/gate.json"]);
  expect(refused.stderr).toStartWith('hive: --json "/nowhere/gate.json" cannot be written: ');
  expect(refused.exitCode).toBe(20);
  for (const flags of [["--quick"], ["--smoke"], ["--html", "x"], ["--compare", "x"], ["--mode", "poll"], ["--list"]]) {
    const { stderr, exitCode } = await cli(["bench", "--gate", ...flags]);
    expect(stderr).toContain(`option '--gate' cannot be used with option '${flags[0]}`);
    expect(exitCode).toBe(20);
  }
  expect(await cli(["bench", "hook", "--gate"])).toMatchObject({ exitCode: 20 });
});
