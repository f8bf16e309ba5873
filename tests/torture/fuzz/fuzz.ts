import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { HiveError, type HiveErrorCode } from "../../../src/base/errors.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";

/** So many times the cases of the short form. */
const LONG_FACTOR = 200;
/** An error goes into one line of a log or of a terminal. */
const LONGEST_MESSAGE = 1000;

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const propertiesOf = (): readonly PropertyKey[][] => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));
const PROPERTIES = propertiesOf();

/**
 * A test of what holds for each input. No input may change a prototype. A failure prints the input, made small, and the
 * seed to run it again.
 * @param runs cases in the short form
 * @param examples inputs that are tried first, in both forms
 */
export function fuzz<T>(
  title: string,
  input: fc.Arbitrary<T>,
  runs: number,
  law: (input: T) => void | Promise<void>,
  examples: readonly T[] = [],
): void {
  const numRuns = examples.length + (IS_LONG ? LONG_FACTOR * runs : runs);
  const property = fc.asyncProperty(input, async (value) => {
    await law(value);
    expect(propertiesOf()).toEqual([...PROPERTIES]);
  });
  test(title, async () => {
    await fc.assert(property, { numRuns, examples: examples.map((example): [T] => [example]) });
    reportCases("damaged bytes to every parser", numRuns);
  });
}

/**
 * What an action gives, or null where it is refused with one of the codes, in a message of a line.
 * @throws whatever else it throws
 */
export function unlessRefused<T>(codes: readonly HiveErrorCode[], action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    expect(codes).toContain(error.code);
    expect(error.message.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
    return null;
  }
}

/** Each nth of a list in the short form, all of it in the long one. */
export function eachNth<T>(n: number, list: readonly T[]): T[] {
  return list.filter((_, index) => IS_LONG || index % n === 0);
}
