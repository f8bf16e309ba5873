import { otherStoreNote, otherStores } from "../../store/sqlite/open/location.ts";
import { type HealthCheck, ok, problem, warning } from "../check.ts";

/** Checks whether the database can be read, and is the one that hive uses. */
export const databaseCheck: HealthCheck = {
  code: "database",
  groups: ["fast"],
  needs: "nothing",
  run: async (view) => {
    if (view.isDeep && (await view.integrity()).kind === "malformed") return ok("not read: see the line on integrity");
    const { error, advice = "see the line on integrity; a locked database can be read again later" } =
      await view.store();
    if (error !== null) {
      return problem(`the store cannot be read, so the applied entries are not known: ${error}`, {
        run: "hive doctor",
        advice,
      });
    }
    const [other] = otherStores(view.root);
    if (other === undefined) return ok("it can be read");
    return warning(otherStoreNote(other), { run: "hive adopt", advice: "or delete it, if it is not yours" });
  },
};
