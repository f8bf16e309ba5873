// @bun
// src/base/clock.ts
var systemClock = {
  nowMs: () => performance.timeOrigin + performance.now()
}, localMinute = (atMs) => new Date(atMs).toLocaleString("sv").slice(0, 16), LAST_MS = 8640000000000000;
function timeText(atMs) {
  return new Date(Math.min(8640000000000000, Math.max(-8640000000000000, atMs)) || 0).toISOString();
}

export { systemClock, localMinute, LAST_MS, timeText };
