import { version } from "../../package.json" with { type: "json" };

/** hive's version. */
export const VERSION: string = version;

/** Whether a version is older than another, by default this one; invalid text counts as older. */
export function isOlder(version: string, than = VERSION): boolean {
  try {
    return Bun.semver.order(version, than) < 0;
  } catch {
    return true;
  }
}
