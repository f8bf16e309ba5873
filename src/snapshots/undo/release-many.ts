/** Files whose steps are at hand at once. */
export const LOT_FILES = 5000;

/** Very many objects are garbage by now, and Bun would first let as many more be made. */
export function releaseMany(files: number): void {
  if (files > LOT_FILES) Bun.gc(true);
}
