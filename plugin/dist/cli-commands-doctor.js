// @bun
import"./base-config-sources.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./capture-node-io.js";
import"./git-ignore-file.js";
import"./store-sqlite-open-database.js";
import"./store-sqlite-ledger-applied-ids.js";
import"./capture-hook-log.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./install-adopt-shell-system.js";
import {
  UnhealthyProject
} from "./doctor-registry.js";
import"./queue-read-entry.js";
import"./queue-dead-letters-letter.js";
import {
  json,
  findRoot
} from "./cli-root.js";
import {
  runDoctor
} from "./doctor-doctor.js";
import {
  projectOf
} from "./cli-project-paths.js";
import {
  renderReport
} from "./cli-text-doctor-text.js";
import"./install-edit-files.js";
import"./store-sqlite-outbox.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-sqlite-read-reader.js";
import {
  pasteable
} from "./recall-choose-place.js";
import"./origin-config-files.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
import"./store-sqlite-open-location.js";
import"./queue-make.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  EXIT_CODES
} from "./base-errors.js";

// src/cli/commands/doctor.ts
function addDoctor(program, io) {
  program.command("doctor").description(`check every link from the agent to the store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when one is broken`).option("--fix", "fix what can be fixed without losing anything").option("--json", "as JSON").addHelpText("after", `
Examples:
  hive doctor
  hive doctor --fix
  hive doctor --json | jq '.findings[] | select(.level != "ok")'`).action(async (flags, command) => {
    await examine(io, flags, findRoot(io, command.optsWithGlobals().root));
  });
}
async function examine(io, flags, root) {
  let project = projectOf(io, root), isFixing = flags.fix === !0, report = await runDoctor({ project, root, env: io.env, cwd: io.cwd, nowMs: () => Date.now(), isFixing });
  if (io.out(flags.json === !0 ? json(report) : pasteable(renderReport(report, io), io.env)), !report.isHealthy)
    throw new UnhealthyProject(report.findings);
}
export {
  addDoctor
};
