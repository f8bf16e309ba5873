import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { errorCode } from "../errors.ts";
import { applyChange, readTextFile, removeIfEmpty } from "./files.ts";

const ReceiptSchema = v.object({
  version: v.literal(1),
  /** The settings file that was written. */
  path: v.string(),
  /** SHA-256 of what hive wrote: the file is unchanged since when it still has it. */
  writtenSha256: v.string(),
  hadFile: v.boolean(),
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
    return readTextFile(path).text;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return null;
  }
}

/** The receipts of one directory, a pair of files for each settings file: what is known, and the original itself. */
export class Receipts {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  #paths(settingsPath: string): { receipt: string; original: string } {
    const name = `${basename(settingsPath, ".json")}-${sha256(settingsPath).slice(0, 8)}`;
    return {
      receipt: join(this.#directory, `${name}.receipt.json`),
      original: join(this.#directory, `${name}.original`),
    };
  }

  /** Null where there is none, or none that can be read: a removal then goes entry by entry. */
  read(settingsPath: string): Receipt | null {
    const paths = this.#paths(settingsPath);
    const text = readOwn(paths.receipt);
    if (text === null) return null;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ReceiptSchema), text);
    if (!parsed.success) return null;
    const { writtenSha256, hadFile, hadDirectory } = parsed.output;
    const original = readOwn(paths.original);
    if (hadFile && original === null) return null;
    return { writtenSha256, original: hadFile ? original : null, hadDirectory };
  }

  /** Written before the settings file: a crash between the two leaves a receipt that matches nothing, which is no harm. */
  write(settingsPath: string, receipt: Receipt): void {
    const { writtenSha256, original, hadDirectory } = receipt;
    const paths = this.#paths(settingsPath);
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    // A damaged one is written anew.
    for (const file of Object.values(paths)) if (readOwn(file) === null) rmSync(file, { force: true });
    const fields = { version: 1, path: settingsPath, writtenSha256, hadFile: original !== null, hadDirectory };
    applyChange({ file: readTextFile(paths.original), after: original });
    applyChange({ file: readTextFile(paths.receipt), after: `${JSON.stringify(fields, null, 2)}\n` });
  }

  drop(settingsPath: string): void {
    const paths = this.#paths(settingsPath);
    for (const path of [paths.receipt, paths.original]) rmSync(path, { force: true });
    if (existsSync(this.#directory)) removeIfEmpty(this.#directory, dirname(this.#directory));
  }
}
