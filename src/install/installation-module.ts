import type { BunPlugin } from "bun";

/** Where a bundle finds the rest of its installation, from the directory of the bundle. */
export interface InstallationPaths {
  readonly main: string;
  readonly launcher: string;
  readonly manifest: string;
  readonly isPlugin: boolean;
}

/** Replaces `src/platform/installation.ts` in a bundle, which lies elsewhere than the sources. */
export function installationModule({ main, launcher, manifest, isPlugin }: InstallationPaths): BunPlugin {
  const contents = `import { resolve } from "node:path";
export const MAIN_PROGRAM = resolve(import.meta.dir, ${JSON.stringify(main)});
export const LAUNCHER = resolve(import.meta.dir, ${JSON.stringify(launcher)});
export const MANIFEST = resolve(import.meta.dir, ${JSON.stringify(manifest)});
export const IS_PLUGIN = ${isPlugin};
`;
  return {
    name: "installation",
    setup: (builder) =>
      void builder.onLoad({ filter: /src\/platform\/installation\.ts$/ }, () => ({ contents, loader: "ts" })),
  };
}
