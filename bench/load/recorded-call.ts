import { readFileSync } from "node:fs";

/**
 * A recorded payload as it would be in a project: in a directory that is gone, the hook takes another way, which takes it
 * a millisecond more.
 */
export function recordedIn(path: string, project: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(path, "utf8");
  const { cwd } = JSON.parse(text) as { readonly cwd: string };
  return JSON.parse(text.replaceAll(cwd, project)) as Record<string, unknown>;
}
