/** An import of a thousand transcripts of each agent, malformed lines among them. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hive } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(240_000);

const TRANSCRIPTS = 1000;
const AT = "2026-11-01T10:00:00Z";
const BROKEN = ["no JSON", '{"type":', "\u0000\u001b]0;owned\u0007", "[1,2", "null", "7"];

const line = (value: unknown): string => JSON.stringify(value);

/** By agent: where a transcript lies, and its lines. */
const WRITERS: Readonly<Record<string, (n: number) => readonly [path: string, lines: readonly string[]]>> = {
  "claude-code": (n) => [
    `.claude/projects/p${n % 10}/claude-${n}.jsonl`,
    [line({ type: "user", uuid: `u-${n}`, cwd: "/gone/shop", timestamp: AT, message: { content: `prompt ${n}` } })],
  ],
  codex: (n) => [
    `.codex/sessions/2026/11/01/rollout-${n}.jsonl`,
    [
      line({ type: "session_meta", timestamp: AT, payload: { id: `codex-${n}`, cwd: "/gone/shop" } }),
      line({ type: "event_msg", timestamp: AT, payload: { type: "user_message", message: `prompt ${n}` } }),
    ],
  ],
  copilot: (n) => [
    `.copilot/session-state/copilot-${n}/events.jsonl`,
    [
      line({
        type: "session.start",
        timestamp: AT,
        data: { sessionId: `copilot-${n}`, context: { cwd: "/gone/shop" } },
      }),
      line({ type: "user.message", id: `m-${n}`, timestamp: AT, data: { content: `prompt ${n}` } }),
    ],
  ],
};

test("each transcript is taken, each malformed line is counted, and none stops the import", async () => {
  using home = tempDir();
  for (const write of Object.values(WRITERS)) {
    for (let n = 0; n < TRANSCRIPTS; n += 1) {
      const [path, lines] = write(n);
      const full = join(home.path, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, [...lines, BROKEN[n % BROKEN.length]!, ""].join("\n"), { mode: 0o600 });
    }
  }
  const env = { HOME: home.path, XDG_DATA_HOME: join(home.path, "data"), XDG_CONFIG_HOME: join(home.path, "config") };
  await using run = hive(["import", "--yes", "--json"], env);
  const { stdout, stderr, exitCode } = await run.outcome();
  expect([stderr, exitCode]).toEqual(["", 0]);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    agents: Object.keys(WRITERS).map((agent) => ({
      agent,
      transcripts: TRANSCRIPTS,
      taken: TRANSCRIPTS,
      excluded: 0,
      none: 0,
      malformed: TRANSCRIPTS,
    })),
  });
  using db = new Database(join(home.path, "data/hive/archive.db"), { readonly: true });
  const sql =
    "SELECT s.agent, count(*) AS n FROM facts f JOIN sessions s ON s.id = f.session WHERE f.kind = 'prompt' GROUP BY 1 ORDER BY 1";
  const kept = db.query<{ agent: string; n: number }, []>(sql).all();
  expect(kept).toEqual(["claude-code", "codex", "copilot"].map((agent) => ({ agent, n: TRANSCRIPTS })));
});
