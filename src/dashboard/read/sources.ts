import type { Archive } from "../../recall/archive/archive.ts";
import type { Sample } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import type { SessionLines } from "./session-lines.ts";
import type { Env } from "./undo-points.ts";

/** What an answer is read from. */
export interface Sources {
  readonly projects: readonly KnownProject[];
  /** Null where there is none. */
  readonly archive: Archive | null;
  readonly lines: SessionLines;
  readonly samples: readonly Sample[];
  readonly env: Env;
  readonly nowMs: number;
}
