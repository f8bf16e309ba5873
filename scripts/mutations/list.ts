import { ARCHIVE } from "./archive.ts";
import { CONTROL } from "./control.ts";
import { DASHBOARD } from "./dashboard.ts";
import { FLEET } from "./fleet.ts";
import { HOOK } from "./hook.ts";
import type { Mutation } from "./mutation.ts";
import { ORIGIN } from "./origin.ts";
import { PROJECT } from "./project.ts";
import { QUEUE } from "./queue.ts";
import { SETUP } from "./setup.ts";
import { FILES_LEFT_OUT } from "./left-out.ts";
import { SNAPSHOTS } from "./snapshots.ts";
import { STORE } from "./store.ts";
import { WORKER } from "./worker.ts";

export const MUTATIONS: readonly Mutation[] = [
  ...QUEUE,
  ...STORE,
  ...WORKER,
  ...DASHBOARD,
  ...HOOK,
  ...SETUP,
  ...PROJECT,
  ...ORIGIN,
  ...CONTROL,
  ...FLEET,
  ...ARCHIVE,
  ...FILES_LEFT_OUT,
  ...SNAPSHOTS,
];
