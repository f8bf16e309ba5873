import { HiveError } from "../../base/errors.ts";
import type { Target } from "../target.ts";

/** Stands for a fleet whose address is wrong: it takes nothing and says why, and other targets go on. */
export function unsetTarget(why: string): Target {
  const refuse = (): never => {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", why);
  };
  return { name: "fleet", cursor: refuse, put: refuse, refuse, close: () => undefined };
}
