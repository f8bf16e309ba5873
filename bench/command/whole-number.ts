import { HiveError } from "../../src/base/errors.ts";

/** The whole number that a flag was given. @throws HIVE_INVALID_OPTION unless it lies from `least` to `most` */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
  const range = `${least.toLocaleString("en-US")} to ${most.toLocaleString("en-US")}`;
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `${flag} must be a whole number from ${range}, not ${JSON.stringify(text)}`,
  );
}
