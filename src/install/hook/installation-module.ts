import type { BunPlugin } from "bun";
import type { InstallationKind } from "../../platform/installation.ts";

/** The paths from a bundle's directory to the rest of its installation. */
export interface InstallationPaths {
  readonly kind: InstallationKind;
  readonly main: string;
  readonly launcher: string;
  readonly manifest: string;
}

/** Replaces `src/platform/installation.ts` in a bundle, which has another directory than the sources. */
export function installationModule({ kind, main, launcher, manifest }: InstallationPaths): BunPlugin {
  const contents = `import { resolve } from "node:path";
export const KIND = ${JSON.stringify(kind)};
export const MAIN_PROGRAM = resolve(import.meta.dir, ${JSON.stringify(main)});
export const LAUNCHER = resolve(import.meta.dir, ${JSON.stringify(launcher)});
export const MANIFEST = resolve(import.meta.dir, ${JSON.stringify(manifest)});
`;
  return {
    name: "installation",
    setup: (builder) =>
      void builder.onLoad({ filter: /src\/platform\/installation\.ts$/ }, () => ({ contents, loader: "ts" })),
  };
}
