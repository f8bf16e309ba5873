import { expect, test } from "bun:test";
import { errorCode } from "../../src/base/errors.ts";
import { OpenFiles } from "../../src/store/sqlite/open/database.ts";
import { tempDir } from "../support/temp-dir.ts";

test("a database that is deleted while it is opened is a store that is away, for which a worker waits", () => {
  using dir = tempDir();
  const code = (() => {
    try {
      return new OpenFiles(`${dir.path}/hive.db`);
    } catch (error) {
      return errorCode(error);
    }
  })();
  expect(code).toBe("HIVE_STORE_UNAVAILABLE");
});
