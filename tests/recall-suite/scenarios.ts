import * as clearedAndSteeredList from "./lists/cleared-and-steered.ts";
import * as compactionTwiceList from "./lists/compaction-twice.ts";
import * as crashAfterCrashList from "./lists/crash-after-crash.ts";
import * as dataLossScareList from "./lists/data-loss-scare.ts";
import * as debuggingHuntList from "./lists/debugging-hunt.ts";
import * as dependencyUpgradeList from "./lists/dependency-upgrade.ts";
import * as devServerBrowserList from "./lists/dev-server-browser.ts";
import * as docsJobList from "./lists/docs-job.ts";
import * as failingMigrationList from "./lists/failing-migration.ts";
import * as monorepoWorktreesList from "./lists/monorepo-worktrees.ts";
import * as refactoringList from "./lists/refactoring.ts";
import * as renameAcrossPackagesList from "./lists/rename-across-packages.ts";
import * as subagentSwarmList from "./lists/subagent-swarm.ts";
import * as unattendedBetweenList from "./lists/unattended-between.ts";
import * as clearedAndSteered from "./sessions/cleared-and-steered.ts";
import * as compactionTwice from "./sessions/compaction-twice.ts";
import * as crashAfterCrash from "./sessions/crash-after-crash.ts";
import * as dataLossScare from "./sessions/data-loss-scare.ts";
import * as debuggingHunt from "./sessions/debugging-hunt.ts";
import * as dependencyUpgrade from "./sessions/dependency-upgrade.ts";
import * as devServerBrowser from "./sessions/dev-server-browser.ts";
import * as docsJob from "./sessions/docs-job.ts";
import * as failingMigration from "./sessions/failing-migration.ts";
import * as monorepoWorktrees from "./sessions/monorepo-worktrees.ts";
import * as refactoring from "./sessions/refactoring.ts";
import * as renameAcrossPackages from "./sessions/rename-across-packages.ts";
import * as subagentSwarm from "./sessions/subagent-swarm.ts";
import * as unattendedBetween from "./sessions/unattended-between.ts";
import type { List, Recording, Told } from "./types.ts";
import * as goServiceList from "./unseen/go-service.list.ts";
import * as goService from "./unseen/go-service.ts";
import * as mobileList from "./unseen/mobile.list.ts";
import * as mobile from "./unseen/mobile.ts";
import * as notebookList from "./unseen/notebook.list.ts";
import * as notebook from "./unseen/notebook.ts";
import * as rustParserList from "./unseen/rust-parser.list.ts";
import * as rustParser from "./unseen/rust-parser.ts";
import * as terraformList from "./unseen/terraform.list.ts";
import * as terraform from "./unseen/terraform.ts";

/** A scenario of the suite: a seed gives its session and its list. */
export interface Scenario {
  name: string;
  tell: (seed: number) => Told;
}

/** The story is drawn from the seed; the session and the list are told from the story. */
function scenario<Story>(
  session: { name: string; story: (seed: number) => Story; play: (story: Story) => Recording },
  { list }: { list: (story: Story) => List },
): Scenario {
  const tell = (seed: number): Told => {
    const story = session.story(seed);
    return { name: session.name, recording: session.play(story), list: list(story) };
  };
  return { name: session.name, tell };
}

export const SCENARIOS: readonly Scenario[] = [
  scenario(refactoring, refactoringList),
  scenario(failingMigration, failingMigrationList),
  scenario(monorepoWorktrees, monorepoWorktreesList),
  scenario(subagentSwarm, subagentSwarmList),
  scenario(compactionTwice, compactionTwiceList),
  scenario(crashAfterCrash, crashAfterCrashList),
  scenario(debuggingHunt, debuggingHuntList),
  scenario(docsJob, docsJobList),
  scenario(devServerBrowser, devServerBrowserList),
  scenario(dependencyUpgrade, dependencyUpgradeList),
  scenario(dataLossScare, dataLossScareList),
  scenario(renameAcrossPackages, renameAcrossPackagesList),
  scenario(clearedAndSteered, clearedAndSteeredList),
  scenario(unattendedBetween, unattendedBetweenList),
];

/** Sessions in another voice, in other fields. They count separately. */
export const UNSEEN: readonly Scenario[] = [
  scenario(rustParser, rustParserList),
  scenario(goService, goServiceList),
  scenario(terraform, terraformList),
  scenario(notebook, notebookList),
  scenario(mobile, mobileList),
];
