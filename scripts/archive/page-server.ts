/** The page's server as a person at a terminal has it, who sees all projects (`bun page-server.ts STATE-DIRECTORY`). */
import { listen } from "../../src/dashboard/server/listener.ts";
import { writeRedirect } from "../../src/dashboard/server/open-browser.ts";
import { projectAt } from "../../src/dashboard/projects.ts";
import { Dashboard } from "../../src/dashboard/server/server.ts";
import { ownDirectory } from "../../src/origin/own-directory.ts";
import { Archive } from "../../src/recall/archive/archive.ts";
import { EVERYTHING } from "../../src/recall/archive/scope.ts";

const root = process.argv[2]!;
const data = ownDirectory("data", process.env, root)!;
const project = projectAt(root, process.env);
const dashboard = await Dashboard.start({
  projects: () => [project],
  env: process.env,
  openArchive: () => Archive.open(process.env, EVERYTHING, root),
});
listen(data, () => dashboard.changed());
process.stdout.write(`${writeRedirect(data, dashboard.entrance!).path}\n`);
