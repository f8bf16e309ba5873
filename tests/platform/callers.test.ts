/** Which programs started a process. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

const SOURCE = join(import.meta.dir, "../../src/platform/process/callers.ts");
const PRINT = `import(${JSON.stringify(SOURCE)}).then(({ callingPrograms }) => console.log(JSON.stringify(callingPrograms())))`;

/** The programs that a process sees which a shell of this name has started. */
async function callersUnder(argv0: string, ...args: readonly string[]): Promise<readonly string[]> {
  const child = Bun.spawn([argv0 !== "/opt/claude" ? process.execPath : "/bin/sh", ...args], {
    argv0,
    env: {},
    stdout: "pipe",
    stderr: "inherit",
  });
  return JSON.parse(await new Response(child.stdout).text()) as string[];
}

const isLinux = process.platform === "linux";
const isRoot = process.getuid?.() === 0;

test.if(isLinux)("a process knows the programs that started it, the nearest first", async () => {
  const command = `sh -c '"${process.execPath}" -e "$PRINT"; true'; true`;
  const callers = await callersUnder("/opt/claude", "-c", `export PRINT='${PRINT}'; ${command}`);
  expect(callers.slice(0, 2)).toEqual(["sh", "claude"]);
});

test.if(isLinux && isRoot)("the first process of a container is known, too", async () => {
  const child = Bun.spawn(["unshare", "-pf", "--mount-proc", process.execPath, "-e", PRINT], {
    argv0: "unshare",
    env: {},
    stdout: "pipe",
    stderr: "inherit",
  });
  // It sees itself alone: the process that ran `unshare` is outside.
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual([]);
  const within = `exec -a claude /bin/sh -c '"${process.execPath}" -e "$PRINT"; true'`;
  const inside = Bun.spawn(["unshare", "-pf", "--mount-proc", "bash", "-c", within], {
    env: { PRINT },
    stdout: "pipe",
    stderr: "inherit",
  });
  expect(JSON.parse(await new Response(inside.stdout).text())).toEqual(["claude"]);
});

test.if(isLinux).each([
  ["node", []],
  ["bun", ["run"]],
  ["bun", ["--preload", "PRELOAD"]],
] as const)("a script is named, and not the %s %p that runs it", async (program, flags) => {
  const spawn = `Bun.spawnSync(["sh", "-c", '"$0" -e "$1"; true', process.execPath, process.argv.at(-1)], { stdout: "inherit", env: {} })`;
  using dir = tempDir();
  const file = join(dir.path, "codex.js");
  writeFileSync(file, spawn);
  const preload = join(dir.path, "pre.js");
  writeFileSync(preload, "");
  const callers = await callersUnder(program, ...flags.map((one) => one.replace("PRELOAD", preload)), file, PRINT);
  expect(callers.slice(0, 2)).toEqual(["sh", "codex"]);
});
