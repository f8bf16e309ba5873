import { linkSync, unlinkSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { logEntry } from "../harness/rig.ts";

const nameOf = (index: number): string => `5_dead${index}.json`;

/** Links one dead letter into `failed/` under many names, since writing as many files would take a minute. */
export function fillFailed(root: string, names: number): void {
  if (names === 0) return;
  const { deadLetters, paths } = new Queue(root);
  const claimed = `${paths.tmp}/claimed`;
  writeFileSync(claimed, "");
  const reason = { code: "HIVE_INVALID_ENTRY", message: "made by the benchmark" };
  const entry = { ...logEntry(), seq: "dead" };
  const letter = { entry_id: "dead", reason, attempts: 3, failed_at: new Date().toISOString(), entry };
  deadLetters.bury(claimed, nameOf(0), letter);
  for (let index = 1; index < names; index += 1) {
    linkSync(`${paths.failed}/${nameOf(0)}`, `${paths.failed}/${nameOf(index)}`);
  }
}

/** Removes them again, so that the rest is the worker's own. @throws when one is gone */
export function emptyFailed(root: string, names: number): void {
  const { failed } = new Queue(root).paths;
  for (let index = 0; index < names; index += 1) unlinkSync(`${failed}/${nameOf(index)}`);
}
