import { FOREIGN, readOwn } from "../../../origin/own-file.ts";
import type { Config, ShareClass } from "../../../base/config/config.ts";
import { homeOf } from "../../../origin/own-directory.ts";
import { type FleetAddress, parseFleetUrl, passwordFile } from "./address.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MAX_PASSWORD_FILE_BYTES = 65_536;

/** True if the user has named a fleet. An invalid URL counts, so that it is reported. */
export const hasFleet = ({ fleetUrl }: Pick<Config, "fleetUrl">, env: Env): boolean =>
  fleetUrl !== "" || Boolean(env["HIVE_FLEET_URL"]);

export const shareOf = ({ fleetShare }: Pick<Config, "fleetShare">): readonly ShareClass[] =>
  fleetShare as readonly ShareClass[];

/**
 * The user's fleet: `fleetUrl` of the user's own file, else `HIVE_FLEET_URL`.
 * @param state a project's state directory
 * @returns null for none
 * @throws HIVE_INVALID_OPTION for an address that is wrong
 */
export function fleetAddress({ fleetUrl }: Pick<Config, "fleetUrl">, env: Env, state?: string): FleetAddress | null {
  const url = fleetUrl || env["HIVE_FLEET_URL"];
  if (!url) return null;
  const path = env["PGPASSFILE"] || `${homeOf(env, state)}/.pgpass`;
  const text = path.startsWith("/") ? readOwn(path, MAX_PASSWORD_FILE_BYTES) : null;
  const address = parseFleetUrl(url, env, typeof text === "string" ? passwordFile(text) : undefined);
  return text === FOREIGN && address.password === undefined ? { ...address, unreadFile: path } : address;
}
