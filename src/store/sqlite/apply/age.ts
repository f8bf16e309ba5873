import { kernelText } from "../../../platform/process/kernel-text.ts";
import type { Fact } from "../../../model/observation.ts";
import { UPTIME_FILE, upMsIn } from "../../../platform/boot-clock.ts";

interface Told {
  readonly upMs?: number | undefined;
  readonly facts?: readonly Fact[] | undefined;
}

/** How long ago a call was, by the clock since the boot; undefined where that is not known, as for one before it. */
export function ageOf({ upMs, facts = [] }: Told): number | undefined {
  if (upMs === undefined) return undefined;
  const nowMs = upMsIn(kernelText(UPTIME_FILE));
  if (nowMs === undefined || upMs > nowMs || !facts.every(isOfThisBoot)) return undefined;
  return nowMs - upMs;
}

/** Of a call's facts one may name the boot. */
function isOfThisBoot({ data }: Fact): boolean {
  const seen = data["process"] as { readonly bootId?: unknown } | null | undefined;
  return seen?.bootId === undefined || seen.bootId === kernelText("/proc/sys/kernel/random/boot_id")?.trim();
}
