/** What a fleet's URL says, and what it may not. */
import { expect, test } from "bun:test";
import { errorCode, errorMessage } from "../../../src/base/errors.ts";
import { parseFleetUrl, passwordFile } from "../../../src/store/postgres/connect/address.ts";

test("a URL names host, port, user, database and fleet", () => {
  expect(parseFleetUrl("postgres://ada:s%40cret@db.example:6432/work?fleet=team-a", {})).toEqual({
    hostname: "db.example",
    port: 6432,
    username: "ada",
    password: "s@cret",
    database: "work",
    needsTls: true,
    fleet: "team-a",
    isPrepared: true,
    shown: "postgres://ada@db.example:6432/work (fleet team-a)",
  });
});

test("a host that begins with / is the directory of a socket", () => {
  expect(parseFleetUrl("postgresql://ada@%2Frun%2Fpostgresql/work", {})).toMatchObject({
    path: "/run/postgresql/.s.PGSQL.5432",
    needsTls: false,
    fleet: "default",
  });
});

test.each(["localhost", "127.0.0.1", "127.8.9.1", "[::1]"])("%s is the loopback, and needs no encryption", (host) => {
  expect(parseFleetUrl(`postgres://ada@${host}/work`, {}).needsTls).toBe(false);
});

test.each(["localhost.example", "127.0.0.1.example", "10.0.0.1", "[::2]"])("%s is not the loopback", (host) => {
  expect(parseFleetUrl(`postgres://ada@${host}/work`, {}).needsTls).toBe(true);
});

test.each([
  ["p%40ss%3A%2F%25%23%3F", "p@ss:/%#?"],
  ["p@ss", "p@ss"],
  ["a:b", "a:b"],
])("the password %s of a URL is %s", (written, password) => {
  expect(parseFleetUrl(`postgres://ada:${written}@[2001:db8::1]/work`, {})).toMatchObject({
    password,
    hostname: "2001:db8::1",
    needsTls: true,
  });
});

test.each([
  "",
  "work",
  "mysql://ada@host/work",
  "postgres://host/work",
  "postgres://ada@host",
  "postgres://ada@/work",
  "postgres://ada:topsecret@host/work?sslmode=disable",
  "postgres://ada:topsecret@host/work?sslmode=prefer",
  "postgres://ada:topsecret@host/work?fleet=A B",
  "postgres://ada:topsecret@host/work?options=-c%20x",
  "postgres://ada:topsecret%@host/work",
  "postgres://ada:topsecret/1@host/work",
  "postgres://ada:topsecret@host%/work",
  "postgres://ada:topsecret@host/wo%zz",
])("%p is refused, and no password is shown", (url) => {
  const error = (() => {
    try {
      return parseFleetUrl(url, {});
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(errorCode(error)).toBe("HIVE_INVALID_OPTION");
  expect(errorMessage(error)).not.toContain("topsecret");
});

const url = (password: string): string => `postgres://ada${password}@db.example/work`;

test("the password is the URL's, else the environment's, else the password file's", () => {
  const file = passwordFile("# a comment\nother:*:*:ada:no\ndb.example:5432:work:ada:of\\:file\n*:*:*:*:any\n");
  expect(parseFleetUrl(url(":own"), { PGPASSWORD: "env" }, file).password).toBe("own");
  expect(parseFleetUrl(url(""), { PGPASSWORD: "env" }, file).password).toBe("env");
  expect(parseFleetUrl(url(""), {}, file).password).toBe("of:file");
  expect(parseFleetUrl("postgres://eve@db.example/work", {}, file).password).toBe("any");
  expect(parseFleetUrl(url(""), {}).password).toBeUndefined();
});
