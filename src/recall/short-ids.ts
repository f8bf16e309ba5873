const SHORTEST_ID = 6;
/** Shorter ids are not worth cutting. */
const SHORT_ID = 10;

/** A UUID is shown whole where it has to be: a shorter text would name no session. */
export const LONGEST_ID = 36;

/** The length of the common prefix of two texts. */
function common(a: string, b = ""): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Cuts each id to its shortest unique prefix. */
export function shortIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const sorted = ids.toSorted();
  return new Map(
    sorted.map((id, index) => {
      const needed = Math.max(common(id, sorted[index - 1]), common(id, sorted[index + 1])) + 1;
      return [id, id.length <= SHORT_ID ? id : id.slice(0, Math.max(SHORTEST_ID, needed))];
    }),
  );
}
