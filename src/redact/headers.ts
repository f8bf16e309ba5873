import { type Group, hasDigit, isMixed, isValue, once, type Rule } from "./rule.ts";
import { isAssigned } from "./assignments.ts";

/** A cookie and its value, of which a header holds several. */
function cookies(): string {
  const cookie = String.raw`[\w.$-]{1,100}=[^\s;"'\\]*`;
  return cookie + `(?:;[ \\t]?${cookie})?`.repeat(20);
}

/** After a scheme that is known any value is one; after another word it may be prose. */
function isAfterScheme(name: string, quote: string, value: string): boolean {
  const scheme = /([a-z-]+)(?:[ \t=]|%20)+$/i.exec(name)?.[1];
  if (scheme === undefined || /^authorization$/i.test(scheme)) return isAssigned(value, name + quote);
  return /^(?:bearer|basic|(?:api-?)?token|digest|(?:api-?)?key|bot|ssws)$/i.test(scheme);
}

const rules = (): readonly Rule[] => [
  {
    kind: "azure",
    keywords: ["key=", "sig="],
    pattern: () => /((?:Account|Access)Key=|[?&]sig=)[\w+/%-]{20,}={0,2}/gi,
  },
  { kind: "signature", keywords: ["signature="], pattern: () => /(signature=)[0-9a-f]{64,}/gi },
  {
    kind: "url-token",
    keywords: [":x-oauth-basic@"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{8,512}(?=:x-oauth-basic@)/g,
    accepts: isValue,
  },
  {
    kind: "url-password",
    keywords: ["://"],
    pattern: () => /(:\/\/[^\s:@/"'`<>\\[\]]{0,128}:)[^\s/"'`<>\\]{1,512}(?=@)/g,
    accepts: isValue,
  },
  {
    kind: "url-password",
    keywords: ["@tcp(", "@unix("],
    pattern: () => /(["'=][\w.-]{1,60}:)[^\s"'@]{1,200}(?=@(?:tcp|unix)\()/g,
    accepts: isValue,
  },
  {
    kind: "url-token",
    keywords: ["://"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{20,512}(?=@)/g,
    accepts: hasDigit,
  },
  {
    kind: "authorization",
    keywords: ["authorization"],
    pattern: () =>
      /(authorization["'\\]{0,3}[ \t]{0,4}(?:[:=]|,(?=[ \t]{0,4}["']))[ \t]{0,4}["'\\]{0,3}(?:[a-z][a-z-]{1,20}(?:[ \t]{1,4}|=|%20))?)[^\s"'`,;\\]{6,}/gi,
    accepts: (value, { name, quote }) => isValue(value) && (isMixed(value) || isAfterScheme(name, quote, value)),
  },
  {
    kind: "bearer",
    keywords: ["bearer"],
    pattern: () => /(bearer[ \t]{1,4}["']?)[\w.~+/=-]{8,}/gi,
    accepts: (value) => (value.length >= 16 ? hasDigit(value) : isMixed(value)),
  },
  {
    kind: "cookie",
    keywords: ["cookie"],
    pattern: () => new RegExp(String.raw`(cookie["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,3})${cookies()}`, "gi"),
    accepts: (value) => /=[^;]{8}/.test(value),
  },
  {
    kind: "password",
    keywords: ["identified ", "password '", "password(", "password ="],
    pattern: () =>
      /((?:identified[ \t]{1,4}(?:with[ \t]{1,4}\w{1,40}[ \t]{1,4})?by|password)(?:[ \t]{1,4}|[ \t]{0,4}[=(][ \t]{0,4})')(?:[^'\\\n]|\\.)+/gi,
    accepts: isValue,
  },
];

/** Secrets in addresses and in headers, without a variable's name to mark them. */
export const HEADERS: Group = {
  words: [
    "://",
    "@tcp(",
    "@unix(",
    "key=",
    "sig=",
    "signature=",
    "authorization",
    "bearer",
    "cookie",
    "identified ",
    "password",
  ],
  rules: once(rules),
};
