import type { List } from "../types.ts";
import type { Story } from "./terraform.ts";

export function list({ stack, live, bucket, changes, isQuotaRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [`stacks/${stack}`, /modules/], why: "the task" },
      { id: "no-recreate", all: [/without recreating|nothing gets recreated/], why: "a limit" },
      { id: "staging-only", all: [/staging only/], why: "a limit" },
      { id: "live", all: [live, /plan at most|myself/], why: "the limit that costs most to break" },
      { id: "state-mv", all: [/moved blocks/, /state mv/], why: "a limit" },
      { id: "locks", all: [/locks? by hand|nobody deletes locks/], why: "a limit" },
      { id: "bucket", all: [bucket], why: "where the state is" },
      { id: "prevent-destroy", all: [/prevent_destroy/], why: "a limit that came later" },
      { id: "progress", all: [/\b4\b.{0,12}\b6\b/], why: "how far" },
      { id: "now", all: ["staging apply"], why: "in progress" },
      { id: "open", all: [`${live} plan for review`], why: "open" },
      {
        id: "red",
        all: [
          "terraform apply staging.plan",
          isQuotaRed ? /AddressLimitExceeded|maximum number of addresses/ : /state lock/,
        ],
        why: "red, and why",
      },
      isQuotaRed
        ? { id: "half", all: [/six of nine/], why: "half applied: the state is in between" }
        : { id: "lock", all: ["9d1c-77", /runner-4/], why: "whose lock it is" },
      { id: "in-flight", all: [`env/${live}.tfvars -lock=false`], why: "cut off; it was a plan only" },
      { id: "new-moved", all: ["moved.tf"], why: "new" },
      { id: "new-dns", all: ["modules/dns/main.tf"], why: "new" },
      { id: "branch", all: [`tf-${stack}-modules`], why: "the branch" },
    ],
    forbidden: [
      {
        id: "init-red",
        all: [/terraform init/, /\bfail(s|ed|ing)?\b|Backend configuration changed/],
        unless: [/pass|\bok\b|then|earlier|before|reconfigure/],
        why: "it was initialised by another command line",
      },
      {
        id: "would-recreate",
        all: [new RegExp(`\\b${changes} (to add|resources)`)],
        unless: [/earlier|before|then/],
        why: "the plan has no changes by now",
      },
      {
        id: "applied",
        all: ["terraform apply staging.plan", /passed|succeeded|\bok\b/],
        unless: [/fail|not/],
        why: "it failed",
      },
      { id: "unlock", all: [/force-unlock/], why: "nobody said that" },
    ],
  };
}
