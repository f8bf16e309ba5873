import type { HealthCheck } from "../check.ts";
import { clockCheck } from "./clock.ts";
import { commandCheck } from "./command.ts";
import { bunCheck, fileSystemCheck, platformCheck, watchesCheck } from "./machine.ts";
import { forgettingCheck } from "./forgetting.ts";
import { gitCheck } from "./git.ts";
import { integrityCheck } from "./integrity.ts";
import { deadWorkersCheck, temporaryFilesCheck } from "./leftovers.ts";
import { programsCheck } from "./programs.ts";
import { trustCheck } from "./trust.ts";
import { snapshotsCheck } from "./snapshots.ts";
import { doorbellCheck, eventsCheck } from "./waking.ts";

/** Checks that need a probe, another process or a walk over all files. */
export const DEEP_CHECKS: readonly HealthCheck[] = [
  programsCheck,
  trustCheck,
  platformCheck,
  bunCheck,
  commandCheck,
  gitCheck,
  fileSystemCheck,
  eventsCheck,
  watchesCheck,
  integrityCheck,
  forgettingCheck,
  snapshotsCheck,
  deadWorkersCheck,
  doorbellCheck,
  temporaryFilesCheck,
  clockCheck,
];
