/** In which order the kernel is asked to flush and to rename: what a loss of power leaves cannot be seen otherwise. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../queue/flush-fixture.ts");
const CALLS = ["fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"];
const hasStrace = process.platform === "linux" && Bun.which("strace") !== null;

/** Where a file is, without its own name where that changes. */
function place(path: string, root: string): string {
  const [, below = ""] = path.split(`${root}/`);
  const name = below.replace(/^queue\//, "");
  return name.startsWith(".settings") ? "temporary settings" : name.split("/")[0]!;
}

/** The calls for one action, such as `fsync .tmp` and `rename .tmp pending`. */
function callsOf(action: string, durability: "process" | "power"): string[] {
  using dir = tempDir();
  mkdirSync(dir.root);
  const log = join(dir.path, "strace.txt");
  const command = ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", log, "-e", `trace=${CALLS.join(",")}`];
  const run = Bun.spawnSync([...command, process.execPath, FIXTURE, dir.root, action, durability], {
    env: process.env,
    stderr: "pipe",
  });
  if (run.exitCode !== 0) throw new Error(run.stderr.toString());
  const calls = readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, call] = /^\d+\s+(\w+)\(/.exec(line) ?? [];
      const paths = [...line.matchAll(/[<"](\/[^">]*)[">]/g)].map(([, path]) => path!).filter((it) => it !== undefined);
      const ours = paths.filter((path) => path.startsWith(`${dir.root}/`)).map((path) => place(path, dir.root));
      if (call === undefined || ours.length === 0) return [];
      return [[call.replace("fdatasync", "fsync").replace(/at2?$/, ""), ...ours].join(" ")];
    });
  const [, between = []] = calls
    .join("\n")
    .split("unlink mark")
    .map((part) => part.split("\n").filter(Boolean));
  return between;
}

describe.skipIf(!hasStrace)("with power durability", () => {
  test.each(["enqueue-node", "enqueue-libc"])("%s: file, rename, directory", (action) => {
    expect(callsOf(action, "power")).toEqual(["fsync .tmp", "rename .tmp pending", "fsync pending"]);
  });

  test("a counted attempt is flushed before it replaces the claim", () => {
    expect(callsOf("nack", "power")).toEqual(["fsync .tmp", "rename .tmp processing", "rename processing pending"]);
  });

  test("a dead letter and its name are flushed before the claim goes", () => {
    const calls = callsOf("bury", "power");
    expect(calls.slice(0, 3)).toEqual(["fsync .tmp", "link .tmp failed", "fsync failed"]);
    expect(calls.slice(3).toSorted()).toEqual(["unlink .tmp", "unlink processing"]);
  });

  test("a batch is flushed at its commit", () => {
    expect(callsOf("apply", "power")).toContain("fsync hive.db-wal");
  });

  test("what a killed worker committed is flushed before the next one looks at it", () => {
    expect(callsOf("reopen", "power")[0]).toBe("fsync hive.db-wal");
  });
});

describe.skipIf(!hasStrace)("with process durability", () => {
  test.each(["enqueue-node", "enqueue-libc", "nack", "bury", "apply"])("%s flushes nothing", (action) => {
    expect(callsOf(action, "process").filter((call) => call.startsWith("fsync"))).toEqual([]);
  });

  test("settings are flushed before they take the place of the old ones", () => {
    expect(callsOf("settings", "process")).toEqual([
      "fsync temporary settings",
      "rename temporary settings settings.json",
    ]);
  });
});
