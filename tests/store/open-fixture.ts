/** Opens a store, and says so. */
import { Store } from "../../src/store/sqlite/store.ts";

const store = await Store.open(process.argv[2]!, { busyTimeoutMs: 10_000 });
process.stdout.write("opened");
store.close();
