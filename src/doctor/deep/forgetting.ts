import { forget, isUnfinished } from "../../forget/forget.ts";
import { FIX, type HealthCheck, ok, warning } from "../check.ts";

/** A killed forget has deleted the rows, but the database file may still hold their bytes. */
export const forgettingCheck: HealthCheck = {
  code: "forgetting",
  groups: ["deep"],
  needs: "queue",
  run: async ({ root, env, nowMs, integrity }) => {
    if ((await integrity()).kind !== "sound") return ok("not looked at: the database is not sound, or not there");
    if (!isUnfinished(root, env)) return ok("nothing is half forgotten");
    return warning("a hive forget was interrupted: bytes of its session may be in the database still", {
      run: FIX,
      advice: "or the same hive forget again",
      fix: async () => {
        await forget(root, [], { env, nowMs });
        return "the database was written anew";
      },
    });
  },
};
