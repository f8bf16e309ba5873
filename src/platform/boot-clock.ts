/** The time since the boot, with sleep. Nobody sets this clock, so it orders calls whatever the date was. */

/** Linux alone has it. */
export const UPTIME_FILE = "/proc/uptime";

/** @param text of {@link UPTIME_FILE} @returns milliseconds; undefined where it is none */
export function upMsIn(text: string | null): number | undefined {
  const upMs = text === null ? 0 : Number(text.slice(0, text.indexOf(" "))) * 1000;
  return upMs > 0 ? upMs - (upMs % 1) : undefined;
}
