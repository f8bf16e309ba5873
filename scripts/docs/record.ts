/**
 * Records hive's first minute as a picture for README: `bun scripts/docs/record.ts` writes docs/first-minute.svg. hive's output
 * is real: of an agent's session that died in a temporary project, and of the next one.
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PlayedSession } from "./played-session.ts";
import { terminalSvg } from "./terminal-svg.ts";

const TO = join(resolve(import.meta.dir, "../.."), "docs/first-minute.svg");
const SHOWN_LINES = 16;

/** The beginning: a picture has no room for more. */
const shortened = (text: string): string => text.trimEnd().split("\n").slice(0, SHOWN_LINES).join("\n");

using session = new PlayedSession();
const written = session.hive("setup", "--yes").split("\n");
const said = written.slice(written.findIndex((line) => line.startsWith("Written:")));
const setUp = shortened(said.join("\n").replaceAll(/\n\n+/g, "\n"));
writeFileSync(
  TO,
  terminalSvg([
    { typed: "hive setup", output: setUp },
    { typed: "claude    # works for a while, and its terminal is closed", output: "Killed" },
    { typed: "hive sessions", output: shortened(session.hive("sessions")) },
    { typed: "claude    # the next session is told:", output: shortened(session.restored()) },
  ]),
);
process.stdout.write(`${TO}\n`);
