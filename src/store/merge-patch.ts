type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 7396, as SQLite's `json_patch`: objects merge, null removes, anything else replaces. */
export function mergePatch(target: Fields, patch: Fields): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const known = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isFields(value) ? mergePatch(isFields(known) ? known : {}, value) : value;
  }
  return merged;
}
