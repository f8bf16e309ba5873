/** Separate from the receipts, so that `hive status` need not load what checks them. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";

export const sha256 = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");

/** True if hive has written a settings file, and not taken itself out again. Anybody may have made the receipt. */
export const hasReceipt = (directory: string, settingsPath: string): boolean =>
  existsSync(receiptPaths(directory, settingsPath).receipt);

export function receiptPaths(directory: string, settingsPath: string): { receipt: string; original: string } {
  const name = `${basename(settingsPath, ".json")}-${sha256(settingsPath).slice(0, 8)}`;
  return { receipt: join(directory, `${name}.receipt.json`), original: join(directory, `${name}.original`) };
}
