import { cancel, confirm, isCancel } from "@clack/prompts";
import type { Command } from "commander";
import { existsSync } from "node:fs";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import type { DeadLetters } from "../../../queue/dead-letters/dead-letters.ts";
import { nodeFiles } from "../../../base/files/files.ts";
import { queuePaths } from "../../../queue/layout.ts";
import { Queue } from "../../../queue/queue.ts";
import { assertPerson, type Io, isOfAgent } from "../../io.ts";
import { agoText } from "../../text/checkpoint-text.ts";
import { json, printable, table } from "../../text/render.ts";
import { width } from "../../text/terminal.ts";
import { unknownCommand } from "../../flags.ts";
import { findRoot, loadConfig } from "../../root.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly yes?: boolean;
}

export function addFailed(program: Command, io: Io): void {
  const failed = program
    .command("failed")
    .description("inspect, retry or drop the entries that were given up")
    .addHelpText(
      "after",
      "\nExamples:\n  hive failed\n  hive failed show 5_test1.json\n  hive failed retry --all\n  hive failed drop --all --yes",
    );
  const rootOf = (command: Command): string => findRoot(io, command.optsWithGlobals<Flags>().root);
  /** Null without a queue: opening one would create it. */
  const find = (command: Command): Queue | null => {
    const root = rootOf(command);
    const config = loadConfig(io, root);
    return existsSync(queuePaths(root).queue) ? new Queue(root, config) : null;
  };
  const open = (command: Command): Queue => {
    const queue = find(command);
    if (queue !== null) return queue;
    throw new HiveError("HIVE_NOT_FOUND", `there is no queue in ${rootOf(command)}`, {
      hint: "--root names another .hive-mind directory",
    });
  };
  const subcommand = (usage: string, description: string, examples: string, isDefault = false): Command =>
    failed
      .command(usage, { isDefault })
      .description(description)
      .option("--json", "print JSON")
      .addHelpText("after", `\nExamples:\n${examples}`);

  const list = subcommand("list", "list them, with their reasons (the default)", "  hive failed list", true);
  list.allowExcessArguments().action((flags: Flags, command: Command) => {
    const [word] = command.args;
    if (word !== undefined) unknownCommand(failed, word);
    const deadLetters = find(command)?.deadLetters;
    const all = deadLetters?.names().map((name) => deadLetters.read(name)) ?? [];
    // @mutant an agent is listed no entry without proof that was given up
    const letters = isOfAgent(io) ? all.filter(({ is_untrusted: isUntrusted }) => !isUntrusted) : all;
    const hidden = all.length - letters.length;
    if (flags.json === true) return io.out(json(letters));
    if (all.length === 0) return io.out("nothing was given up\n");
    if (letters.length > 0) {
      const rows = letters.map(({ name, reason, attempts, failed_at: failedAt, is_untrusted: isUntrusted }) => [
        name,
        agoText(failedAt, Date.now()),
        String(attempts),
        isUntrusted ? "untrusted" : "own",
        `${reason.code}: ${reason.message}`,
      ]);
      io.out(table(["NAME", "FAILED", "ATTEMPTS", "ORIGIN", "REASON"], rows, Math.min(160, width(io))));
    }
    if (hidden > 0) io.out(`${count(hidden, "entry", "entries")} without proof: no agent is told of them\n`);
  });

  subcommand("show <name>", "show one in full", "  hive failed show 5_test1.json").action(
    (name: string, flags: Flags, command: Command) => {
      const read = open(command).deadLetters.read(name);
      // @mutant an agent is shown no entry without proof that was given up
      if (read.is_untrusted) assertPerson(io, "this entry came without proof: no agent is told of it");
      const letter = json(read);
      // JSON escapes control characters below U+0020; for a person the others become dots.
      io.out(flags.json === true ? letter : `${letter.trimEnd().split("\n").map(printable).join("\n")}\n`);
    },
  );

  subcommand(
    "retry [names...]",
    "put them back into the queue, with no attempts counted",
    "  hive failed retry 5_test1.json\n  hive failed retry --all",
  )
    .option("--all", "all that hold an entry")
    .action((names: string[], flags: Flags, command: Command) => {
      assertChosen(names, flags);
      const queue = open(command);
      const chosen = choose(queue.deadLetters, names, flags).filter(
        (name) => flags.all !== true || queue.deadLetters.read(name).entry !== null,
      );
      const requeued = chosen.map((name) => queue.deadLetters.requeue(name));
      nodeFiles.ring(queue.paths.doorbell);
      io.out(flags.json === true ? json(requeued) : `${requeued.length} put back into the queue\n`);
    });

  subcommand(
    "drop [names...]",
    "delete them for good",
    "  hive failed drop 5_test1.json\n  hive failed drop --all --yes",
  )
    .option("--all", "all of them")
    .option("--yes", "do not ask")
    .action(async (names: string[], flags: Flags, command: Command) => {
      assertChosen(names, flags);
      const { deadLetters } = open(command);
      const chosen = choose(deadLetters, names, flags);
      if (chosen.length > 0 && flags.yes !== true) await askToDrop(io, chosen.length);
      for (const name of chosen) deadLetters.drop(name);
      io.out(flags.json === true ? json(chosen) : `${chosen.length} deleted\n`);
    });
}

function assertChosen(names: readonly string[], flags: Flags): void {
  if (names.length > 0 || flags.all === true) return;
  throw new HiveError("HIVE_INVALID_OPTION", "name the entries, or give --all", { hint: "hive failed list" });
}

/** @throws HIVE_NOT_FOUND if one of several is missing, before any of the others is changed */
function choose(deadLetters: DeadLetters, names: readonly string[], flags: Flags): readonly string[] {
  if (flags.all === true) return deadLetters.names();
  for (const name of names) deadLetters.read(name);
  return names;
}

async function askToDrop(io: Io, n: number): Promise<void> {
  if (!io.isTTY || io.env["CI"]) {
    throw new HiveError("HIVE_INVALID_OPTION", "not a terminal: pass --yes to delete them for good");
  }
  const answer = await confirm({ message: `Delete ${count(n, "entry", "entries")} for good?`, initialValue: false });
  if (answer === true) return;
  cancel("Nothing was deleted.");
  throw new HiveError("HIVE_CANCELLED", isCancel(answer) ? "cancelled" : "not confirmed");
}
