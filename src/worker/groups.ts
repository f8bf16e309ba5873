/** Cuts a list into runs, in their order, between neighbours that do not belong together. */
export function inGroups<T>(items: readonly T[], belongTogether: (a: T, b: T) => boolean): (readonly T[])[] {
  const groups: (readonly T[])[] = [];
  let start = 0;
  for (let end = 1; end <= items.length; end += 1) {
    if (end < items.length && belongTogether(items[end - 1]!, items[end]!)) continue;
    groups.push(items.slice(start, end));
    start = end;
  }
  return groups;
}
