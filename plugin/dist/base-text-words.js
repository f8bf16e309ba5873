// @bun
// src/base/text/words.ts
var count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
function span(ms) {
  if (ms < 120000)
    return `${Math.round(ms / 1000)} s`;
  if (ms < 7200000)
    return `${Math.round(ms / 60000)} min`;
  return ms < 172800000 ? `${Math.round(ms / 3600000)} h` : `${Math.round(ms / 86400000)} days`;
}
function size(bytes) {
  let units = ["B", "KiB", "MiB", "GiB", "TiB"], power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)), value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

export { count, span, size };
