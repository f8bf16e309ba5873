// @bun
import {
  isCancel,
  confirm,
  cancel
} from "./import-main.js";
import {
  nodeFiles
} from "./base-files-files.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./queue-dead-letters-letter.js";
import"./git-ignore-file.js";
import"./queue-producer-capacity.js";
import"./queue-read-entry.js";
import {
  isOfAgent,
  assertPerson,
  unknownCommand,
  width,
  table,
  json,
  findRoot,
  loadConfig
} from "./cli-root.js";
import"./model-merge.js";
import"./recall-resume.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./redact-redact.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-database.js";
import"./capture-node-io.js";
import {
  Queue
} from "./queue-queue.js";
import"./queue-sweep.js";
import {
  agoText
} from "./cli-text-checkpoint-text.js";
import"./recall-session-list.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import"./origin-config-files.js";
import"./queue-claims-recover.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import"./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/commands/run/failed.ts
import { existsSync } from "fs";
function addFailed(program, io) {
  let failed = program.command("failed").description("inspect, retry or drop the entries that were given up").addHelpText("after", `
Examples:
  hive failed
  hive failed show 5_test1.json
  hive failed retry --all
  hive failed drop --all --yes`), rootOf = (command) => findRoot(io, command.optsWithGlobals().root), find = (command) => {
    let root = rootOf(command), config = loadConfig(io, root);
    return existsSync(queuePaths(root).queue) ? new Queue(root, config) : null;
  }, open = (command) => {
    let queue = find(command);
    if (queue !== null)
      return queue;
    throw new HiveError("HIVE_NOT_FOUND", `there is no queue in ${rootOf(command)}`, {
      hint: "--root names another .hive-mind directory"
    });
  }, subcommand = (usage, description, examples, isDefault = !1) => failed.command(usage, { isDefault }).description(description).option("--json", "print JSON").addHelpText("after", `
Examples:
${examples}`);
  subcommand("list", "list them, with their reasons (the default)", "  hive failed list", !0).allowExcessArguments().action((flags, command) => {
    let [word] = command.args;
    if (word !== void 0)
      unknownCommand(failed, word);
    let deadLetters = find(command)?.deadLetters, all = deadLetters?.names().map((name) => deadLetters.read(name)) ?? [], letters = isOfAgent(io) ? all.filter(({ is_untrusted: isUntrusted }) => !isUntrusted) : all, hidden = all.length - letters.length;
    if (flags.json === !0)
      return io.out(json(letters));
    if (all.length === 0)
      return io.out(`nothing was given up
`);
    if (letters.length > 0) {
      let rows = letters.map(({ name, reason, attempts, failed_at: failedAt, is_untrusted: isUntrusted }) => [
        name,
        agoText(failedAt, Date.now()),
        String(attempts),
        isUntrusted ? "untrusted" : "own",
        `${reason.code}: ${reason.message}`
      ]);
      io.out(table(["NAME", "FAILED", "ATTEMPTS", "ORIGIN", "REASON"], rows, Math.min(160, width(io))));
    }
    if (hidden > 0)
      io.out(`${count(hidden, "entry", "entries")} without proof: no agent is told of them
`);
  }), subcommand("show <name>", "show one in full", "  hive failed show 5_test1.json").action((name, flags, command) => {
    let read = open(command).deadLetters.read(name);
    if (read.is_untrusted)
      assertPerson(io, "this entry came without proof: no agent is told of it");
    let letter = json(read);
    io.out(flags.json === !0 ? letter : `${letter.trimEnd().split(`
`).map(printable).join(`
`)}
`);
  }), subcommand("retry [names...]", "put them back into the queue, with no attempts counted", `  hive failed retry 5_test1.json
  hive failed retry --all`).option("--all", "all that hold an entry").action((names, flags, command) => {
    assertChosen(names, flags);
    let queue = open(command), requeued = choose(queue.deadLetters, names, flags).filter((name) => flags.all !== !0 || queue.deadLetters.read(name).entry !== null).map((name) => queue.deadLetters.requeue(name));
    nodeFiles.ring(queue.paths.doorbell), io.out(flags.json === !0 ? json(requeued) : `${requeued.length} put back into the queue
`);
  }), subcommand("drop [names...]", "delete them for good", `  hive failed drop 5_test1.json
  hive failed drop --all --yes`).option("--all", "all of them").option("--yes", "do not ask").action(async (names, flags, command) => {
    assertChosen(names, flags);
    let { deadLetters } = open(command), chosen = choose(deadLetters, names, flags);
    if (chosen.length > 0 && flags.yes !== !0)
      await askToDrop(io, chosen.length);
    for (let name of chosen)
      deadLetters.drop(name);
    io.out(flags.json === !0 ? json(chosen) : `${chosen.length} deleted
`);
  });
}
function assertChosen(names, flags) {
  if (names.length > 0 || flags.all === !0)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", "name the entries, or give --all", { hint: "hive failed list" });
}
function choose(deadLetters, names, flags) {
  if (flags.all === !0)
    return deadLetters.names();
  for (let name of names)
    deadLetters.read(name);
  return names;
}
async function askToDrop(io, n) {
  if (!io.isTTY || io.env.CI)
    throw new HiveError("HIVE_INVALID_OPTION", "not a terminal: pass --yes to delete them for good");
  let answer = await confirm({ message: `Delete ${count(n, "entry", "entries")} for good?`, initialValue: !1 });
  if (answer === !0)
    return;
  throw cancel("Nothing was deleted."), new HiveError("HIVE_CANCELLED", isCancel(answer) ? "cancelled" : "not confirmed");
}
export {
  addFailed
};
