import { count } from "../../base/text/words.ts";
import type { TargetHeard } from "../../supervisor/heartbeat.ts";
import { type HealthCheck, ok, together, warning } from "../check.ts";

/** Rows that wait for so long wait for no moment's lock. */
const LATE_MS = 60_000;

/** Checks whether what is saved here comes into the archive of all projects. A fault there costs the project nothing. */
export const archiveCheck: HealthCheck = {
  code: "archive",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => {
    if (view.config.archive === "off") return ok("nothing of this project is archived");
    const { waiting } = await view.store();
    const heard = view.lastHeartbeat()?.targets ?? [];
    const faults = heard.flatMap(faultsOf);
    const lateMs = view.nowMs - (waiting?.oldestMs ?? view.nowMs);
    if (faults.length === 0 && lateMs > LATE_MS)
      faults.push(warning("what was saved waits for the archive", { advice: "the next worker sends it" }));
    return together(faults, waiting === null ? "not known" : `${count(waiting.rows, "row")} on the way`);
  },
};

function faultsOf({ name, error, refused }: TargetHeard) {
  const faults = error === null ? [] : [warning(`${name}: ${error}; what is saved waits for it`)];
  if (refused > 0) faults.push(warning(`${name} could not take ${count(refused, "row")}`));
  return faults;
}
