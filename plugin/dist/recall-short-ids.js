// @bun
// src/recall/short-ids.ts
var LONGEST_ID = 36;
function common(a, b = "") {
  let length = 0;
  while (length < a.length && a[length] === b[length])
    length += 1;
  return length;
}
function shortIds(ids) {
  let sorted = ids.toSorted();
  return new Map(sorted.map((id, index) => {
    let needed = Math.max(common(id, sorted[index - 1]), common(id, sorted[index + 1])) + 1;
    return [id, id.length <= 10 ? id : id.slice(0, Math.max(6, needed))];
  }));
}

export { LONGEST_ID, shortIds };
