import type { Config } from "../base/config/config.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { readConfigFiles } from "../origin/config-files.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { fleetAddress, hasFleet } from "../store/postgres/connect/settings.ts";
import { noteTombstone, pendingTombstones } from "../store/postgres/tombstones.ts";
import type { Holder } from "./holders.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Notes the sessions that the fleet must forget. The notes on this machine do not name them. */
export const fleetHolder: Holder = {
  name: "sessions in the fleet",
  find: () => [],
  forget({ root, data, env }, { sessionId, nowMs }) {
    if (data !== null && hasFleet(configOf(root, env), env)) noteTombstone(data, sessionId, nowMs);
  },
};

/** `none` without noted sessions. `later` if the fleet's server is away: the next worker retries. */
export type FleetForgetting = "none" | "done" | "later";

/** Makes the fleet forget the noted sessions. */
export async function forgetInFleet(root: string, data: string | null, env: Env): Promise<FleetForgetting> {
  if (data === null || pendingTombstones(data).length === 0) return "none";
  try {
    const address = fleetAddress(configOf(root, env), env, root);
    if (address === null) return "later";
    const { FleetReader } = await import("../store/postgres/fleet-reader.ts");
    await using fleet = new FleetReader(address);
    await fleet.forget(data);
    return "done";
  } catch (error) {
    if (!["HIVE_STORE_UNAVAILABLE", "HIVE_INVALID_OPTION"].includes(errorCode(error) ?? "")) throw error;
    return "later";
  }
}

/** Has the fleet forget sessions that this machine has nothing of. @throws HIVE_STORE_UNAVAILABLE without a data directory */
export async function forgetOthers(
  root: string,
  sessionIds: readonly string[],
  { env, nowMs }: { readonly env: Env; readonly nowMs: number },
): Promise<FleetForgetting> {
  const data = ownDirectory("data", env, root);
  if (data === null) throw new HiveError("HIVE_STORE_UNAVAILABLE", "this user has no data directory");
  for (const sessionId of sessionIds) noteTombstone(data, sessionId, nowMs);
  return await forgetInFleet(root, data, env);
}

const configOf = (root: string, env: Env): Config => readConfigFiles(root, {}, env).config;
