/**
 * The reason why hive does not run on a platform; null where it does.
 * @param platform @default the running one
 */
export const whyUnsupported = (platform: NodeJS.Platform = process.platform): string | null =>
  platform === "linux" || platform === "darwin" ? null : `hive does not run on ${NAMES[platform] ?? platform}`;

/** The advice for an unsupported system. */
export const INSTEAD = "install it in WSL, and start the agent there";

const NAMES: Partial<Record<NodeJS.Platform, string>> = { win32: "Windows", freebsd: "FreeBSD", openbsd: "OpenBSD" };
