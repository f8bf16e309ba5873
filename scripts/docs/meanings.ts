import type { Settings } from "../../src/base/config/config.ts";

/** The effect of each setting, for `docs/settings.md`. It is not in the table of settings, since each hook call loads that. */
export const MEANINGS: Readonly<Record<keyof Settings, string>> = {
  paused: "Whether nothing is saved now, or until a time. `hive pause` and `hive unpause` set it.",
  exclude:
    "Globs of paths of which nothing is saved: see [privacy](privacy.md). Yours for all projects and for one are added up.",
  checkpointIntervalSeconds: "Seconds between two automatic checkpoints of one instance; 0 takes one at every call.",
  restore:
    "Whether a session that starts is given what an earlier one left: always (in short form after a clean end), only of one that did not end, or never.",
  workerStart: "Who starts a worker when none listens. `HIVE_WORKER_START` in the environment goes before it.",
  idleExitSeconds: "Seconds without an entry after which a worker in the background ends; 0 means never.",
  mode: "What the worker wakes on: the kernel's events, or a timer.",
  durability: "What survives: `process` any crash of a process, `power` also a power cut.",
  rawSql: "Whether raw SQL entries may read and write rows.",
  snapshots: "Whether the files are kept as they were after each call, for `hive undo`: see [undo](undo.md).",
  sessionRetentionDays: "Days without activity after which a session that hive made is deleted; 0 keeps it for ever.",
  archive:
    "What the [archive](archive.md) of all your projects keeps: nothing, what hive saves anyway, or transcripts as well.",
  archiveRetentionDays: "Days without activity after which a session leaves the archive; 0 keeps it for ever.",
  archiveMaxMegabytes:
    "Size of the archive in MiB above which the sessions that were longest without activity leave it.",
  archiveAgentScope: "Whose sessions an agent may ask the archive for: its own project's, or those of all projects.",
  agentUndo: "Whether an agent may run `hive undo` and `hive redo`, without `--force`; else they refuse an agent.",
  fleetUrl: "The server of your [fleet](fleet.md); empty for none. Only your own file names one.",
  fleetShare: "What of your sessions leaves this machine for the fleet. Only your own file widens it.",
  logLevel: "What the worker's log tells at least.",
};
