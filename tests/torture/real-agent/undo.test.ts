/**
 * The released Claude Code changes files by a command and by a subagent, and `hive undo` brings them back. Needs what
 * claude.test.ts needs.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { manifest } from "../../support/snapshots/snapshots.ts";
import { waitFor } from "../../support/wait-for.ts";
import { CLAUDE } from "./claude.ts";
import { runAgent } from "./run-agent.ts";
import type { Step } from "./script.ts";

setDefaultTimeout(300_000);

const HIVE = resolve(import.meta.dir, "../../../bin/hive");
const hasAll = existsSync(CLAUDE) && Bun.which("tmux") !== null && Bun.which("unshare") !== null;
const LIMIT_MS = 60_000;

/** What `hive changes --json` tells. */
interface Changes {
  readonly snapshots: ReadonlyArray<{
    readonly calls: ReadonlyArray<{ readonly tool: string; readonly agentId?: string }>;
    readonly changes: ReadonlyArray<{ readonly path: string }>;
  }>;
}

class Stage implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), "hive-undo-agent-"));
  readonly home = join(this.#directory, "home");
  readonly project = join(this.home, "app");
  #runs = 0;

  constructor() {
    mkdirSync(join(this.project, "src"), { recursive: true });
    for (const name of ["one", "two", "three"]) this.write(`src/${name}.ts`, `export const ${name} = "${name}";\n`);
    for (const command of [
      ["git", "init", "-q", "-b", "main"],
      ["git", "add", "."],
      ["git", "-c", "user.name=Dev", "-c", "user.email=dev", "commit", "-qm", "first"],
    ]) {
      this.#run(...command);
    }
    this.write("notes.md", "never committed\n");
    symlinkSync("one.ts", join(this.project, "src/link.ts"));
    this.#run(HIVE, "setup", "--yes", "--scope", "user");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.project, path), text);
  }

  #run(...command: string[]) {
    const env = { PATH: process.env["PATH"] ?? "", HOME: this.home, LANG: "C.UTF-8" };
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: this.project, env });
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  }

  hive(...args: string[]) {
    return this.#run(HIVE, ...args);
  }

  changes(): Changes["snapshots"] {
    const { exitCode, stdout } = this.hive("changes", "--json");
    return exitCode === 0 ? (JSON.parse(stdout) as Changes).snapshots : [];
  }

  async play(prompt: string, steps: readonly Step[]): Promise<void> {
    this.#runs += 1;
    const { project, home } = this;
    await runAgent({ steps, prompts: [prompt], project, home, out: join(this.#directory, `session-${this.#runs}`) });
  }

  [Symbol.dispose](): void {
    this.hive("worker", "stop");
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

describe.skipIf(!hasAll)("with the released Claude Code", () => {
  test("files that a command deleted and rewrote, and that a subagent wrote, come back by hive undo", async () => {
    using stage = new Stage();
    // The first snapshot is of the files before an agent has touched them.
    await stage.play("Say hello", [{ say: "Hello." }]);
    await waitFor(() => stage.changes().length > 0, { timeoutMs: LIMIT_MS });
    const before = manifest(stage.project);
    await stage.play("Clean up", [
      { shell: "rm src/one.ts notes.md src/link.ts && sed -i s/two/zwei/ src/two.ts && printf 'x' > src/made.ts" },
      {
        subagent: {
          prompt: "Write part.txt.",
          isBackground: false,
          steps: [
            { write: { path: "part.txt", content: "part\n" } },
            { shell: "chmod +x src/three.ts && echo more >> src/three.ts" },
            { say: "Done." },
          ],
        },
      },
      { say: "All is clean." },
    ]);
    const wanted = ["notes.md", "part.txt", "src/link.ts", "src/made.ts", "src/one.ts", "src/three.ts", "src/two.ts"];
    const changed = () => new Set(stage.changes().flatMap(({ changes }) => changes.map(({ path }) => path)));
    await waitFor(() => wanted.every((path) => changed().has(path)), {
      timeoutMs: LIMIT_MS,
      describe: () => JSON.stringify(stage.changes()),
    });
    expect(readFileSync(join(stage.project, "src/two.ts"), "utf8")).toContain("zwei");
    const calls = stage.changes().flatMap((snapshot) => snapshot.calls);
    expect(calls.some(({ tool, agentId }) => tool === "Bash" && agentId === undefined)).toBe(true);
    expect(calls.some(({ agentId }) => agentId !== undefined)).toBe(true);
    const undone = stage.hive("undo", "--session", "--yes");
    expect({ ...undone, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(manifest(stage.project)).toEqual(before);
  });
});
