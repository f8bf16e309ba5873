/** What agents delete of their own transcripts, and when. */
import { join } from "node:path";
import { type Fields, recordOf } from "../../agents/claude-code/payload.ts";
import { settingsIn } from "../../agents/settings/off-switches.ts";
import { textOf } from "../../base/json.ts";
import { count } from "../../base/text/words.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

/** What an agent deletes of its transcripts by its settings. */
interface Deletion {
  readonly setting: string;
  /** Null if nothing is deleted. */
  readonly days: number | null;
  /** The number of a project's transcripts that are kept, where there is a limit. */
  readonly kept?: number;
}

interface Rule {
  /** The user's settings, below the home directory. */
  readonly file: string;
  readonly read: (settings: Fields) => Deletion;
}

const DEFAULT_DAYS = 30;
/** A month of Gemini's has 30 days. */
const DAYS_OF: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, m: 30 };

/** By agent; hive knows no rule of the others. */
const RULES: Readonly<Record<string, Rule>> = {
  "claude-code": {
    file: ".claude/settings.json",
    read: ({ cleanupPeriodDays: days }) => ({
      setting: "cleanupPeriodDays",
      days: typeof days === "number" && days >= 0 ? days : DEFAULT_DAYS,
    }),
  },
  gemini: { file: ".gemini/settings.json", read: geminiDeletion },
};

/** As Gemini 0.61.0 reads it: it deletes nothing where a value is none, or below the least that it accepts. */
function geminiDeletion({ general }: Fields): Deletion {
  const {
    enabled = true,
    maxAge = `${DEFAULT_DAYS}d`,
    maxCount,
    minRetention,
  } = recordOf(recordOf(general)["sessionRetention"]);
  const days = geminiDays(maxAge);
  const isRefused =
    days === null || days < (geminiDays(minRetention) ?? 1) || (typeof maxCount === "number" && maxCount < 1);
  if (enabled !== true || isRefused) return { setting: "general.sessionRetention", days: null };
  return {
    setting: "general.sessionRetention.maxAge",
    days,
    ...(typeof maxCount === "number" ? { kept: maxCount } : {}),
  };
}

function geminiDays(value: unknown): number | null {
  const [, amount = "", unit = ""] = /^(\d+)([dhwm])$/.exec(textOf(value) ?? "") ?? [];
  return unit === "" || Number(amount) === 0 ? null : Number(amount) * DAYS_OF[unit]!;
}

interface Found {
  readonly agent: string;
  readonly title: string;
  readonly files: readonly { readonly changedMs: number }[];
}

/** One line on what an agent deletes of the transcripts that were found. */
export function deletionsOf({ agent, title, files }: Found, home: string, nowMs: number): string {
  const rule = RULES[agent];
  if (rule === undefined) return `hive knows of no time after which ${title} deletes transcripts`;
  const { setting, days, kept } = rule.read(settingsIn(join(home, rule.file)));
  if (days === null) return `${title} deletes no transcript, by its settings (${setting})`;
  const soon = files.filter(({ changedMs }) => changedMs + (days - SOON_DAYS) * DAY_MS <= nowMs).length;
  const after = days < 1 ? count(Math.round(days * 24), "hour") : count(Math.round(days), "day");
  const most =
    kept === undefined
      ? ""
      : `; it keeps ${count(kept, "transcript")} of a project (general.sessionRetention.maxCount)`;
  return `${title} deletes a transcript ${after} after its last change (${setting}): ${soon} of ${files.length} within ${SOON_DAYS} days${most}`;
}
