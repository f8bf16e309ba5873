import { count } from "../../base/text/words.ts";
import type { Lack } from "../undo/state.ts";

const LACKS: Readonly<Record<Lack, string>> = {
  secret: "withheld, as it may hold a secret",
  large: "too large to keep",
  unreadable: "not readable",
  forgotten: "forgotten with a session",
  snapshot: "not kept, as the snapshot is full",
  store: "not kept, as the project's store is full",
  disk: "not kept, as the disk is nearly full",
};
const NAMED = 3;

/** What is not kept. @param unnamed how many files have a secret in their path */
export function lackNotes(lacks: ReadonlyMap<Lack, readonly string[]>, unnamed: number): string[] {
  const notes = [...lacks].map(([lack, paths]) => {
    const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
    return `${count(paths.length, "file")} ${LACKS[lack]}: ${paths.slice(0, NAMED).join(", ")}${more}`;
  });
  // @mutant a file that is left out for its path is said
  if (unnamed > 0) notes.push(`${count(unnamed, "file")} withheld and not named, as the path may hold a secret`);
  return notes;
}
