import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "cleared-and-steered";

export interface Story {
  seed: number;
  first: string;
  command: string;
  format: string;
  flag: string;
  isClosed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    first: random.pick(["the colour theme", "the progress bar", "the spinner"]),
    command: random.pick(["stats", "verify", "prune"]),
    format: random.pick(["NDJSON", "CSV", "TAP"]),
    flag: random.pick(["--since", "--limit", "--owner"]),
    isClosed: random.next() < 0.5,
  };
}

/** `/clear` begins another task; the second one is steered twice, and its terminal is closed in mid-turn. */
export function play(told: Story): Recording {
  const { first, command, format, flag } = told;
  const files = [
    "tool/cli.py",
    `tool/${command}.py`,
    "tool/output.py",
    "tool/theme.py",
    "tests/test_cli.py",
    "pyproject.toml",
  ];
  const world = new World(told.seed, { branch: `cli-${command}`, files });
  const before = world.session().start();
  before.prompt(`Rework ${first} of the command line tool so that it works on Windows consoles.`);
  before.todos([
    ["Detect the console", "completed"],
    [`Rewrite ${first}`, "in_progress"],
    ["Try it in cmd.exe", "pending"],
  ]);
  routine(before, world.random, { files: ["tool/theme.py"], rounds: 12 });
  before.fail(
    "pytest -q tests/test_theme.py",
    "E       AssertionError: assert '\\x1b[31m' == ''\nFAILED tests/test_theme.py::test_no_colour - AssertionError",
    { exit: 1 },
  );
  before.stop("The theme needs a decision about 16 colours. Let us leave it.");

  const main = before.clear();
  main.prompt(
    `Add a "${command}" command that prints ${format}. Streams, never more than one record in memory: the files have 40 GB. ` +
      `Python 3.9 must still work, so no match statement. Do not add dependencies.`,
  );
  main.todos([
    ["Parse the arguments", "completed"],
    ["Stream the records", "in_progress"],
    [`Write ${format}`, "pending"],
    ["Man page", "pending"],
  ]);
  const checks = [
    ["pytest -q tests/test_output.py", "18 passed in 0.31s"],
    ["mypy tool", "Success: no issues found in 9 source files"],
  ] as const;
  routine(main, world.random, { files: [`tool/${command}.py`, "tool/output.py"], rounds: 12, checks });
  main.stop("Records are streamed. The output is next.");
  main.prompt(`Exit code 3 when nothing matches. And add ${flag}, like in the list command.`);
  main.write(`tests/test_${command}.py`, "def test_empty(): ...\n");
  routine(main, world.random, { files: ["tool/cli.py", `tests/test_${command}.py`], rounds: 9, checks });
  main.todos([
    ["Parse the arguments", "completed"],
    ["Stream the records", "completed"],
    [`Write ${format}`, "in_progress"],
    ["Man page", "pending"],
  ]);
  main.fail(`python -m tool ${command} big.dat`, "", { exit: 130, isInterrupt: true });
  main.prompt("Stop, that file is on the slow disk. Use samples/small.dat for your runs.");
  main.bash(`python -m tool ${command} samples/small.dat`, "12 records");
  main.look(4);
  main.fail(
    `pytest -q tests/test_${command}.py`,
    `    def test_empty():\n>       assert run(["${command}", "none.dat"]) == 3\nE       assert 0 == 3\n\nFAILED tests/test_${command}.py::test_empty - assert 0 == 3\n1 failed, 11 passed in 0.40s`,
  );
  main.look(5);
  main.nod("continue");
  main.edit(`tool/${command}.py`, "return 0", "return 3 if empty else 0");
  main.began("Bash", { command: `hyperfine "python -m tool ${command} samples/small.dat"`, description: "Measure it" });
  if (told.isClosed) main.end("other");
  else main.crash();
  world.session().probe();
  return world.recording();
}
