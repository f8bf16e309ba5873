/** Where what is saved here is sent to. A fault there costs the project nothing. */
import { count, span } from "../../base/text/words.ts";
import { hasFleet } from "../../store/postgres/connect/settings.ts";
import { type CheckResult, type HealthCheck, ok, together, warning } from "../check.ts";
import type { ProjectView } from "../project-view.ts";

/** Rows that wait for so long wait for no moment's lock. */
const LATE_MS = 60_000;

/** Checks whether what is saved here comes into the archive of all projects. */
export const archiveCheck: HealthCheck = {
  code: "archive",
  groups: ["fast"],
  needs: "queue",
  run: async (view) =>
    view.config.archive === "off" ? ok("nothing of this project is archived") : await stateOf(view, "archive"),
};

/** Checks whether what is shared comes to the fleet's server. */
export const fleetCheck: HealthCheck = {
  code: "fleet",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => (hasFleet(view.config, view.env) ? await stateOf(view, "fleet") : ok("no fleet is set")),
};

async function stateOf(view: ProjectView, name: string): Promise<CheckResult> {
  const { waiting } = await view.store();
  const heard = view.lastHeartbeat()?.targets ?? [];
  const lateMs = view.nowMs - (waiting?.oldestMs ?? view.nowMs);
  const rows = waiting === null ? "not known" : `${count(waiting.rows, "row")} on the way`;
  const since = lateMs > LATE_MS ? `${rows}, the oldest for ${span(lateMs)}` : rows;
  const { error, refused } = heard.find((one) => one.name === name) ?? { error: null, refused: 0 };
  const faults: CheckResult[] = [];
  if (error !== null) faults.push(warning(`${error}; what is saved waits for it: ${since}`));
  // Rows wait until every target has them: one that is away says so itself.
  else if (lateMs > LATE_MS && heard.every((one) => one.error === null))
    faults.push(warning(since, { advice: "the next worker sends them" }));
  if (refused > 0) faults.push(warning(`it could not take ${count(refused, "row")}`));
  return together(faults, rows);
}
