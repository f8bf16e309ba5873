import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "rust-parser";

export interface Story {
  seed: number;
  crate: string;
  msrv: string;
  offset: number;
  isBorrowRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    crate: random.pick(["elfdump", "gifcat", "pcapng-rs"]),
    msrv: random.pick(["1.70", "1.74"]),
    offset: random.int(16, 240) * 4,
    isBorrowRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { crate, msrv, offset, isBorrowRed } = told;
  const src = `crates/${crate}/src`;
  const world = new World(told.seed, {
    branch: "no-alloc",
    files: [`${src}/lib.rs`, `${src}/reader.rs`, `${src}/header.rs`, "Cargo.toml", "fuzz/Cargo.toml"],
  });
  const me = world.session().start();
  me.prompt(
    `make ${crate} no_std + no alloc. msrv stays ${msrv}. zero unsafe, and i mean zero. pub api: additive only, semver-checks has to pass`,
  );
  me.look(7);
  for (const task of [
    "gate std behind a feature",
    "replace Vec in reader",
    "replace String in errors",
    "core::error",
    "CI job for thumbv7em",
  ])
    me.taskCreate(task);
  me.taskUpdate("1", "in_progress");
  me.edit(`${src}/lib.rs`, "extern crate std;", "#![no_std]");
  me.fail(
    "cargo check --no-default-features",
    "error[E0433]: failed to resolve: use of undeclared type `Vec`\n  --> crates/reader.rs:14:9\nerror: could not compile",
    { exit: 101 },
  );
  routine(me, world.random, {
    files: [`${src}/reader.rs`],
    rounds: 9,
    checks: [
      ["cargo fmt --check", ""],
      ["cargo clippy -- -D warnings", "Finished `dev` profile"],
    ],
  });
  me.bash("cargo check --no-default-features", "    Finished `dev` profile [unoptimized] target(s) in 0.91s");
  me.taskUpdate("1", "completed", "in_progress");
  me.taskUpdate("2", "in_progress");
  me.stop("std is behind a feature. reader next: a fixed window instead of a Vec.");
  me.nod("k");
  me.write(`${src}/window.rs`, "pub struct Window<'a> {}\n");
  routine(me, world.random, {
    files: [`${src}/window.rs`, `${src}/reader.rs`],
    rounds: 12,
    checks: [["cargo clippy -- -D warnings", "Finished `dev` profile"]],
  });
  me.taskUpdate("2", "completed", "in_progress");
  me.taskUpdate("3", "in_progress");
  me.prompt("truncated input must be Err(Truncated), not a panic. fuzz found one, corpus file crash-7f2");
  me.background("cargo +nightly fuzz run read -- -max_total_time=7200", "bfuzz1", "Fuzz for two hours");
  routine(me, world.random, { files: [`${src}/header.rs`, `${src}/reader.rs`], rounds: 7 });
  if (isBorrowRed) {
    me.fail(
      "cargo test --no-default-features",
      `error[E0502]: cannot borrow \`self.window\` as mutable because it is also borrowed as immutable\n   --> ${src}/reader.rs:${offset}:13`,
      { exit: 101 },
    );
  } else {
    me.fail(
      "cargo test --no-default-features",
      `---- reader::truncated stdout ----\nthread 'reader::truncated' panicked at ${src}/header.rs:${offset}:9:\nrange end index 64 out of range for slice of length 12\n\ntest result: FAILED. 58 passed; 1 failed`,
      { exit: 101 },
    );
  }
  me.look(6);
  me.nod("go");
  me.look(6);
  me.began("Bash", { command: "cargo semver-checks --baseline-rev v0.9.2", description: "semver" });
  me.crash();
  world.session().probe();
  return world.recording();
}
