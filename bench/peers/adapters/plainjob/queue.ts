import { Database } from "bun:sqlite";
import { bun, defineQueue, type Queue } from "plainjob";

export const TYPE = "log";

const quiet = (): void => undefined;
export const SILENT = { error: quiet, warn: quiet, info: quiet, debug: quiet };

export function openQueue(directory: string, leaseMs: number | null = null): Queue {
  const connection = bun(new Database(`${directory}/plainjob.db`, { create: true, strict: true }));
  const lease = leaseMs === null ? {} : { timeout: leaseMs, maintenanceInterval: leaseMs / 2 };
  return defineQueue({ connection, logger: SILENT, ...lease });
}
