import type { Content } from "./contents.ts";

export const WITHHELD = "withheld, as it may hold a secret";

/** Why a file has no lines to show; null where it has, or is not there. */
export function whyHidden({ state, bytes }: Content): string | null {
  if (state === "absent") return null;
  if (state === "unknown") return "not known";
  if (bytes === null) return state.lack === "secret" ? WITHHELD : "not kept";
  return bytes.includes(0) ? "binary" : null;
}

/** The permission bits, or that it is a link. */
export const modeOf = (state: Content["state"]): string | null =>
  typeof state === "string" ? null : state.kind === "link" ? "link" : state.mode.toString(8);

/** Null for a file that is not there. */
export const linesOf = ({ state, bytes }: Content): string | null =>
  state === "absent" ? null : bytes!.toString("utf8");
