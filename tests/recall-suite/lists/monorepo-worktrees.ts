import type { Story } from "../sessions/monorepo-worktrees.ts";
import type { List } from "../types.ts";

export function list({ mine, other, field, flag, isBuildRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [field, mine], together: true, why: "the task of this worktree" },
      { id: "limit-flag", all: [flag, /default off|off by default/], why: "a limit of the task" },
      { id: "limit-ui", all: [/not|n't|never|leave/, "packages/ui"], together: true, why: "a limit of the task" },
      { id: "limit-pnpm", all: [/pnpm,? not npm|(not|n't|never) (use )?npm/], why: "a limit of the task" },
      { id: "limit-size", all: [/10 ?kB/], why: "a limit of the task" },
      { id: "later", all: [/translate|labels/, /de and fr|de, ?fr/], together: true, why: "asked later" },
      { id: "later-limit", all: [/not the help texts|help texts/], why: "the limit of what was asked later" },
      { id: "progress", all: [/\b3\b.{0,12}\b5\b/], why: "how far it is" },
      { id: "now", all: ["Measure the bundle"], why: "in progress" },
      { id: "next", all: ["Story for the empty state"], why: "open" },
      isBuildRed
        ? {
            id: "fails-now",
            all: [`pnpm --filter ${mine} build`, /is not exported|RollupError/],
            why: "what fails now, and why",
          }
        : {
            id: "fails-now",
            all: [`pnpm --filter ${mine} size`, /2\.4 kB|exceeded|12\.4 kB/],
            why: "what fails now, and why",
          },
      { id: "in-flight", all: ["storybook:build"], why: "it was running when the agent died" },
      { id: "new-file", all: [`${field}.ts`], why: "a new file" },
      { id: "new-locale", all: ["fr.json"], why: "the translation that exists; de does not" },
      { id: "view", all: ["view.tsx"], why: "changed and not committed" },
      { id: "branch", all: [`feat/${mine}-${field}`], why: "the branch of the worktree" },
    ],
    forbidden: [
      {
        id: "other-task",
        all: [/Rewrite the .* form|validation library/],
        unless: [/another|other|worktree|elsewhere|not (included|here|given)/],
        why: "it is the task of another worktree's session",
      },
      { id: "other-todos", all: [/Swap the validator|Delete yup/], why: "they are another session's" },
      { id: "other-failure", all: [`pnpm --filter ${other} test`], why: "it failed in another session" },
      {
        id: "test-red",
        all: [`pnpm --filter ${mine} test`, /\bfail(s|ed|ing)?\b|expected undefined/],
        unless: [/pass|ok\b|then|earlier|before/],
        why: "it passes by now",
      },
      { id: "de-exists", all: ["de.json"], why: "that file was never written" },
    ],
  };
}
