/** A pattern's match: the value and the text around it. */
export interface Found {
  /** The pattern's first group: the text before the value, which stays. */
  readonly name: string;
  /** The optional second group: the text between a name and its value. */
  readonly separator: string;
  /** The opening quote of the value. */
  readonly quote: string;
  /** The end of the text before the match. */
  readonly before: string;
}

/**
 * One format of secret. Parts of patterns are functions: a process that needs none pays for no `String.raw`, 0.015 ms a
 * file.
 */
export interface Rule {
  /** Shown in place of the secret. */
  readonly kind: string;
  /** Without any of them in the lower-cased text the keywords are not looked for. */
  readonly gates?: readonly string[];
  /** Without any of them in the lower-cased text the pattern is not made. */
  readonly keywords: readonly string[];
  /** Global. Its first two groups, if any, are the text before the secret, which stays. */
  readonly pattern: () => RegExp;
  /** For a pattern of the name alone: matches the text after the name, with group 1 and the value. */
  readonly followUp?: (text: string, from: number) => RegExpExecArray | null;
  /** Global: the pattern looks only inside of what this one matches, such as one command. */
  readonly scope?: () => RegExp;
  /** Whether a matched value is a secret. */
  readonly accepts?: (value: string, found: Found) => boolean;
}

/** Rules that are made when one of the words is in the lower-cased text: each of them needs one. */
export interface Group {
  readonly words: readonly string[];
  readonly rules: () => readonly Rule[];
}

/** The function, called once and when it is needed. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A reference to a secret, or a placeholder for one, is never longer than this. */
const REFERENCE_CHARS = 200;

/** Letters, digits and no mark but `_`, `-`, `+`, `=`: nothing below is so, and three patterns less are made. */
function isPlain(value: string): boolean {
  let hasNumber = false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 48 && code <= 57) hasNumber = true;
    else if (!(
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      code === 95 ||
      code === 45 ||
      code === 43 ||
      code === 61
    ))
      return false;
  }
  return hasNumber;
}

/**
 * Whether a value under a secret's name is a secret. Not one: a variable, template, row of stars, colour, path, file,
 * version, address or word of prose.
 */
export function isValue(value: string): boolean {
  const trimmed = value.trim();
  if (trimmed === "") return false;
  if (trimmed.length > REFERENCE_CHARS || isPlain(trimmed)) return true;
  return !(
    /^(?:\$[a-z_{(]|%\w+%|%[a-z]$|\{\{|<|[*.•…x]+$|#[0-9a-f]{3,8}$|(?:process|os|import|env|config|settings|options|args|this|self|req|request|ctx|secrets|vars?|props|local|data|module)\??\.\w)/i.test(
      trimmed,
    ) ||
    /^(?:(?:~|\.{1,2}|@)?(?:\/[\w.-]+){2,}\/?|[\w./~-]+\.(?:json|pem|key|crt|cer|p12|pfx|jks|ya?ml|txt|env|toml|ini|html?|[jt]sx?|py|go|rb|rs|sh|md|gpg|asc|pub)|[\^~<>=v ]*\d+(?:\.\d+)+(?:[-+.][\w.-]+)?)$/i.test(
      trimmed,
    ) ||
    /^(?:(?:https?|file|workspace|npm|link|git|catalog|urn|arn|op|ref|vault|ssm|env):|(?:string|str|text|number|boolean|bool|any|unknown|never|object|null|nil|none|undefined|void|true|false|required|optional|bearer|basic|digest|include|omit|same-origin|[*&]?[a-z._:-]{0,60}(?:password|passwd|pwd|secret|token|key|credential)s?|read|write|inherit|flags?|options?|arg|argument|is|to|and|or|for|in|with|on|as|the|a|an|from|if|when|was|be|can|must|should|at|of|by)[.?!]?$)/i.test(
      trimmed,
    )
  );
}

export const hasDigit = (value: string): boolean => isValue(value) && /\d/.test(value);

/** True for a value of at least six characters with a digit or special mark, which no plain word has. */
export const isMixed = (value: string): boolean =>
  value.length >= 6 && isValue(value) && /[\d!@#$%^*+=]/.test(value) && !/^[\d.,:%]{1,9}$/.test(value);

/** Letters and digits that form no words, as in a generated secret. */
export const isOpaque = (value: string): boolean =>
  /^[\w+/=.~-]{16,}$/.test(value) &&
  /\d.*\d/.test(value) &&
  /[A-Za-z0-9]{12}/.test(value) &&
  /[a-z]/i.test(value) &&
  isValue(value);

/** The shape of a person's password: with a digit and a mark. */
export const isPassword = (value: string): boolean =>
  isMixed(value) && /\d/.test(value) && /[!@#$%^&*(){}[\]]/.test(value);
