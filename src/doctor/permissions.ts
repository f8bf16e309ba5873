import { chmodSync, existsSync, lstatSync, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { shellWord } from "../platform/own-command.ts";
import { makeQueue } from "../queue/make.ts";
import { queueDirectories } from "../queue/layout.ts";
import { type Check, type Diagnosis, FIX, ok, problem, together, warning } from "./finding.ts";
import { count } from "../base/words.ts";

/** Where entries of programs with another umask come and go: the directories above keep them private. */
const ENTRY_DIRECTORIES = /\/queue\/(pending|processing)\//;
const SHOWN = 3;

export const queueCheck: Check = {
  name: "queue",
  needsQueue: false,
  run: ({ paths }) => {
    if (!existsSync(paths.root)) return ok(`${paths.root} is not there yet: the first call of the hook makes it`);
    const directories = queueDirectories(paths).filter((path) => path !== paths.root);
    const wrong = directories.filter((path) => {
      const stat = lstatSync(path, { throwIfNoEntry: false });
      return stat !== undefined && !stat.isDirectory();
    });
    if (wrong.length > 0) {
      return problem(`not a directory: ${wrong.join(", ")}`, { remedy: "see where it comes from, then move it away" });
    }
    const missing = directories.filter((path) => !existsSync(path));
    if (missing.length === 0) return ok(paths.root);
    if (missing.length === directories.length) return ok(`${paths.root} holds no queue yet: the first call makes it`);
    return warning(`missing: ${missing.join(", ")}`, {
      run: FIX,
      remedy: "that makes what is missing",
      mend: () => {
        makeQueue(paths);
        return `made ${missing.join(", ")}`;
      },
    });
  },
};

interface Node {
  readonly path: string;
  readonly stat: Stats;
}

export const permissionsCheck: Check = {
  name: "permissions",
  needsQueue: true,
  run: ({ paths }) => {
    const top = realpathSync(paths.root);
    const root = { path: top, stat: statSync(top) };
    const nodes = [root, ...below(top)];
    const foreign = nodes.filter(({ stat }) => stat.uid !== process.geteuid?.());
    // Nobody gets past a private root; with an open one whoever can read below it can read what was saved.
    const open = nodes.filter((node) => !foreign.includes(node) && (node.stat.mode & 0o077) !== 0);
    const faults: Diagnosis[] = [];
    if (foreign.length > 0) {
      faults.push(
        problem(`not yours: ${shown(foreign)}`, { run: `sudo chown -R "$(id -un)" ${shellWord(paths.root)}` }),
      );
    }
    if (open.length > 0) {
      const level = open[0] === root ? problem : warning;
      faults.push(
        level(`open to others: ${shown(open)}`, {
          run: FIX,
          mend: () => close(open),
        }),
      );
    }
    return together(faults, `${count(nodes.length, "file and directory", "files and directories")}, all yours alone`);
  },
};

/** Parents come first: once they are private, nobody else can change what is below. */
function close(nodes: readonly Node[]): string {
  for (const { path } of nodes) {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isSymbolicLink()) chmodSync(path, stat.mode & 0o700);
  }
  return `took ${count(nodes.length, "path")} from others`;
}

function below(directory: string): Node[] {
  const nodes: Node[] = [];
  for (const name of readdirSync(directory)) {
    const path = `${directory}/${name}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // A worker may have removed it since; a link has no mode of its own.
    if (stat === undefined || stat.isSymbolicLink()) continue;
    if (ENTRY_DIRECTORIES.test(path) && !stat.isDirectory()) continue;
    nodes.push({ path, stat });
    if (stat.isDirectory()) nodes.push(...below(path));
  }
  return nodes;
}

function shown(nodes: readonly Node[]): string {
  const paths = nodes.slice(0, SHOWN).map(({ path, stat }) => `${path} (${(stat.mode & 0o777).toString(8)})`);
  return paths.join(", ") + (nodes.length > SHOWN ? ` and ${nodes.length - SHOWN} more` : "");
}
