// @bun
// src/platform/boot-clock.ts
var UPTIME_FILE = "/proc/uptime";
function upMsIn(text) {
  let upMs = text === null ? 0 : Number(text.slice(0, text.indexOf(" "))) * 1000;
  return upMs > 0 ? upMs - upMs % 1 : void 0;
}

export { UPTIME_FILE, upMsIn };
