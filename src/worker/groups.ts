/** Cuts a list into runs, in their order: one that `isAlone` is a run of its own. */
export function inGroups<T>(items: readonly T[], isAlone: (item: T) => boolean): (readonly T[])[] {
  const groups: (readonly T[])[] = [];
  let start = 0;
  for (const [index, item] of items.entries()) {
    if (!isAlone(item)) continue;
    if (index > start) groups.push(items.slice(start, index));
    groups.push([item]);
    start = index + 1;
  }
  if (start === 0) return [items];
  if (start < items.length) groups.push(items.slice(start));
  return groups;
}
