import { rmSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { errorCode } from "../../base/errors.ts";
import { clearPath } from "../../base/files/foreign.ts";
import { isSealed, seal } from "../../origin/seal.ts";
import { isDirectory, makeDirectory } from "../../queue/make.ts";
import { applyChange, readUnlinkedFile, removeIfEmpty } from "./files.ts";
import { receiptPaths, sha256 } from "./receipt-paths.ts";

const ReceiptSchema = v.object({
  version: v.literal(1),
  /** The settings file that hive wrote. */
  path: v.string(),
  /** SHA-256 of the text that hive wrote: the file is unchanged while it has this hash. */
  writtenSha256: v.string(),
  hadFile: v.boolean(),
  /** SHA-256 of the original. */
  originalSha256: v.string(),
  hadDirectory: v.boolean(),
  /** Earlier receipts know the file's own directory alone. */
  made: v.optional(v.array(v.string())),
});

/** A settings file from before setup: a removal restores it byte for byte. */
export interface Receipt {
  readonly writtenSha256: string;
  /** The original text; null without a file. */
  readonly original: string | null;
  /** True if the directory existed before. */
  readonly hadDirectory: boolean;
  /** The directories that setup made, the inner ones first. */
  readonly made: readonly string[];
}

/** The text of a file that hive wrote; null if it is missing or damaged. */
function readOwn(path: string): string | null {
  try {
    return readUnlinkedFile(path).text;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return null;
  }
}

/** The receipts of one directory: for each settings file a receipt, and the original. */
export class Receipts {
  readonly #directory: string;
  readonly #key: string;

  /** @param key proves the receipts: a cloned repository could carry an original of its own */
  constructor(directory: string, key: string) {
    this.#directory = directory;
    this.#key = key;
  }

  /** Null without a proved receipt: then a removal goes entry by entry. */
  read(settingsPath: string): Receipt | null {
    const paths = receiptPaths(this.#directory, settingsPath);
    if (!isDirectory(this.#directory)) return null;
    const text = readOwn(paths.receipt);
    // @mutant the receipt of a setup is proved
    if (text === null || !isSealed(Buffer.from(text), this.#key, "receipt")) return null;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ReceiptSchema), text);
    if (!parsed.success || parsed.output.path !== settingsPath) return null;
    const { writtenSha256, hadFile, originalSha256, hadDirectory } = parsed.output;
    const { made = hadDirectory ? [] : [dirname(settingsPath)] } = parsed.output;
    const original = readOwn(paths.original);
    if (hadFile && (original === null || sha256(original) !== originalSha256)) return null;
    return { writtenSha256, original: hadFile ? original : null, hadDirectory, made };
  }

  /**
   * Call it before writing the settings file. A crash between the two leaves a harmless receipt that matches nothing.
   */
  write(settingsPath: string, receipt: Receipt): void {
    const { writtenSha256, original, hadDirectory, made } = receipt;
    const paths = receiptPaths(this.#directory, settingsPath);
    makeDirectory(this.#directory);
    // A cloned repository may carry links under these names: remove them. Replace a damaged receipt.
    for (const file of Object.values(paths)) {
      clearPath(file);
      if (readOwn(file) === null) rmSync(file, { force: true });
    }
    const hadFile = original !== null;
    const originalSha256 = sha256(original ?? "");
    const fields = { version: 1, path: settingsPath, writtenSha256, hadFile, originalSha256, hadDirectory, made };
    const text = seal(JSON.stringify(fields), this.#key, "receipt");
    applyChange({ file: readUnlinkedFile(paths.original), after: original });
    applyChange({ file: readUnlinkedFile(paths.receipt), after: text });
  }

  drop(settingsPath: string): void {
    const paths = receiptPaths(this.#directory, settingsPath);
    if (!isDirectory(this.#directory)) return;
    for (const path of [paths.receipt, paths.original]) rmSync(path, { force: true });
    removeIfEmpty(this.#directory, dirname(this.#directory));
  }
}
