import { join } from "node:path";
import { makeDirectory } from "../../queue/make.ts";
import { DoorbellSource } from "../../wake/doorbell.ts";
import { LISTENERS } from "../../wake/listeners.ts";
import { unlinkIfThere } from "../../queue/claims/recover.ts";

/**
 * Listens for "something was applied", whichever worker did it.
 * @param dataDirectory the user's own
 * @returns ends it
 * @throws HIVE_QUEUE_UNAVAILABLE where no FIFO can be made
 */
export function listen(dataDirectory: string, onChange: () => void): () => void {
  makeDirectory(join(dataDirectory, LISTENERS));
  const path = join(dataDirectory, LISTENERS, `${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  const doorbell = new DoorbellSource(path);
  doorbell.start(onChange);
  return () => {
    doorbell.stop();
    unlinkIfThere(path);
  };
}
