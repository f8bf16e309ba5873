import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether names that differ by case are one file in a directory, as on most Macs. A look at one name in the other case
 * shows it.
 * @param inode of a path; null for none.
 * @default the file system's
 * @returns null where no name has a case
 */
export function isCaseBlind(directory: string, inode: (path: string) => number | null = inodeAt): boolean | null {
  const name = readdirSync(directory).find((one) => swapped(one) !== one);
  if (name === undefined) return null;
  const other = inode(join(directory, swapped(name)));
  return other !== null && other === inode(join(directory, name));
}

const swapped = (name: string): string => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase());

const inodeAt = (path: string): number | null => lstatSync(path, { throwIfNoEntry: false })?.ino ?? null;
