// @bun
import {
  FOREIGN,
  readOwn
} from "./origin-own-file.js";
import {
  homeOf2
} from "./origin-own-directory.js";
import {
  HiveError
} from "./base-errors.js";

// src/store/postgres/connect/address.ts
var DEFAULT_PORT = 5432, LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/, FLEET = /^[a-z][a-z0-9_-]{0,62}$/, PARAMETERS = ["fleet", "sslmode", "sslrootcert", "pgbouncer"];
function parseFleetUrl(text, env, passwordIn = () => {
  return;
}) {
  let url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol))
    throw wrong("it must be like postgres://user@host/database");
  if (!isEncoded(url))
    throw wrong("it has a % that begins no code");
  let { searchParams } = url, unknown = [...searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== void 0)
    throw wrong(`it has an unknown parameter: leave ${JSON.stringify(unknown)} out`);
  let host = decodeURIComponent(url.hostname), isSocket = host.startsWith("/"), port = Number(url.port) || DEFAULT_PORT, username = decodeURIComponent(url.username), database = decodeURIComponent(url.pathname.slice(1));
  if (host === "" || username === "" || database === "")
    throw wrong("it must name a host, a user and a database");
  let needsTls = !isSocket && !LOOPBACK.test(host);
  if (needsTls && !["require", "verify-full", null].includes(searchParams.get("sslmode")))
    throw wrong("off the loopback the connection is encrypted: leave sslmode out");
  let fleet = searchParams.get("fleet") ?? "default";
  if (!FLEET.test(fleet))
    throw wrong("a fleet's name has lower-case letters, digits, - and _");
  let password = decodeURIComponent(url.password) || env.PGPASSWORD || passwordIn({ host, port, database, username }), caFile = searchParams.get("sslrootcert");
  return {
    port,
    username,
    database,
    needsTls,
    fleet,
    isPrepared: searchParams.get("pgbouncer") !== "transaction",
    shown: `postgres://${url.username}@${url.host}/${database}${fleet === "default" ? "" : ` (fleet ${fleet})`}`,
    ...isSocket ? { path: `${host}/.s.PGSQL.${port}` } : { hostname: host.replaceAll(/^\[|\]$/g, "") },
    ...password === void 0 ? {} : { password },
    ...caFile === null ? {} : { caFile }
  };
}
var passwordFile = (text) => ({ host, port, database, username }) => {
  for (let line of text.split(`
`)) {
    if (line.startsWith("#"))
      continue;
    let fields = [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field]) => field.replaceAll(/\\(.)/g, "$1")), asked = [host, String(port), database, username];
    if (fields.length >= 5 && asked.every((value, at) => fields[at] === "*" || fields[at] === value))
      return fields[4];
  }
  return;
};
function isEncoded({ username, password, hostname, pathname }) {
  try {
    return [username, password, hostname, pathname].forEach(decodeURIComponent), !0;
  } catch (error) {
    if (error instanceof URIError)
      return !1;
    throw error;
  }
}
var wrong = (why) => new HiveError("HIVE_INVALID_OPTION", `the address of the fleet is wrong: ${why}`, {
  hint: "HIVE_FLEET_URL, or fleetUrl in your own config.json, names it; write % / # ? of a password as %25 %2F %23 %3F"
});

// src/store/postgres/connect/settings.ts
var MAX_PASSWORD_FILE_BYTES = 65536, hasFleet = ({ fleetUrl }, env) => fleetUrl !== "" || Boolean(env.HIVE_FLEET_URL), shareOf = ({ fleetShare }) => fleetShare;
function fleetAddress({ fleetUrl }, env, state) {
  let url = fleetUrl || env.HIVE_FLEET_URL;
  if (!url)
    return null;
  let path = env.PGPASSFILE || `${homeOf2(env, state)}/.pgpass`, text = path.startsWith("/") ? readOwn(path, MAX_PASSWORD_FILE_BYTES) : null, address = parseFleetUrl(url, env, typeof text === "string" ? passwordFile(text) : void 0);
  return text === FOREIGN && address.password === void 0 ? { ...address, unreadFile: path } : address;
}

export { hasFleet, shareOf, fleetAddress };
