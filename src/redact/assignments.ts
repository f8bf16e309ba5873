import { followUp, namePattern } from "./assignment-pattern.ts";
import { type Found, type Group, isMixed, isOpaque, isPassword, isValue, once, type Rule } from "./rule.ts";

/** Words before `key` that make it a place, not a secret. */
const places = once(
  () =>
    new Set(
      `primary foreign cache public sort partition hash index map object row group i18n unique composite query hot cut lookup
      dictionary dict translation routing registry react event state storage config field column idempotency dedupe restore
      arrow enter modifier host known deploy ssh gpg s3 bucket session data item node tree sub parent search metric label tag
      meta issue project test msg message locale lang min max first last next prev start end by on of the a this each any
      some no per dist file path job task lock dbus json yaml xml kv env setting settings prop props argument arg param
      header form build package module feature flag style theme color type kind name id or and in as with`.split(/\s+/),
    ),
);
/** Words before `key` that make its value a secret, whatever that looks like. */
const secrets = once(
  () =>
    new Set(
      `api access private auth account encryption signing master secret subscription service admin license hmac fernet app
      pass authorization consumer client webhook`.split(/\s+/),
    ),
);

const isLikely = (value: string): boolean => isMixed(value) || /^\S{20,}$/.test(value);
const hasBoth = (value: string): boolean => /\d/.test(value) && /[a-z]/i.test(value);
const isCall = (value: string): boolean => /^[A-Za-z_$][\w$.?!]*[([{]/.test(value);
const isUuid = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value);
/** Words that begin with a capital: a label or a hint. */
const isProse = (value: string): boolean => /^[A-Z][a-z'’-]*(?: (?:[A-Za-z'’"(),-]+|\d{1,4}))+[.?!:…]*$/.test(value);
/** Twelve characters and more of letters in both cases and digits. */
const isRandom = (value: string): boolean =>
  /^[\w+/=.~-]{12,}$/.test(value) &&
  /\d.*\d/.test(value) &&
  /[a-z]/.test(value) &&
  (/[A-Z]/.test(value) || isOpaque(value));
/** A verb that assigns the next words, up to a few words before the name. */
const isSet = (before: string): boolean =>
  /(?:^|[^a-z])(?:set|with|put|add|define|export|declare|setx|env|arg|append|use|encode|fernet|header|config)[^\n]{0,40}$/i.test(
    before,
  );
const isFlag = (whole: string): boolean => /(?:^|\s)(?:--?|\/)[\w.-]*$/.test(whole);
const isEnvironment = ({ name, separator }: Found): boolean => separator === "=" && /^[A-Z_\d]+$/.test(name);

/** A brace, an `or`, a dot, a space or a call stands between the name and its value. */
const isAside = (separator: string): boolean =>
  /^\{|^["'\])]{0,3}[ \t]+(?:\|\||\?\?|or|\.)|^["'\\]{1,3}(?:[ \t]|\)\.)|\([^()]*$/.test(separator);

/** Short names are words, and parts of others: they are names where they stand alone or begin with a capital. */
function isName({ name, before, separator }: Found): boolean {
  if (name.length > 4 || !/^(?:pass|pw|pat|psk|salt|auth)$/i.test(name)) return true;
  const isCamel = /[a-z]$/.test(before) && /^[A-Z]/.test(name);
  if (/^pat$/i.test(name)) return isCamel || /[a-z][_-]$/i.test(before);
  if (/^auth$/i.test(name)) return /["':_.?&-]$/.test(before) || isSet(before + separator);
  return (
    isCamel ||
    !/[a-z]$/i.test(before) ||
    /(?:store|key|trust|db|smtp|ftp|rpc|user|root|admin|redis|mysql|auth|login|become|client|my)$/i.test(before)
  );
}

function isNamed(value: string, found: Found): boolean {
  const { name, separator, quote, before } = found;
  if (value.length <= 3 && /^\d+$/.test(value)) return false;
  if (!isName(found) || !isValue(value)) return false;
  if (quote === "" && isCall(value) && !isEnvironment(found)) return false;
  const isKey = /keys?$/i.test(name);
  if (!["=", ":", ":=", "=>", '":', "':"].includes(separator.trim())) {
    const told = isTold(value, found);
    if (told !== undefined && !(told === "element" && isKey)) return told === "element" ? isLikely(value) : told;
  }
  if (isKey) return isOfKey(value, found);
  if (name.length > 4 || quote !== "" || !/^pass$/i.test(name)) return isAssigned(value, separator + quote);
  const isField = name === "pass" && /(?:^|[\n{,(])\s*$/.test(before);
  return isField || /[\w/-]$/.test(before) ? isAssigned(value, separator + quote) : isPassword(value);
}

/** Whether the separator alone settles it: `element` is one of a document, undefined another thing. */
function isTold(value: string, found: Found): boolean | "element" | undefined {
  const { separator, before } = found;
  if (/^[ \t]+(?:\\\r?\n[ \t]*)?$/.test(separator)) return isAfterSpace(value, found);
  if (/^\([ \t]*$/.test(separator)) return isSet(before) && isLikely(value);
  if (/^[ \t]*\|[ \t]*$/.test(separator)) return isPassword(value) || isOpaque(value);
  if (isAside(separator)) return isLikely(value) && !/\s/.test(value);
  if (/^["']?>/.test(separator)) return /<[\w:. ="'-]*$/.test(before) ? "element" : false;
  return /[a-z][ \t:]*$/i.test(separator) && !/keys?$/i.test(found.name) ? isLikely(value) : undefined;
}

/** Prose or code may follow `name: value` or `name = value`, so the value itself must look like a secret. */
export function isAssigned(value: string, kept: string): boolean {
  if (/["'`]$/.test(kept)) {
    // a quote after `name:` may close a string that ends there
    const isText = !/^\s*[,;)}\]+]/.test(value) && !isProse(value);
    return isText && (!kept.includes(",") || (isMixed(value) && !/\s/.test(value)));
  }
  return /^=$|[^\s=:]=$/.test(kept) || isLikely(value);
}

/** A key may be one of a map: the word before it decides, or the value. */
function isOfKey(value: string, { name, before, separator, quote }: Found): boolean {
  const whole = before + name;
  const words = (/[\w .-]*$/.exec(whole)?.[0] ?? "").split(/[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])/);
  const last = (words.at(-1) ?? "").toLowerCase().replace(/keys?$/, "");
  const word = last || (words.at(-2) ?? "").toLowerCase();
  if (secrets().has(word)) return isAssigned(value, separator + quote);
  // `monkey` and `hotkey` are no keys of anything
  if (places().has(word) || last !== "" || (quote === "" && value.endsWith("$"))) return false;
  if (/[A-Z\d]_KEYS?$/.test(whole)) return isMixed(value) && isAssigned(value, separator + quote);
  const isPartOfName = word !== "" && !/ keys?$/i.test(whole);
  if (isPartOfName && ((quote !== "" && isMixed(value)) || isRandom(value))) return true;
  return isPassword(value) || (isOpaque(value) && (isPartOfName || !isUuid(value)));
}

/** `--token VALUE`, `ENV API_TOKEN VALUE`, `the token VALUE`. */
function isAfterSpace(value: string, { name, before, quote }: Found): boolean {
  if (value.startsWith("-")) return false;
  const whole = before + name;
  if (isFlag(whole)) {
    const isSecret =
      !/keys?$/i.test(name) || /(?:api|access|private|auth|account|secret|app|license)-?key$/i.test(whole);
    return isSecret || isPassword(value) || isRandom(value) || isOpaque(value);
  }
  if (isSet(before)) return (value.length >= 8 && hasBoth(value)) || isPassword(value);
  return (quote !== "" && isMixed(value) && hasBoth(value)) || (isOpaque(value) && value.length >= 20);
}

const rules = (): readonly Rule[] => {
  const expression = namePattern();
  return [{ kind: "secret", keywords: ASSIGNMENTS.words, pattern: () => expression, followUp, accepts: isNamed }];
};

/** A name that marks its value as secret, in shell, environment, configuration, code and prose. */
export const ASSIGNMENTS: Group = {
  words: [
    "pass",
    "secret",
    "token",
    "key",
    "pwd",
    "pw=",
    "pw:",
    'pw"',
    "pw'",
    "pw\\",
    "pw>",
    "pw(",
    "pw ",
    "pw\n",
    "cred",
    "auth",
    "salt",
    "mnemonic",
    'pat"',
    "pat=",
    "pat:",
    "pat ",
    "phrase",
    "psk",
    "kennwort",
    "mot de passe",
    "contrase",
    "senha",
    "пароль",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
  ],
  rules: once(rules),
};
