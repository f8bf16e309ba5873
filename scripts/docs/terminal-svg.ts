/** One command of a recorded terminal session. */
export interface Shown {
  /** As a person types it. */
  readonly typed: string;
  readonly output: string;
}

const COLUMNS = 100;
const CHAR_PX = 7.8;
const LINE_PX = 18;
const MARGIN_PX = 18;
/** The time at which a reader has read a line of output. */
const LINE_SECONDS = 0.12;
const COMMAND_SECONDS = 1.2;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const clipped = (line: string): string => (line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line);

/**
 * A terminal session as a picture, whose lines appear one after another and then stay. It loads nothing and runs nothing;
 * where no motion is wanted all lines stand there at once.
 */
export function terminalSvg(session: readonly Shown[]): string {
  const lines: string[] = [];
  let atSeconds = 0.3;
  const add = (kind: "typed" | "told", text: string): void => {
    const y = MARGIN_PX + (lines.length + 1) * LINE_PX;
    const delay = `animation-delay:${atSeconds.toFixed(2)}s`;
    lines.push(`<text class="${kind}" style="${delay}" x="${MARGIN_PX}" y="${y}">${escaped(clipped(text))}</text>`);
  };
  for (const { typed, output } of session) {
    add("typed", `$ ${typed}`);
    atSeconds += COMMAND_SECONDS;
    for (const line of output.trimEnd().split("\n")) {
      add("told", line);
      atSeconds += LINE_SECONDS;
    }
    add("told", "");
    atSeconds += COMMAND_SECONDS;
  }
  const width = Math.ceil(COLUMNS * CHAR_PX + 2 * MARGIN_PX);
  const height = (lines.length + 1) * LINE_PX + 2 * MARGIN_PX;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="hive in a terminal">
<style>
text { font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre; fill: #d8dee9; animation: appear 0.01s both; }
.typed { fill: #ffd666; }
@keyframes appear { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { text { animation: none; } }
</style>
<rect width="100%" height="100%" rx="10" fill="#1b1f2a"/>
${lines.join("\n")}
</svg>
`;
}
