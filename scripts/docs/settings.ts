/** Writes the table of settings into `docs/settings.md` (`bun scripts/docs/settings.ts`); a test holds that file to it. */
import { join } from "node:path";
import { type ProjectMay, type Settings, SETTINGS } from "../../src/base/config/config.ts";
import { MEANINGS } from "./meanings.ts";
import { writeBetweenMarkers } from "./marked-table.ts";

export const SETTINGS_PAGE = join(import.meta.dir, "../../docs/settings.md");

function projectMay(may: ProjectMay): string {
  if (may === "nothing") return "nothing";
  if ("set" in may) return `set it to \`${may.set}\``;
  if ("pause" in may) return "pause, or for longer";
  return "add" in may ? "add to it" : `raise it, to ${may.raiseTo} at most`;
}

function values(name: keyof Settings): string {
  const { rule } = SETTINGS[name];
  if ("form" in rule) return rule.words;
  if (!("min" in rule)) return rule.map((value) => `\`${value}\``).join(", ");
  return rule.max === Number.MAX_SAFE_INTEGER ? `${rule.min} or more` : `${rule.min} to ${rule.max}`;
}

/** The table as Markdown, one row a setting. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { value, project = "nothing" }]) => [
    `\`${name}\``,
    `\`${JSON.stringify(value).replaceAll('"', "")}\``,
    values(name as keyof Settings),
    MEANINGS[name as keyof Settings],
    projectMay(project),
  ]);
  const header = ["name", "default", "values", "meaning", "a project's file may"];
  return [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

if (import.meta.main) writeBetweenMarkers(SETTINGS_PAGE, "settings", settingsTable());
