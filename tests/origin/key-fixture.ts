/** Prints the user's key. */
import { userKey } from "../../src/origin/key.ts";

process.stdout.write(userKey());
