/** The steps with which git brings an operation to its end, whatever stopped that. */

const STEPS: Readonly<Record<string, readonly string[]>> = {
  rebase: ["git rebase", "git pull"],
  merge: ["git merge", "git pull"],
  "cherry-pick": ["git cherry-pick"],
  revert: ["git revert"],
  am: ["git am"],
};

const GIT = /^git (?:-c \S+ )*([\w-]+)(?: |$)/;

/** `git rebase` of any `git rebase …`; undefined for a command that no other one brings to an end. */
export function operationOf(command: string): string | undefined {
  const action = GIT.exec(command)?.[1];
  return action !== undefined && (action in STEPS || action === "pull" || action === "commit")
    ? `git ${action}`
    : undefined;
}

/** The operations that a command brings to an end. */
export function endsOf(command: string): readonly string[] {
  const action = GIT.exec(command)?.[1] ?? "";
  if (action === "commit") return ["git commit"];
  return / --(?:continue|abort|skip|quit)\b/.test(command) ? (STEPS[action] ?? []) : [];
}

/** What a commit brings to an end, if it had stopped at a conflict. */
const ENDED_BY_COMMIT = ["git merge", "git cherry-pick", "git revert", "git pull"];

/** True for an operation that git remembers in a file while it has stopped in it. */
export const isRemembered = (step: string): boolean =>
  (GIT.exec(step)?.[1] ?? "") in REMEMBERED && !/ (?:--squash|-[a-z]*n[a-z]*|--no-commit)(?: |$)/.test(step);

const REMEMBERED = { ...STEPS, pull: [] };

/** True if what ends these operations ends that one. */
export const ends = (ended: readonly string[], operation: string, isConflict: boolean): boolean =>
  ended.includes(operation) || (isConflict && ended.includes("git commit") && ENDED_BY_COMMIT.includes(operation));

/** True for a line with which git says that it stopped at a conflict. */
export const namesConflict = (line: string): boolean =>
  /\bCONFLICT \(|Automatic merge failed|could not (?:apply|revert)\b/.test(line);
