import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** The page's address, not a name: the owner of a name could make it lead here. */
export const HOST = "127.0.0.1";
/** The header that carries the token. A page of another origin cannot send it without being asked for leave. */
export const TOKEN_HEADER = "x-hive-token";
const SECRET_BYTES = 32;

const secret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Compares in constant time, which does not reveal where two texts differ. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/**
 * Decides who may see the page: the browser that brought the one-time code, and nobody else on this machine.
 *
 * A browser sends a cookie to every port of a host, also to another user's server. So the cookie alone opens nothing
 * that holds data: that takes the token as well, which one page keeps for its own origin.
 */
export class Access {
  /** Handed to the browser in a file that only the user can read; null once it was used. */
  #code: string | null = secret();
  readonly #cookie = secret();
  readonly #cookieName = `hive-${randomBytes(4).toString("hex")}`;
  readonly token = secret();

  get code(): string | null {
    return this.#code;
  }

  /** Takes the code, once. @returns the cookie to set, or null for a wrong or used code */
  enter(code: string): string | null {
    if (this.#code === null || !isSame(code, this.#code)) return null;
    // @mutant a code of the page opens it once
    this.#code = null;
    return `${this.#cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /**
   * Whether a request names this server and comes from its own page or from the address bar.
   * @param port of this server
   */
  static isOwnOrigin({ headers }: Request, port: number): boolean {
    const own = `${HOST}:${port}`;
    // @mutant a name that leads to the page's server is not its own
    if (headers.get("host") !== own) return false;
    const origin = headers.get("origin");
    // @mutant another origin is refused
    return origin === null || origin === `http://${own}`;
  }

  /** Whether a request carries the cookie and the token. */
  admits({ headers }: Request): boolean {
    const cookies = (headers.get("cookie") ?? "").split(";").map((one) => one.trim());
    const given = cookies.find((one) => one.startsWith(`${this.#cookieName}=`))?.slice(this.#cookieName.length + 1);
    // @mutant the page's data takes the cookie
    if (given === undefined || !isSame(given, this.#cookie)) return false;
    const token = headers.get(TOKEN_HEADER);
    // @mutant the page's data takes the token
    return token !== null && isSame(token, this.token);
  }
}

/** For every answer: nothing but this server's own files, in no frame, kept nowhere. */
export const SAFE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
} as const;
