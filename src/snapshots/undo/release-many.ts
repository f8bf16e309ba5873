/** Files whose steps are at hand at once. */
export const LOT_FILES = 5000;

/** Very many objects are garbage by now, and Bun would first let as many more be made. */
export function releaseMany(files: number): void {
  if (files > LOT_FILES) Bun.gc(true);
}

/** Files between two collections, of which each takes as long as what lives is large. */
const GARBAGE_FILES = 50_000;

/** The same items. What was made for very many is released on the way. */
export function* releasing<Item>(items: Iterable<Item>): Generator<Item> {
  let n = 0;
  for (const item of items) {
    yield item;
    if (++n % GARBAGE_FILES === 0) Bun.gc(true);
  }
}
