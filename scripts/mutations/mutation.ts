import { HiveError } from "../../src/base/errors.ts";

/** Tests that are to notice. */
export interface Check {
  readonly file: string;
  /** Runs only the tests whose titles match this pattern. */
  readonly title?: string;
}

/** One safety property, and the code without it. */
export interface Mutation {
  /** What is taken away. */
  readonly name: string;
  /** From the top of the repository. */
  readonly file: string;
  /** A text that the file holds once. */
  readonly text: string;
  readonly replacement: string;
  readonly check: Check;
}

/** @throws HIVE_BUG when the code has changed, so that the text is not in it once any more */
export function mutated(code: string, { name, file, text, replacement }: Mutation): string {
  const parts = code.split(text);
  if (parts.length === 2) return parts.join(replacement);
  throw new HiveError("HIVE_BUG", `${name}: ${file} holds the text ${parts.length - 1} times`);
}
