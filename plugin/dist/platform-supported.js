// @bun
// src/platform/supported.ts
var whyUnsupported = (platform = process.platform) => platform === "linux" || platform === "darwin" ? null : `hive does not run on ${NAMES[platform] ?? platform}`, INSTEAD = "install it in WSL, and start the agent there", NAMES = { win32: "Windows", freebsd: "FreeBSD", openbsd: "OpenBSD" };

export { whyUnsupported, INSTEAD };
