type Env = Readonly<Record<string, string | undefined>>;

/**
 * The directory that hive was called in. Bun starts in `/`, so that it reads nothing of a project. A launcher passes
 * the directory in `HIVE_CWD`, a shell in `PWD`.
 * @returns an empty text if that directory was deleted and no variable names it
 */
export function callersDirectory(env: Env): string {
  const cwd = ownDirectory();
  if (cwd !== "/" && cwd !== null) return cwd;
  // A launcher finds no name for a directory that is gone.
  if (env["HIVE_CWD"] === "") return "";
  const told = env["HIVE_CWD"] ?? env["PWD"];
  return told?.startsWith("/") === true ? told : (cwd ?? "");
}

function ownDirectory(): string | null {
  try {
    return process.cwd();
  } catch {
    // It was deleted.
    return null;
  }
}
