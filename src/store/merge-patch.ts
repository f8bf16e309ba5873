import { isObject } from "../json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** RFC 7396, as SQLite's `json_patch`: objects merge, null removes, anything else replaces. */
export function mergePatch(target: Fields, patch: Fields): Record<string, unknown> {
  // Not a plain object, in which the name `__proto__` would be no field.
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    const known = merged.get(name);
    if (value === null) merged.delete(name);
    else merged.set(name, isObject(value) ? mergePatch(isObject(known) ? known : {}, value) : value);
  }
  return Object.fromEntries(merged);
}
