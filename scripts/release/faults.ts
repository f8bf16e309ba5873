/** The parts of a release that name a version. */
export interface ReleaseParts {
  /** Of package.json. */
  readonly version: string;
  /** The version in the plugin's manifest, which its build writes. */
  readonly plugin: string;
  /** Of the manifest in the packed file. */
  readonly packed: string;
  readonly changelog: string;
  /** The tags of the released commit. */
  readonly tags: readonly string[];
}

/** @returns in what the parts of a release differ, a sentence each; nothing for one that may be published */
export function releaseFaults({ version, plugin, packed, changelog, tags }: ReleaseParts): string[] {
  const [unreleased = "", newest = ""] = changelog.split(/^## /m).slice(1);
  const [, named = "none"] = /^(\S+) - \d{4}-\d\d-\d\d$/m.exec(newest.split("\n")[0]!) ?? [];
  const faults: string[] = [];
  if (plugin !== version) faults.push(`package.json says ${version}, and the plugin ${plugin}`);
  if (packed !== version) faults.push(`package.json says ${version}, and the packed file ${packed}`);
  if (named !== version) faults.push(`package.json says ${version}, and CHANGELOG.md's newest version is ${named}`);
  if (newest.split("\n").slice(1).join("").trim() === "") faults.push(`CHANGELOG.md says nothing of ${named}`);
  if (unreleased.replace(/^Unreleased/, "").trim() !== "") faults.push("CHANGELOG.md has text under Unreleased");
  if (!tags.includes(`v${version}`)) faults.push(`the commit has no tag v${version}, but ${tags.join(", ") || "none"}`);
  return faults;
}
