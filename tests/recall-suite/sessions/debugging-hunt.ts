import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "debugging-hunt";

export interface Story {
  seed: number;
  test: string;
  one: number;
  of: number;
  commit: string;
  /** Which of the suspects it is not, in the order of the hunt. */
  cleared: readonly string[];
  suspect: string;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  const [first, second, suspect] = random.shuffled([
    "the DNS cache",
    "the clock mock",
    "the connection pool",
    "the retry timer",
  ]);
  return {
    seed,
    test: random.pick(["reconnects-after-drop", "drains-on-shutdown", "resends-unacked"]),
    one: random.int(1, 4),
    of: random.pick([50, 200]),
    commit: random.hex(7),
    cleared: [first!, second!],
    suspect: suspect!,
  };
}

export function play(told: Story): Recording {
  const { test, one, of, commit, cleared, suspect } = told;
  const files = ["src/client.ts", "src/pool.ts", "src/retry.ts", "src/socket.ts", "test/helpers.ts"];
  const world = new World(told.seed, { branch: "main", files });
  const main = world.session().start();
  main.prompt(
    `test/${test}.test.ts fails about ${one} times in ${of} on CI since last week, and never here. Find out why. Do not just add a retry ` +
      `or a longer timeout, and do not skip it. No change in src/ before you can explain it to me.`,
  );
  for (const task of ["Reproduce it here", "Bisect", "Name the cause", "Write a test that always fails", "Mend it"])
    main.taskCreate(task);
  main.taskUpdate("1", "in_progress");
  main.look(8);
  for (let attempt = 0; attempt < 6; attempt += 1) {
    main.bash(`npx jest test/${test}.test.ts --seed ${world.random.int(1, 999)}`, "Tests:       7 passed, 7 total");
    main.look(2);
  }
  main.edit("test/helpers.ts", "debug = false", "debug = true");
  main.stop(`It is not ${cleared[0]}: with it switched off the rate is the same.`);
  main.nod("go on");
  main.write("scripts/stress.sh", 'taskset -c 0 npx jest "$1" --repeat 200\n');
  main.fail(
    `sh scripts/stress.sh test/${test}.test.ts`,
    `  ● ${test} › keeps the order\n\n    expect(received).toEqual(expected)\n\n    - "b"\n    + "a"\n\nTests:       ${one} failed, ${of} total`,
  );
  main.taskUpdate("1", "completed", "in_progress");
  main.taskUpdate("2", "in_progress");
  main.look(6);
  for (let attempt = 0; attempt < 7; attempt += 1) {
    main.bash(
      `git stash -q; git checkout -q ${world.random.hex(7)} && sh scripts/stress.sh quick; git checkout -q main && git stash pop -q`,
      "ok",
    );
    main.look(2);
  }
  main.bash(
    "git bisect run sh scripts/stress.sh quick",
    `${commit} is the first bad commit\nAuthor: Kim\n\n    Share sockets between pools`,
  );
  main.bash("git bisect reset", "Switched to branch 'main'");
  main.taskUpdate("2", "completed", "in_progress");
  main.taskUpdate("3", "in_progress");
  main.stop(
    `The first bad commit is ${commit}, "Share sockets between pools". It only fails pinned to one core (scripts/stress.sh).`,
  );
  main.prompt("Good. Kim is away this week, so do not revert that commit. What in it?");
  routine(main, world.random, { files: ["test/helpers.ts", "scripts/stress.sh"], rounds: 7 });
  main.ask(
    "Explore",
    "Read the socket sharing",
    "Who releases a shared socket, and when?",
    `release() in src/socket.ts:${one}7 runs before the last write is flushed.`,
  );
  main.stop(
    `It is not ${cleared[1]} either. I suspect ${suspect} now: release() runs before the last write is flushed.`,
  );
  main.nod("continue");
  main.look(7);
  main.write("test/socket-release.test.ts", "test('flush', () => {});\n");
  main.fail(
    "npx jest test/socket-release.test.ts",
    `  ● release › waits for the flush\n\n    Expected: "flushed"\n    Received: "released"\n\nTests:       1 failed, 1 total`,
  );
  main.look(8);
  main.nod("yes");
  main.look(4);
  main.began("Bash", { command: `sh scripts/stress.sh test/socket-release.test.ts`, description: "Run it 200 times" });
  main.crash();
  world.session().probe();
  return world.recording();
}
