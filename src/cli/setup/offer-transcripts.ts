import { confirm, log } from "@clack/prompts";
import { count } from "../../base/text/words.ts";
import { applyChange, readTextFile } from "../../install/edit/files.ts";
import type { ProjectPaths } from "../../install/paths.ts";
import { setSetting } from "../../install/user-config.ts";
import { userConfigPath } from "../../origin/config-files.ts";
import { homeOf } from "../../origin/own-directory.ts";
import { archivePath } from "../../store/archive/open.ts";
import { TRANSCRIPT_PLACES, transcriptsOf } from "../../worker/enrich/transcript-places.ts";
import { answerTo } from "../text/change.ts";
import { type Io, isOfAgent } from "../io.ts";
import { printable } from "../text/render.ts";
import { loadConfig } from "../root.ts";

const MAX_CONFIG_BYTES = 65_536;

/**
 * Asks once whether the archive is to keep what agents' transcripts say. Nothing is asked where the user has decided, or no
 * agent that was chosen has a transcript yet.
 * @throws HIVE_CANCELLED
 */
export async function offerTranscripts(io: Io, chosen: readonly ProjectPaths[]): Promise<void> {
  // Consent is a person's.
  if (isOfAgent(io)) return;
  const [paths] = chosen;
  const config = paths === undefined ? null : userConfigPath(io.env, paths.root);
  const archive = paths === undefined ? null : archivePath(io.env, paths.root);
  if (paths === undefined || config === null || archive === null) return;
  // @mutant setup asks for transcripts only where nothing is decided
  if (loadConfig(io, paths.root).archive !== "facts") return;
  const names = chosen.map(({ agent }) => agent.name as string);
  const found = TRANSCRIPT_PLACES.filter(({ agent }) => names.includes(agent)).flatMap(
    (one) => transcriptsOf(one, homeOf(io.env, paths.root)).files,
  );
  if (found.length === 0) return;
  const message = `Keep what the agents' transcripts say as well (${count(found.length, "transcript")} now)? It goes to ${printable(archive)}, without secrets and results of tools, and stays until you delete it.`;
  if (!(await answerTo(confirm({ message, initialValue: false })))) return;
  const file = readTextFile(config, MAX_CONFIG_BYTES);
  const after = setSetting(file.text, ["archive"], "transcripts");
  if (after !== file.text) applyChange({ file, after });
  log.info(
    "hive import takes what is on disk already. archiveRetentionDays in your settings bounds how long it stays.",
  );
}
