/** Each script in its own shell: it is read, and asked for what may follow. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Shell, SHELLS } from "../../../src/cli/completion.ts";
import { cli } from "../../support/cli.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(60_000);

/** A shell's program that prints what may follow some words, one a line. */
const ASK: Readonly<Record<Shell, (script: string, words: readonly string[]) => string[]>> = {
  bash: (script, words) => [
    "--norc",
    "-c",
    `. ${script}; COMP_WORDS=(hive "$@"); COMP_CWORD=$#; _hive; printf '%s\\n' "\${COMPREPLY[@]}"`,
    "bash",
    ...words,
  ],
  // The list is taken where zsh's own function would show it.
  zsh: (script, words) => [
    "-f",
    "-c",
    `compdef() { :; }; _files() { :; }
     _describe() { local -a list=("\${(@P)2}"); print -l -- "\${(@)list%%:*}"; }
     . ${script}; words=(hive "$@"); CURRENT=$((# + 1)); _hive`,
    "zsh",
    ...words,
  ],
  fish: (script, words) => [
    "--no-config",
    "-c",
    `source ${script}; complete -C ${JSON.stringify(["hive", ...words].join(" "))} | cut -f 1`,
  ],
};

describe.each(SHELLS)("%s", (shell) => {
  const program = Bun.which(shell);

  /** What may follow; of words that begin with the last one, since zsh leaves the choice to its own function. */
  async function completed(...words: string[]): Promise<string[]> {
    using dir = tempDir();
    const script = join(dir.path, "script");
    writeFileSync(script, (await cli(["completion", shell])).stdout);
    const { stdout, stderr } = Bun.spawnSync([program!, ...ASK[shell](script, words)], {
      env: { PATH: process.env["PATH"], HOME: dir.path },
    });
    expect(stderr.toString()).toBe("");
    const last = words.at(-1) ?? "";
    return stdout
      .toString()
      .split("\n")
      .filter((word) => word !== "" && word.startsWith(last))
      .toSorted();
  }

  test.skipIf(program === null)("completes a command, a command below it, a flag and its values", async () => {
    expect(await completed("work")).toEqual(["worker"]);
    expect(await completed("worker", "sta")).toEqual(["start"]);
    expect(await completed("setup", "--sc")).toEqual(["--scope"]);
    expect(await completed("setup", "--scope", "")).toEqual(["local", "project", "user"]);
    expect(await completed("--root", "/x", "sess")).toEqual(["sessions"]);
    expect(await completed("setup", "--ch")).toEqual(["--check"]);
  });
});

test("a shell that is not known is refused with the known ones", async () => {
  const { exitCode, stderr } = await cli(["completion", "tcsh"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 20, stderr: expect.stringContaining("bash, zsh, fish") });
});
