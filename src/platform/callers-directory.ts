type Env = Readonly<Record<string, string | undefined>>;

/**
 * The directory that hive was called in. Bun is started in `/`, so that it reads nothing of a project: a launcher tells
 * in `HIVE_CWD` where it was called, a shell in `PWD`.
 */
export function callersDirectory(env: Env): string {
  const cwd = process.cwd();
  if (cwd !== "/") return cwd;
  const told = env["HIVE_CWD"] || env["PWD"];
  return told?.startsWith("/") === true ? told : cwd;
}
