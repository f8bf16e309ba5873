import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

const TOP = resolve(import.meta.dir, "../..");

test("hive says in one line what to run in a checkout whose packages are not installed", () => {
  using directory = tempDir();
  const top = directory.path;
  for (const path of ["bin/hive", "plugin/bin/find-bun"]) cpSync(join(TOP, path), join(top, path));
  writeFileSync(join(top, "bun.lock"), "");
  mkdirSync(join(top, "home"));
  const { exitCode, stdout, stderr } = Bun.spawnSync([join(top, "bin/hive"), "setup"], {
    env: { HOME: join(top, "home"), HIVE_BUN: process.execPath, PATH: process.env["PATH"] },
  });
  expect({ exitCode, stdout: stdout.toString(), stderr: stderr.toString() }).toEqual({
    exitCode: 127,
    stdout: "",
    stderr: `hive: its packages are not installed yet: run ${top}/scripts/quickstart\n`,
  });
});

const RUNS = '#!/bin/sh\n[ "$6" = --version ] || echo "${0%/bin/bun}"\n';

/** A program of the system's with one place in its head changed, so that the kernel does not run it. */
function broken(change: (head: Buffer) => void): Buffer {
  const bytes = readFileSync(realpathSync("/bin/true"));
  change(bytes);
  return bytes;
}

/** As of another C library: its loader is not there. */
const foreignLibc = (): Buffer => broken((head) => void head.write("ld-other", head.indexOf("/ld-") + 1));
/** As of another processor. */
const foreignProcessor = (): Buffer => broken((head) => void head.writeUInt16LE(0x7fff, 18));

/** hive's package with these packages of Bun, and what its launcher starts. */
function started(at: string, programs: Readonly<Record<string, string | Buffer>>, env: Record<string, string> = {}) {
  using directory = tempDir();
  const top = join(directory.path, "node_modules/hivekeep");
  for (const path of ["bin/hive", "plugin/bin/find-bun"]) cpSync(join(TOP, path), join(top, path));
  for (const [name, content] of Object.entries(programs)) {
    const bin = join(top, at, "@oven", name, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "bun"), content, { mode: 0o755 });
  }
  mkdirSync(join(directory.path, "home"));
  const { stdout, exitCode } = Bun.spawnSync([join(top, "bin/hive"), "status"], {
    env: { HOME: join(directory.path, "home"), HIVE_BUN: join(TOP, "no-such-bun"), PATH: "/nowhere", ...env },
  });
  return { exitCode, started: stdout.toString().trim().split("/").at(-1) };
}

describe.each(["node_modules", ".."])("of several Buns that were installed in the package's %s", (at) => {
  test.each([
    [
      "the first has another loader",
      { "bun-linux-x64": foreignLibc(), "bun-linux-x64-musl": RUNS },
      "bun-linux-x64-musl",
    ],
    ["the last has another loader", { "bun-linux-x64": RUNS, "bun-linux-x64-musl": foreignLibc() }, "bun-linux-x64"],
    [
      "one is for another processor",
      { "bun-linux-aarch64": RUNS, "bun-linux-x64": foreignProcessor() },
      "bun-linux-aarch64",
    ],
    ["there is one alone", { "bun-linux-aarch64-musl": RUNS }, "bun-linux-aarch64-musl"],
  ])("hive starts the one that runs: %s", (_what, programs, expected) => {
    expect(started(at, programs)).toEqual({ exitCode: 0, started: expected });
  });
});

test("where none of several installed Buns runs, hive starts the user's", () => {
  using directory = tempDir();
  const bin = join(directory.path, ".bun/bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "bun"), RUNS, { mode: 0o755 });
  const programs = { "bun-linux-x64": foreignLibc(), "bun-linux-x64-musl": foreignProcessor() };
  expect(started("node_modules", programs, { HOME: directory.path })).toEqual({ exitCode: 0, started: ".bun" });
});

test("the repository has no symbolic link: a copy of it may hold the link's text instead", () => {
  const listed = Bun.spawnSync(["git", "ls-files", "--stage"], { cwd: TOP }).stdout.toString();
  expect(listed.split("\n").filter((line) => line.startsWith("120000 "))).toEqual([]);
  expect(listed).toMatch(/^100755 \w+ 0\tscripts\/hive$/m);
});
