import { isObject } from "../../../base/json.ts";

/** A value as PostgreSQL takes it: its text has no NUL, and its JSON no half of a surrogate pair. */
export function clean<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll("\0", "\ufffd").toWellFormed() as T;
  if (Array.isArray(value)) return value.map((one: unknown) => clean(one)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), clean(one)])) as T;
}

/** In JSON: what {@link clean} replaces. A half of a pair stands escaped in it, and so do halves that belong together. */
const UNCLEAN = /\\u(?:0000|d[89a-f])/i;

/** Whether a JSON text holds what PostgreSQL cannot. It may say so of one that is clean. */
export const mayBeUnclean = (json: string): boolean => UNCLEAN.test(json);

/** The mark of a forgotten session: a hash that every machine of the fleet makes alike, and that names none. */
export const markOf = (sessionId: string): string =>
  new Bun.CryptoHasher("sha256").update(`hive forgotten\n${sessionId}`).digest("hex");
