import type { MakeResident } from "./resident-child.ts";

/** The roles of resident processes, each with its module. Only the process of a role loads its module. */
export const RESIDENT_ROLES = {
  /** Echoes each request, which shows that the worker can start such a process. */
  echo: async (): Promise<MakeResident> => () => ({ answer: (message) => message }),
  /** Brings the outbox's rows to the archive. */
  forward: async (): Promise<MakeResident> => (await import("../forward/forward-role.ts")).makeForwarder,
  /** Takes snapshots of the files. */
  snapshots: async (): Promise<MakeResident> => (await import("./snapshots.ts")).makeSnapshots,
} as const;

export type ResidentRole = keyof typeof RESIDENT_ROLES;

export const isResidentRole = (name: string): name is ResidentRole => Object.hasOwn(RESIDENT_ROLES, name);
