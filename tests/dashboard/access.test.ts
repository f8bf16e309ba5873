/** Who may see the page: the browser that brought the code, and nobody else. */
import { expect, test } from "bun:test";
import { Access, TOKEN_HEADER } from "../../src/dashboard/server/access.ts";

const PORT = 4321;
const OWN = `127.0.0.1:${PORT}`;

const request = (headers: Record<string, string>): Request => new Request(`http://${OWN}/api/now`, { headers });

test("a code opens the page once", () => {
  const access = new Access();
  const code = access.code!;
  expect(access.enter("")).toBeNull();
  expect(access.enter(`${code}x`)).toBeNull();
  expect(access.enter(code)).toMatch(/^hive-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(access.enter(code)).toBeNull();
  expect(access.code).toBeNull();
});

test("data takes the cookie and the token, each whole and of this access", () => {
  const access = new Access();
  const other = new Access();
  const cookie = access.enter(access.code!)!.split(";")[0]!;
  const foreign = other.enter(other.code!)!.split(";")[0]!;
  const { token } = access;
  const admits = (given: Record<string, string>): boolean => access.admits(request(given));
  expect(admits({ cookie, [TOKEN_HEADER]: token })).toBe(true);
  expect(admits({ cookie: `a=b; ${cookie}; c=d`, [TOKEN_HEADER]: token })).toBe(true);
  const refused: Record<string, string>[] = [
    {},
    { cookie },
    { [TOKEN_HEADER]: token },
    { cookie: foreign, [TOKEN_HEADER]: token },
    { cookie, [TOKEN_HEADER]: other.token },
    { cookie: cookie.slice(0, -1), [TOKEN_HEADER]: token },
    { cookie: `${cookie}x`, [TOKEN_HEADER]: token },
    { cookie, [TOKEN_HEADER]: "" },
    { cookie: cookie.slice(cookie.indexOf("=")), [TOKEN_HEADER]: token },
  ];
  for (const given of refused) expect([given, admits(given)]).toEqual([given, false]);
});

test.each([
  [{ host: OWN }, true],
  [{ host: OWN, origin: `http://${OWN}` }, true],
  [{ host: `localhost:${PORT}` }, false],
  [{ host: `attacker.example:${PORT}` }, false],
  [{ host: `${OWN}.attacker.example` }, false],
  [{ host: "127.0.0.1" }, false],
  [{ host: OWN, origin: "null" }, false],
  [{ host: OWN, origin: "http://127.0.0.1:80" }, false],
  [{ host: OWN, origin: `https://${OWN}` }, false],
  [{ host: OWN, origin: "https://attacker.example" }, false],
])("a request of %p is the page's own: %p", (headers, isOwn) => {
  expect(Access.isOwnOrigin(request(headers), PORT)).toBe(isOwn);
});
