import { join } from "node:path";

/** What Bun is given to run hive's commands as of a person, whatever runs the tests. */
export const HIVE: readonly string[] = [
  "--preload",
  join(import.meta.dir, "of-a-person-fixture.ts"),
  join(import.meta.dir, "../../src/cli/main.ts"),
];
