import { errorCode, errorMessage } from "../../../src/base/errors.ts";
import { connectFleet } from "../../../src/store/postgres/connect/pool.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { FleetTarget, type FleetStep } from "../../../src/store/postgres/fleet-target.ts";
import type { FleetProject } from "../../../src/store/postgres/project-id.ts";
import { makeTables } from "../../../src/store/postgres/schema.ts";
import { SHARE_CLASSES, type ShareClass } from "../../../src/base/config/config.ts";
import { fact } from "../../store/archive/archive-project.ts";
import { Postgres } from "../../support/servers/postgres.ts";

/** A server with hive's tables. */
export async function fleetServer(settings: readonly string[] = []): Promise<Postgres> {
  const server = await Postgres.start(settings);
  const connection = connectFleet(parseFleetUrl(server.url(), {}));
  await makeTables(connection.kysely);
  await connection.close();
  return server;
}

export const prompt = (key: string, atMs: number, data: object = { text: key }) => fact("prompt", key, atMs, data);

/** How a call fails; empty if it does not. */
export async function failing(
  work: () => unknown,
): Promise<{ readonly code: string | undefined; readonly message: string }> {
  try {
    await work();
  } catch (error) {
    return { code: errorCode(error), message: errorMessage(error) };
  }
  return { code: undefined, message: "" };
}

interface Given {
  readonly share?: readonly ShareClass[];
  readonly parameters?: string;
  readonly user?: string;
  /** Another way to the server. */
  readonly url?: string;
  readonly project?: FleetProject;
  readonly dataDirectory?: string | null;
  readonly label?: string;
  readonly onStep?: (step: FleetStep) => void;
}

/** A machine's target on it. */
export function fleetTarget(
  server: Postgres,
  {
    share = SHARE_CLASSES,
    parameters,
    user,
    url = server.url(parameters, user),
    project,
    dataDirectory = null,
    label = "laptop",
    onStep,
  }: Given = {},
) {
  return new FleetTarget({
    address: parseFleetUrl(url, {}),
    share,
    label,
    hiveVersion: "0.0.0",
    projectOf: async () => project ?? { id: "github.com/ada/shop", name: "shop", root: null },
    dataDirectory,
    onStep,
  });
}
