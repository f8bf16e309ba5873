import { rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { errorCode } from "../base/errors.ts";
import { clearPath } from "../base/foreign.ts";
import { isSealed, seal } from "../origin/seal.ts";
import { isDirectory, makeDirectory } from "../queue/make.ts";
import { applyChange, readUnlinkedFile, removeIfEmpty } from "./files.ts";

const ReceiptSchema = v.object({
  version: v.literal(1),
  /** The settings file that was written. */
  path: v.string(),
  /** SHA-256 of what hive wrote: the file is unchanged since when it still has it. */
  writtenSha256: v.string(),
  hadFile: v.boolean(),
  /** SHA-256 of the original. */
  originalSha256: v.string(),
  hadDirectory: v.boolean(),
});

/** What a settings file was before hive came, kept so that a removal can restore it byte for byte. */
export interface Receipt {
  readonly writtenSha256: string;
  /** The original text; null when there was no file. */
  readonly original: string | null;
  /** Whether the directory was there before. */
  readonly hadDirectory: boolean;
}

export const sha256 = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");

/** The text of a file that hive wrote; null where there is none, or it is damaged. */
function readOwn(path: string): string | null {
  try {
    return readUnlinkedFile(path).text;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return null;
  }
}

/** The receipts of one directory, a pair of files for each settings file: what is known, and the original itself. */
export class Receipts {
  readonly #directory: string;
  readonly #key: string;

  /** @param key proves what is kept: a cloned repository could carry an original of its own */
  constructor(directory: string, key: string) {
    this.#directory = directory;
    this.#key = key;
  }

  #paths(settingsPath: string): { receipt: string; original: string } {
    const name = `${basename(settingsPath, ".json")}-${sha256(settingsPath).slice(0, 8)}`;
    return {
      receipt: join(this.#directory, `${name}.receipt.json`),
      original: join(this.#directory, `${name}.original`),
    };
  }

  /** Null where there is none, or none that is proved: a removal then goes entry by entry. */
  read(settingsPath: string): Receipt | null {
    const paths = this.#paths(settingsPath);
    if (!isDirectory(this.#directory)) return null;
    const text = readOwn(paths.receipt);
    if (text === null || !isSealed(Buffer.from(text), this.#key, "receipt")) return null;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ReceiptSchema), text);
    if (!parsed.success || parsed.output.path !== settingsPath) return null;
    const { writtenSha256, hadFile, originalSha256, hadDirectory } = parsed.output;
    const original = readOwn(paths.original);
    if (hadFile && (original === null || sha256(original) !== originalSha256)) return null;
    return { writtenSha256, original: hadFile ? original : null, hadDirectory };
  }

  /** Written before the settings file: a crash between the two leaves a receipt that matches nothing, which is no harm. */
  write(settingsPath: string, receipt: Receipt): void {
    const { writtenSha256, original, hadDirectory } = receipt;
    const paths = this.#paths(settingsPath);
    makeDirectory(this.#directory);
    // What a cloned repository has under these names is not written through; a damaged one is written anew.
    for (const file of Object.values(paths)) {
      clearPath(file);
      if (readOwn(file) === null) rmSync(file, { force: true });
    }
    const hadFile = original !== null;
    const originalSha256 = sha256(original ?? "");
    const fields = { version: 1, path: settingsPath, writtenSha256, hadFile, originalSha256, hadDirectory };
    const text = seal(JSON.stringify(fields), this.#key, "receipt");
    applyChange({ file: readUnlinkedFile(paths.original), after: original });
    applyChange({ file: readUnlinkedFile(paths.receipt), after: text });
  }

  drop(settingsPath: string): void {
    const paths = this.#paths(settingsPath);
    if (!isDirectory(this.#directory)) return;
    for (const path of [paths.receipt, paths.original]) rmSync(path, { force: true });
    removeIfEmpty(this.#directory, dirname(this.#directory));
  }
}
