// @bun
import {
  statIn
} from "./platform-bun-callers-directory.js";
import {
  kernelText
} from "./platform-process-kernel-text.js";

// src/recall/choose/process-alive.ts
var RECENT_MS = 86400000, TICKS_PER_SECOND = 100, boot, thisBoot = () => boot ??= { bootId: kernelText("/proc/sys/kernel/random/boot_id")?.trim(), initTicks: statOf(1)?.startTicks };
function earlierBoot({ bootId }) {
  let now = thisBoot().bootId;
  return bootId === void 0 || now === void 0 || bootId === now ? null : bootId;
}
function isProcessRunning(seen, lastSeenMs, nowMs, ownPids) {
  let { pid, startTicks, bootId, initTicks } = seen;
  if (startTicks === void 0)
    return isSessionRunning([{ pid, lastSeenMs }], nowMs, ownPids);
  let here = thisBoot();
  if (here.bootId !== bootId || here.initTicks !== initTicks)
    return null;
  if (ownPids.includes(pid))
    return !1;
  let stat = statOf(pid);
  return stat !== null && !isOver(stat.state) && stat.startTicks === startTicks;
}
function isSessionRunning(seen, nowMs, ownPids = []) {
  let known = seen.filter(({ pid }) => pid !== null);
  if (known.length === 0)
    return null;
  return known.some(({ pid, lastSeenMs }) => {
    if (pid === null || ownPids.includes(pid) || nowMs - lastSeenMs > RECENT_MS || !exists(pid))
      return !1;
    let startedMs = startedAtMs(pid);
    return startedMs === null || startedMs <= lastSeenMs + 1000;
  });
}
function exists(pid) {
  if (!Number.isInteger(pid) || pid <= 1)
    return !1;
  try {
    process.kill(pid, 0);
  } catch {
    return !1;
  }
  let stat = statOf(pid);
  return stat === null || !isOver(stat.state);
}
var isOver = (state) => state === "Z" || state === "X" || state === "x", statOf = (pid) => statIn(kernelText(`/proc/${pid}/stat`));
function startedAtMs(pid) {
  let startedMs = Number(/^btime (\d+)$/m.exec(kernelText("/proc/stat") ?? "")?.[1]) * 1000 + (statOf(pid)?.startTicks ?? Number.NaN) / TICKS_PER_SECOND * 1000;
  return Number.isFinite(startedMs) ? startedMs : null;
}

export { earlierBoot, isProcessRunning, isSessionRunning };
