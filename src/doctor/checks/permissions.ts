import { dirname } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { chmodSync, existsSync, lstatSync, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { shellWord } from "../../platform/own-command.ts";
import { type QueuePaths, queueDirectories } from "../../queue/layout.ts";
import { type CheckResult, FIX, type HealthCheck, ok, problem, together, warning } from "../check.ts";
import { statIfAny } from "./queue.ts";
import { count } from "../../base/text/words.ts";

/** Programs with another umask may write entries here: the directories above keep them private. */
const ENTRY_DIRECTORIES = /\/queue\/(pending|processing)\//;
const SHOWN = 3;

interface FileNode {
  readonly path: string;
  readonly stat: Stats;
}

export const permissionsCheck: HealthCheck = {
  code: "permissions",
  groups: ["fast"],
  needs: "nothing",
  run: ({ paths, isDeep }) => {
    if (!existsSync(paths.root)) return ok("nothing is there yet");
    const top = realpathSync(paths.root);
    const root = { path: top, stat: statSync(top) };
    const nodes = [root, ...(isDeep ? below(top) : inPlaces(paths, top))];
    const foreign = nodes.filter(({ stat }) => stat.uid !== process.geteuid?.());
    // A private root shuts everybody else out; below an open root, saved data can be read.
    const open = nodes.filter((node) => !foreign.includes(node) && (node.stat.mode & 0o077) !== 0);
    const faults: CheckResult[] = [];
    if (foreign.length > 0) {
      faults.push(
        problem(`not yours: ${shown(foreign)}`, { run: `sudo chown -R "$(id -un)" ${shellWord(paths.root)}` }),
      );
    }
    if (open.length > 0) {
      const level = open[0] === root ? problem : warning;
      const found = `open to others: ${shown(open)}`;
      if (keepsModes(open[0]!)) faults.push(level(found, { run: FIX, fix: () => close(open) }));
      else faults.push(level(`${found}; this file system keeps no modes`, NO_MODES));
    }
    return together(faults, `${count(nodes.length, "file and directory", "files and directories")}, all yours alone`);
  },
};

const NO_MODES = {
  run: "hive setup --root-outside",
  advice:
    "this moves the state to your data directory; if that has no modes either, in WSL: metadata under [automount] options in /etc/wsl.conf",
};

/** True if the owner can set a file's mode. On a Windows drive in WSL he cannot, and every mode is 0777. */
function keepsModes({ path, stat }: FileNode): boolean {
  try {
    chmodSync(path, stat.mode & 0o7777);
    return true;
  } catch (error) {
    // A read-only file system refuses the change, but has modes.
    return errorCode(error) === "EROFS";
  }
}

/** Goes from parents to children: below a private parent, nobody else can change anything. */
function close(nodes: readonly FileNode[]): string {
  for (const { path } of nodes) {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isSymbolicLink()) continue;
    chmodSync(path, stat.mode & 0o700);
    if ((lstatSync(path).mode & 0o077) !== 0) throw new Error(`${path} stays open: this file system keeps no modes`);
  }
  return `took ${count(nodes.length, "path")} from others`;
}

/** The state directory's own files, and the directories of the queue. */
function inPlaces(paths: QueuePaths, top: string): FileNode[] {
  const names = readdirSync(top).map((name) => `${top}/${name}`);
  return [...names, ...queueDirectories(paths).filter((path) => dirname(path) === paths.queue)].flatMap((path) => {
    const stat = statIfAny(path);
    return stat === undefined || stat.isSymbolicLink() ? [] : [{ path, stat }];
  });
}

function below(directory: string): FileNode[] {
  const nodes: FileNode[] = [];
  for (const name of readdirSync(directory)) {
    const path = `${directory}/${name}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // A worker may have removed it meanwhile; a link has no mode of its own.
    if (stat === undefined || stat.isSymbolicLink()) continue;
    if (ENTRY_DIRECTORIES.test(path) && !stat.isDirectory()) continue;
    nodes.push({ path, stat });
    if (stat.isDirectory()) nodes.push(...below(path));
  }
  return nodes;
}

function shown(nodes: readonly FileNode[]): string {
  const paths = nodes.slice(0, SHOWN).map(({ path, stat }) => `${path} (${(stat.mode & 0o777).toString(8)})`);
  return paths.join(", ") + (nodes.length > SHOWN ? ` and ${nodes.length - SHOWN} more` : "");
}
