/** What agents delete of their own transcripts, and when. */
import { join } from "node:path";
import { type Fields, recordOf } from "../../agents/claude-code/payload.ts";
import { settingsIn } from "../../agents/settings/off-switches.ts";
import { textOf } from "../../base/json.ts";
import { count } from "../../base/text/words.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

interface Rule {
  /** The user's settings, below the home directory. */
  readonly file: string;
  readonly setting: string;
  /** Null if nothing is deleted. */
  readonly daysIn: (settings: Fields) => number | null;
}

const DEFAULT_DAYS = 30;
/** A month of Gemini's has 30 days. */
const DAYS_OF: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, m: 30 };

/** By agent; hive knows no rule of the others. */
const RULES: Readonly<Record<string, Rule>> = {
  "claude-code": {
    file: ".claude/settings.json",
    setting: "cleanupPeriodDays",
    daysIn: ({ cleanupPeriodDays: days }) => (typeof days === "number" && days >= 0 ? days : DEFAULT_DAYS),
  },
  gemini: {
    file: ".gemini/settings.json",
    setting: "general.sessionRetention.maxAge",
    daysIn: ({ general }) => {
      const { enabled, maxAge } = recordOf(recordOf(general)["sessionRetention"]);
      const [, amount = "", unit = ""] = /^(\d+)([dhwm])$/.exec(textOf(maxAge) ?? "30d") ?? [];
      return enabled === false || unit === "" ? null : Number(amount) * DAYS_OF[unit]!;
    },
  },
};

interface Found {
  readonly agent: string;
  readonly title: string;
  readonly files: readonly { readonly changedMs: number }[];
}

/** One line on what an agent deletes of the transcripts that were found. */
export function deletionsOf({ agent, title, files }: Found, home: string, nowMs: number): string {
  const rule = RULES[agent];
  if (rule === undefined) return `hive knows of no time after which ${title} deletes transcripts`;
  const days = rule.daysIn(settingsIn(join(home, rule.file)));
  if (days === null) return `${title} deletes no transcript by age, by its setting ${rule.setting}`;
  const soon = files.filter(({ changedMs }) => changedMs + (days - SOON_DAYS) * DAY_MS <= nowMs).length;
  const after = days < 1 ? count(Math.round(days * 24), "hour") : count(Math.round(days), "day");
  return `${title} deletes a transcript ${after} after its last change (${rule.setting}): ${soon} of ${files.length} within ${SOON_DAYS} days`;
}
