import { type Group, hasDigit, isMixed, isPassword, isValue, once, type Rule } from "./rule.ts";

const rules = (): readonly Rule[] => [
  {
    kind: "password",
    keywords: ["<<<"],
    pattern: () =>
      /(<<<[ \t]{0,4}(?:["']?\w{1,40}:(?=[^"'\n]))?)(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'`\\-][^\s"'`\\]*)/g,
    accepts: (value) => (value.length >= 8 && hasDigit(value)) || isPassword(value),
  },
  {
    kind: "password",
    gates: ["echo", "printf"],
    keywords: ["sudo", "stdin", "chpasswd", "cryptsetup", "secret", "login", "kinit", "env add", "auth", "passwd"],
    pattern: () =>
      /((?:echo|printf)[ \t]{1,4}(?:-\w{1,3}[ \t]{1,4})?(?:["']%s(?:\\n)?["'][ \t]{1,4})?(?:["']?\w{1,40}:)?)(?:"[^"\n]{1,500}|'[^'\n]{1,500}|[^\s"'|]{1,500})(?=["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4}(?:-S|chpasswd)|chpasswd|cryptsetup|kinit|passwd|[^\n|]{0,120}?(?:stdin|--with-token|secrets?[ \t]|auth|login|env[ \t]add|--data-file=-)))/g,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: ["echo", "printf"],
    pattern: () =>
      /((?:pass\w{0,10}[-_]?(?:command|cmd|eval)[ \t=]{1,4}["']|<\()(?:echo|printf)[ \t]{1,4})[^\s"'`\\)]+/gi,
    accepts: isValue,
  },
  {
    kind: "password",
    gates: ["machine", "login"],
    keywords: ["password"],
    pattern: () => /((?:login|machine)\s{1,8}[^\s"']{1,100}\s{1,8}password\s{1,8}["']?)[^\s"'`\\-][^\s"'`\\]*/g,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: [
      "auth(",
      "auth=(",
      "login(",
      "_connect(",
      "getconnection(",
      "pdo(",
      "sequelize(",
      "securestring ",
      "createhmac",
      "hmac.new",
      "fernet(",
      "jwt.sign",
      "token.sign",
      "values",
    ],
    pattern: () =>
      /((?:(?:auth|basicauth)[ \t]{0,4}=?[ \t]{0,4}\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|createHmac\([^,\n]{1,40},[ \t]{0,4}|hmac\.new\([ \t]{0,4}b?|login\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|(?:_connect|getConnection|PDO|Sequelize)\([^,\n]{1,200},[ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|SecureString[ \t]{1,4}|fernet\([ \t]{0,4}b?|(?:jwt|jsonwebtoken)\.(?:sign|verify)\([^\n]{0,200}?,[ \t]{0,4}|password\)[ \t]{1,4}values[ \t]{1,4}\([^\n]{0,100}?,[ \t]{0,4})["'])[^"'\n]+/gi,
    accepts: (value) => isMixed(value) || (value.length >= 20 && isValue(value)),
  },
  {
    kind: "password",
    keywords: [":*:", ":5432:", ":5433:", ":6432:", "pgpass"],
    pattern: () => /((?:^|\n)(?:[\w.-]{1,100}|\*):(?:\d{2,5}|\*):(?:[\w.-]{1,60}|\*):[\w.-]{1,60}:)[^\s:]+(?=\s|$)/g,
    accepts: isValue,
  },
];

/** Secrets that are handed on: by a pipe, a here-string, a call, a line of a password file. */
export const PIPES: Group = {
  words:
    "<<<|echo|printf|machine|login|auth(|auth=(|login(|_connect(|getconnection(|pdo(|sequelize(|securestring |createhmac|hmac.new|fernet(|jwt.sign|token.sign|values|:*:|:5432:|:5433:|:6432:|pgpass".split(
      "|",
    ),
  rules: once(rules),
};
