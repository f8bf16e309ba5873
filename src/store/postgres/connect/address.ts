import { HiveError } from "../../../base/errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A fleet server's address, and the role to connect as. */
export interface FleetAddress {
  /** A host name; undefined for a socket. */
  readonly hostname?: string;
  readonly port: number;
  /** The socket's path. */
  readonly path?: string;
  readonly username: string;
  readonly password?: string;
  /** A password file that was not read, since others may read it. */
  readonly unreadFile?: string;
  readonly database: string;
  /** Off the loopback the server must prove who it is. */
  readonly needsTls: boolean;
  /** The file of the authority that signed the server's certificate. @default the system's */
  readonly caFile?: string;
  /** The name of the fleet: several may share a server. @default "default" */
  readonly fleet: string;
  /** False behind PgBouncer in transaction mode, which keeps no prepared statement. @default true */
  readonly isPrepared: boolean;
  /** The address without a password, for people. */
  readonly shown: string;
}

const DEFAULT_PORT = 5432;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const FLEET = /^[a-z][a-z0-9_-]{0,62}$/;
const PARAMETERS = ["fleet", "sslmode", "sslrootcert", "pgbouncer"];

/**
 * Reads a fleet's URL: `postgres://user@host:5432/database`, or `postgres://user@%2Frun%2Fpostgresql/database` for a
 * socket. Parameters: `fleet`, `sslrootcert`, `pgbouncer=transaction`.
 * @param env may hold the password: `PGPASSWORD`
 * @param passwordIn looks the password up in the user's password file
 * @throws HIVE_INVALID_OPTION, whose message shows no password
 */
export function parseFleetUrl(text: string, env: Env, passwordIn: PasswordFile = () => undefined): FleetAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) {
    throw wrong("it must be like postgres://user@host/database");
  }
  if (!isEncoded(url)) throw wrong("it has a % that begins no code");
  const { searchParams } = url;
  const unknown = [...searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw wrong(`it has an unknown parameter: leave ${JSON.stringify(unknown)} out`);
  const host = decodeURIComponent(url.hostname);
  const isSocket = host.startsWith("/");
  const port = Number(url.port) || DEFAULT_PORT;
  const username = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (host === "" || username === "" || database === "") throw wrong("it must name a host, a user and a database");
  const needsTls = !isSocket && !LOOPBACK.test(host);
  if (needsTls && !["require", "verify-full", null].includes(searchParams.get("sslmode"))) {
    throw wrong("off the loopback the connection is encrypted: leave sslmode out");
  }
  const fleet = searchParams.get("fleet") ?? "default";
  if (!FLEET.test(fleet)) throw wrong("a fleet's name has lower-case letters, digits, - and _");
  const password =
    decodeURIComponent(url.password) || env["PGPASSWORD"] || passwordIn({ host, port, database, username });
  const caFile = searchParams.get("sslrootcert");
  return {
    port,
    username,
    database,
    needsTls,
    fleet,
    isPrepared: searchParams.get("pgbouncer") !== "transaction",
    shown: `postgres://${url.username}@${url.host}/${database}${fleet === "default" ? "" : ` (fleet ${fleet})`}`,
    ...(isSocket ? { path: `${host}/.s.PGSQL.${port}` } : { hostname: host.replaceAll(/^\[|\]$/g, "") }),
    ...(password === undefined ? {} : { password }),
    ...(caFile === null ? {} : { caFile }),
  };
}

/** Finds a password for a connection; undefined for none. */
export type PasswordFile = (asked: {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
}) => string | undefined;

/** The lookup in the text of a password file of PostgreSQL's: `host:port:database:user:password`, `*` for any. */
export const passwordFile =
  (text: string): PasswordFile =>
  ({ host, port, database, username }) => {
    for (const line of text.split("\n")) {
      if (line.startsWith("#")) continue;
      const fields = [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field]) =>
        field!.replaceAll(/\\(.)/g, "$1"),
      );
      const asked = [host, String(port), database, username];
      if (fields.length >= 5 && asked.every((value, at) => fields[at] === "*" || fields[at] === value))
        return fields[4];
    }
    return undefined;
  };

function isEncoded({ username, password, hostname, pathname }: URL): boolean {
  try {
    [username, password, hostname, pathname].forEach(decodeURIComponent);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

const wrong = (why: string): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", `the address of the fleet is wrong: ${why}`, {
    hint: "HIVE_FLEET_URL, or fleetUrl in your own config.json, names it; write % / # ? of a password as %25 %2F %23 %3F",
  });
