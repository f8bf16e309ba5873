/** Which programs started a process. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

const SOURCE = join(import.meta.dir, "../../src/platform/process/callers.ts");
const PRINT = `import(${JSON.stringify(SOURCE)}).then(({ callingPrograms }) => console.log(JSON.stringify(callingPrograms())))`;

/** The programs that a process sees which a shell of this name has started. */
async function callersUnder(argv0: string, ...args: readonly string[]): Promise<readonly string[]> {
  const child = Bun.spawn([argv0 === "node" ? process.execPath : "/bin/sh", ...args], {
    argv0,
    env: {},
    stdout: "pipe",
    stderr: "inherit",
  });
  return JSON.parse(await new Response(child.stdout).text()) as string[];
}

const isLinux = process.platform === "linux";

test.if(isLinux)("a process knows the programs that started it, the nearest first", async () => {
  const command = `sh -c '"${process.execPath}" -e "$PRINT"; true'; true`;
  const callers = await callersUnder("/opt/claude", "-c", `export PRINT='${PRINT}'; ${command}`);
  expect(callers.slice(0, 2)).toEqual(["sh", "claude"]);
});

test.if(isLinux)("a script is named, and not what runs it", async () => {
  const spawn = `Bun.spawnSync(["sh", "-c", '"$0" -e "$1"; true', process.execPath, process.argv.at(-1)], { stdout: "inherit", env: {} })`;
  using dir = tempDir();
  const file = join(dir.path, "codex.js");
  writeFileSync(file, spawn);
  const callers = await callersUnder("node", file, PRINT);
  expect(callers.slice(0, 2)).toEqual(["sh", "codex"]);
});
