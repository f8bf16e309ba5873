/** An import of a thousand transcripts of each agent, malformed lines among them. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { runToEnd } from "../../../bench/harness/run-program.ts";
import { TRANSCRIPT_AGENTS, WORKED_IN, writeTranscripts } from "../../../bench/load/transcripts.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { HIVE } from "../../support/hive-command.ts";

setDefaultTimeout(240_000);

const FEW = 100;
const MANY = 1000;
const MESSAGES = 5;
/** The most that an import of ten times as many may hold of memory, of what the first held. */
const MOST_MEMORY = 1.5;

const inOrder = [...TRANSCRIPT_AGENTS].toSorted();

/** Imports so many transcripts of each agent in a process of its own. */
async function imported(transcripts: number): Promise<{ peakMiB: number; agents: unknown; kept: unknown }> {
  using home = tempDir();
  for (const agent of TRANSCRIPT_AGENTS) writeTranscripts(home.path, agent, transcripts, MESSAGES);
  const env = {
    HOME: home.path,
    XDG_DATA_HOME: join(home.path, "data"),
    XDG_CONFIG_HOME: join(home.path, "config"),
  };
  const options = {
    env,
    keepsOutput: true,
    watchesMemory: true,
    signal: AbortSignal.timeout(200_000),
  };
  const { stdout, peakMiB } = await runToEnd([process.execPath, ...HIVE, "import", "--yes", "--json"], options);
  const { agents } = JSON.parse(stdout) as { agents: { agent: string }[] };
  using db = new Database(join(home.path, "data/hive/archive.db"), { readonly: true });
  const sql =
    "SELECT s.agent, p.path, count(DISTINCT s.id) AS sessions, count(*) AS prompts FROM facts f JOIN sessions s ON s.id = f.session JOIN projects p ON p.id = s.project WHERE f.kind = 'prompt' GROUP BY 1, 2 ORDER BY 1";
  const kept = db.query(sql).all();
  return { peakMiB: peakMiB!, agents: agents.toSorted((a, b) => (a.agent < b.agent ? -1 : 1)), kept };
}

test("each transcript is taken, each malformed line is counted, and ten times as many take no more memory", async () => {
  const few = await imported(FEW);
  const many = await imported(MANY);
  expect(many.agents).toEqual(
    inOrder.map((agent) => ({
      agent,
      transcripts: MANY,
      taken: MANY,
      excluded: 0,
      none: 0,
      homeless: 0,
      malformed: MANY,
      unlisted: 0,
    })),
  );
  const ofEach = { path: WORKED_IN, sessions: MANY, prompts: MANY * MESSAGES };
  expect(many.kept).toEqual(inOrder.map((agent) => ({ agent, ...ofEach })));
  expect(many.peakMiB / few.peakMiB).toBeLessThanOrEqual(MOST_MEMORY);
});
