// @bun
import {
  lastCallMs,
  ProjectView,
  snapshotsStatus,
  examine,
  isHealthy
} from "./doctor-registry.js";
import {
  isSystemFault
} from "./supervisor-outage.js";

// src/doctor/status.ts
var NO_DEPTH = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null }, NO_ACCOUNT = { enqueued: 0, applied: 0, pending: 0, failed: 0, missing: [] };
async function readStatus(root, nowMs, config, options = {}) {
  let view = new ProjectView({ root, nowMs, config, ...options }), findings = (await examine(view, ["fast"])).map(({ finding }) => finding), { agents, account } = await view.store(), told = (level) => findings.filter((finding) => finding.level === level).map(({ code, found }) => `${code}: ${found}`), lastMs = await lastCallMs(view);
  return {
    version: 1,
    root,
    isHealthy: isHealthy(findings),
    problems: told("problem"),
    notes: told("warning"),
    findings,
    hooks: view.project === void 0 ? null : view.installedHooks().map(({ agent, where }) => ({ agent: agent.name, where })),
    lastCallAt: lastMs === null ? null : new Date(lastMs).toISOString(),
    workers: seen(view, view.workers, []),
    heartbeat: seen(view, view.lastHeartbeat, null),
    starts: seen(view, view.starts, null),
    depth: seen(view, view.depth, NO_DEPTH),
    account: view.isQueueMade ? account : NO_ACCOUNT,
    agents,
    snapshots: readSnapshots(view)
  };
}
function readSnapshots(view) {
  try {
    return snapshotsStatus(view);
  } catch {
    return null;
  }
}
function seen({ isQueueMade }, read, otherwise) {
  if (!isQueueMade)
    return otherwise;
  try {
    return read();
  } catch (error) {
    if (!isSystemFault(error))
      throw error;
    return otherwise;
  }
}

export { readStatus };
