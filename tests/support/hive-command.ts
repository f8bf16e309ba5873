import { join } from "node:path";
import { AGENTS_SET } from "../../src/recall/archive/scope.ts";

/** What Bun is given to run hive's commands as of a person, whatever runs the tests. */
export const HIVE: readonly string[] = [
  "--preload",
  join(import.meta.dir, "of-a-person-fixture.ts"),
  join(import.meta.dir, "../../src/cli/main.ts"),
];

/** Takes the variables that an agent sets out of an environment, this process's by default: {@link HIVE} goes with it. */
export function dropAgents(env: Record<string, string | undefined> = process.env): typeof env {
  for (const name of AGENTS_SET) delete env[name];
  return env;
}
