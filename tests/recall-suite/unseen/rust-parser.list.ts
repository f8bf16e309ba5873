import type { List } from "../types.ts";
import type { Story } from "./rust-parser.ts";

export function list({ crate, msrv, offset, isBorrowRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [crate, /no_std/, /no alloc/], why: "the task" },
      { id: "msrv", all: [msrv], why: "a limit" },
      { id: "unsafe", all: [/(zero|no) unsafe/], why: "a limit, meant" },
      { id: "api", all: [/additive only|semver/], why: "a limit" },
      { id: "truncated", all: [/Truncated/], why: "asked later" },
      { id: "corpus", all: ["crash-7f2"], why: "the input that shows it" },
      { id: "progress", all: [/\b2\b.{0,12}\b5\b/], why: "how far" },
      { id: "now", all: ["replace String in errors"], why: "in progress" },
      { id: "open", all: ["core::error"], why: "open" },
      { id: "open-ci", all: ["CI job for thumbv7em"], why: "open" },
      {
        id: "red",
        all: ["cargo test --no-default-features", isBorrowRed ? /E0502|cannot borrow/ : /out of range|truncated/],
        why: "red, and why",
      },
      { id: "red-where", all: [new RegExp(`(reader|header)\\.rs:${offset}`)], why: "where" },
      { id: "fuzz", all: [/fuzz run read/], why: "it runs" },
      { id: "in-flight", all: ["semver-checks", "v0.9.2"], why: "cut off" },
      { id: "window", all: ["window.rs"], why: "new" },
      { id: "branch", all: ["no-alloc"], why: "the branch" },
    ],
    forbidden: [
      {
        id: "check-red",
        all: ["cargo check --no-default-features", /\bfail(s|ed|ing)?\b|E0433/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it compiles since",
      },
      {
        id: "fuzz-over",
        all: ["fuzz run read", /finished|passed|completed|exited/],
        unless: [/not|running/],
        why: "two hours were not over",
      },
      {
        id: "semver-ok",
        all: ["semver-checks", /passed|succeeded/],
        unless: [/not|no result|has to pass/],
        why: "cut off",
      },
    ],
  };
}
