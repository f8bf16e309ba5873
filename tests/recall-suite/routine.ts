import type { Actor } from "./actor.ts";
import type { Random } from "./random.ts";

/** A stretch of ordinary work: looks around, edits of these files, and now and then a check that passes. */
export function routine(
  actor: Actor,
  random: Random,
  work: { files: readonly string[]; rounds: number; checks?: readonly (readonly [command: string, stdout: string])[] },
): void {
  for (let round = 0; round < work.rounds; round += 1) {
    actor.look(random.int(1, 2));
    const file = random.pick(work.files);
    actor.edit(file, `const step = ${round};`, `const step = ${round + 1};`);
    if (work.checks !== undefined && round % 3 === 2) actor.bash(...random.pick(work.checks));
  }
}
