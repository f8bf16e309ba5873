/** What lies in the way of an import stops nothing. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { CAN_BE_ANOTHER, NOBODY, runAs } from "../torture/faults/users.ts";
import { HIVE } from "../support/hive-command.ts";

setDefaultTimeout(120_000);

const AT = "2026-11-01T10:00:00Z";

interface Tally {
  readonly agent: string;
  readonly taken: number;
  readonly none: number;
  readonly unlisted: number;
}

/** A home directory with a transcript of Claude Code's. */
function home() {
  const dir = tempDir();
  const at = (path: string): string => join(dir.path, path);
  const write = (path: string, cwd: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    const line = { type: "user", uuid: path, cwd, timestamp: AT, message: { content: "Water the plants" } };
    writeFileSync(at(path), `${JSON.stringify(line)}\n`);
  };
  write(".claude/projects/a/1.jsonl", "/gone/shop");
  const env = { HOME: dir.path, XDG_DATA_HOME: at("data"), XDG_CONFIG_HOME: at("config") };
  return {
    path: dir.path,
    env,
    at,
    write,
    run: (...flags: string[]) => cli(["import", "--yes", ...flags], { env, cwd: dir.path }),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

const talliesIn = (stdout: string): readonly Tally[] => (JSON.parse(stdout) as { agents: Tally[] }).agents;

const IN_THE_WAY: ReadonlyArray<readonly [string, (path: string) => void]> = [
  ["a file", (path) => writeFileSync(path, "")],
  ["a link that leads to itself", (path) => symlinkSync(path, path)],
];

test.each(IN_THE_WAY)(
  "%s in the place of an agent's directory is counted and said, and stops no other agent",
  async (_, put) => {
    using it = home();
    mkdirSync(it.at(".codex"));
    put(it.at(".codex/sessions"));
    const { stdout, exitCode } = await it.run("--json");
    expect([exitCode, talliesIn(stdout)]).toMatchObject([
      0,
      [
        { agent: "claude-code", taken: 1, unlisted: 0 },
        { agent: "codex", taken: 0, unlisted: 1 },
      ],
    ]);
    expect((await it.run()).stdout).toContain(
      "codex: 0 of 0 transcripts taken, 0 left out by your settings, 0 not understood; 1 place could not be looked at\n",
    );
  },
);

test("a hidden file beside the transcripts is none of them", async () => {
  using it = home();
  it.write(".claude/projects/a/._1.jsonl", "/gone/shop");
  it.write(".claude/projects/.b/2.jsonl", "/gone/shop");
  expect(talliesIn((await it.run("--json")).stdout)).toMatchObject([{ taken: 1, none: 0, unlisted: 0 }]);
});

test("a loop of links among the transcripts is not followed", async () => {
  using it = home();
  symlinkSync("..", it.at(".claude/projects/a/loop"));
  symlinkSync("1.jsonl", it.at(".claude/projects/a/2.jsonl"));
  mkdirSync(it.at(".claude/projects/a/3.jsonl"));
  expect(talliesIn((await it.run("--json")).stdout)).toMatchObject([{ taken: 1, none: 0, unlisted: 0 }]);
});

test.if(CAN_BE_ANOTHER)("a directory that may not be listed is counted and said, and hides no other", () => {
  using it = home();
  it.write(".claude/projects/b/2.jsonl", "/gone/shop");
  for (const path of [it.path, it.at(".claude"), it.at(".claude/projects")]) chmodSync(path, 0o755);
  chmodSync(it.at(".claude/projects/b"), 0);
  for (const path of [it.path, it.at(".claude/projects/a"), it.at(".claude/projects/a/1.jsonl")])
    chownSync(path, NOBODY, NOBODY);
  const command = [process.execPath, ...HIVE, "import", "--yes", "--json"];
  const { stdout, stderr } = runAs(NOBODY, "077", command, "", { ...it.env, HIVE_CWD: it.path });
  expect(stderr).toBe("");
  expect(talliesIn(stdout)).toMatchObject([{ taken: 1, unlisted: 1 }]);
});

test("whatever a transcript names as its directory, it stops no other", async () => {
  using it = home();
  const loop = it.at("loop");
  symlinkSync(loop, loop);
  writeFileSync(it.at("file"), "");
  const names = [
    "\0",
    "a\0b",
    "relative",
    "..",
    "",
    "/",
    `/${"x".repeat(5000)}`,
    `/${"y/".repeat(3000)}`,
    loop,
    it.at("file/below"),
    "/proc/1/cwd",
    "/dev/null",
    "\ud800",
    "/\u001b]0;x\u0007",
  ];
  for (const [index, name] of names.entries()) it.write(`.claude/projects/b/${index}.jsonl`, name);
  rmSync(it.at("data"), { recursive: true, force: true });
  const { stdout, stderr, exitCode } = await it.run("--json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  const [{ taken, none } = { taken: 0, none: 0 }] = talliesIn(stdout);
  expect(taken + none).toBe(names.length + 1);
});
