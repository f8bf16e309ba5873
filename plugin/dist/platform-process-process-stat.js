// @bun
// src/platform/process/process-stat.ts
function statIn(text) {
  if (text === null)
    return null;
  let end = text.lastIndexOf(")"), fields = text.slice(end + 2).split(" "), startTicks = Number(fields[19]);
  if (end < 0 || !(startTicks >= 0))
    return null;
  return {
    name: text.slice(text.indexOf("(") + 1, end),
    state: fields[0],
    parentPid: Number(fields[1]),
    startTicks
  };
}

export { statIn };
