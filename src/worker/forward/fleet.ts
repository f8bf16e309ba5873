import { hostname } from "node:os";
import type { Config } from "../../base/config/config.ts";
import { errorCode, errorMessage } from "../../base/errors.ts";
import { VERSION } from "../../base/version.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { FleetTarget } from "../../store/postgres/fleet-target.ts";
import { fleetProject } from "../../store/postgres/project-id.ts";
import { fleetAddress, hasFleet, shareOf } from "../../store/postgres/connect/settings.ts";
import { unsetTarget } from "../../store/postgres/unset-target.ts";
import type { Target } from "../../store/target.ts";

/** The fleet that the user's settings name; null for none. One with a wrong address takes nothing, and says why. */
export function fleetOf(root: string, config: Config): Target | null {
  if (!hasFleet(config, process.env)) return null;
  try {
    return new FleetTarget({
      address: fleetAddress(config, process.env, root)!,
      share: shareOf(config),
      label: hostname(),
      hiveVersion: VERSION,
      projectOf: fleetProject,
      dataDirectory: ownDirectory("data", process.env, root),
    });
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return unsetTarget(errorMessage(error));
  }
}
