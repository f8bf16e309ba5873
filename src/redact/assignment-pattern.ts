import { once } from "./rule.ts";

/** Names of secrets; some are words of other things as well. */
export const namePattern = (): RegExp =>
  /pass(?:wor[dt]|wd|phrase|code)?s?|pwd|pw|secret(?:[ _-]?(?:access[_-]?)?key)?(?:_?base)?|token|credentials?|mnemonic|(?:recovery|seed)[ _-]phrase|salt|psk|pat|auth|private_key_id|key[_-]data|keys?|kennwort|mot de passe|contrase(?:ñ|n)a|senha|пароль|密[码碼]|パスワード|비밀번호/gi;

/** The value, with the quote that opens it. */
const value = once(() => {
  const BRACKETED = String.raw`\([^\s()"'\x60]{0,40}\)|\[[^\s[\]"'\x60]{0,40}\]|\{[^\s{}"'\x60]{0,40}\}`;
  return [
    String.raw`"""[^"]+`,
    String.raw`[$frb@]{0,2}"(?:[^"\\\n]|\\.)+`,
    String.raw`[$frb@]{0,2}'(?:[^'\\\n]|\\.)+`,
    String.raw`\x60[^\x60\n]+`,
    String.raw`(?:\\{1,7}["']|&quot;)[^"'\\\n&]+`,
    String.raw`[^\s"'\x60,;|<>(){}[\]\\&:=\x1b](?:[^\s"'\x60,;|<>(){}[\]\\&\x1b]|&(?![&\s]|[\w.%-]{1,60}=)|${BRACKETED})*`,
  ].join("|");
});

/** `name = value` and its kin, but for a type between them. */
const colour = (): string => String.raw`\x1b\[[\d;]{0,8}m`;
const assigned = (): string =>
  String.raw`(?:["'\\]{1,9}\]?|\[\d{0,4}\]|&quot;|${colour()})?[ \t\xa0]{0,8}(?:=>|[:?.+|~]{0,3}={1,3}|:(?!:)|[：＝]|%3d)`;
/** Text between an operator and its value: the end of a line that goes on, a colour, a mark of bold text, an anchor. */
const after = (): string => String.raw`(?:[ \t\xa0]|\\\r?\n|${colour()}|\*\*|&\w{1,40}[ \t]){0,8}`;
const type = (): string => String.raw`&?(?:'static )?(?:string|str|text|nsstring|bytes|any)[ \t]{0,4}=`;
const operator = once(
  () => new RegExp(`((?:[_-]?\\d{1,3})?${assigned()}(?![ \\t]{0,4}(?:${type()}|[|>]))${after()})(?:${value()})`, "iy"),
);

/** Other text allowed between a name and its value. */
const other = once(() => {
  const QUOTED = String.raw`(?=[$frb@]{0,2}["'\x60])`;
  const WRAPPER = String.raw`[\w.]{1,40}\([ \t]{0,4}["'][^"'\n]{1,60}["'],[ \t]{0,4}|(?:Some|Ok|String::from|Secret(?:String)?|SecureString|Buffer\.from)\([ \t]{0,4}`;
  const separators = [
    String.raw`(?:\??[ \t]{0,4}:)?(?:\[\d{0,4}\])?[ \t]{1,4}${type()}[ \t]{0,4}`,
    String.raw`${assigned()}[ \t]{0,8}(?:!vault[ \t]{1,4}|(?:${WRAPPER})(?=["']))`,
    String.raw`["'\\]{0,3}[ \t]{0,4}:[ \t]{0,4}[|>][+-]?[ \t]{0,4}\n[ \t]{1,20}`,
    String.raw`["'\\]{0,3}(?:,\s{0,20}|\s{1,20})["'\\]{0,3}(?:value|default|content)["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}`,
    String.raw`["'\\]{1,3}[ \t]{0,4},[ \t]{0,4}${QUOTED}`,
    String.raw`[({][ \t]{0,4}${QUOTED}`,
    String.raw`["'\])]{0,3}[ \t]{1,4}(?:\|\||\?\?|or|\.)?[ \t]{0,4}${QUOTED}`,
    String.raw`["'\\]{1,3}(?:[ \t]{1,4}|\)\.\w{1,20}\([ \t]{0,4})${QUOTED}`,
    String.raw`[ \t]{1,4}\{ ?get;[^}\n]{0,30}\}[ \t]{0,4}=[ \t]{0,4}`,
    String.raw`[ \t]{0,20}\|[ \t]{0,4}`,
    String.raw`["']?>\s{0,20}(?:<!\[CDATA\[)?`,
    String.raw`["']?[ \t]{0,4}\{\s{1,20}default[ \t]{1,20}=[ \t]{1,4}`,
    String.raw`(?:[ \t]{1,4}\([^()\n]{1,40}\)|[ \t]{1,4}(?:for|of)[ \t]{1,4}[^\s:]{1,60})[ \t]{0,4}[:=][ \t]{1,4}`,
    String.raw`[ \t]{1,4}(?:is|was|to|equ|ist|lautet|est|es)(?:[ \t]{1,4}(?:now|set to))?:?[ \t]{1,4}`,
    String.raw`[ \t]{1,4}(?:\\\r?\n[ \t]{0,20})?`,
  ].join("|");
  return new RegExp(`((?:[_-]?\\d{1,3})?(?:${separators}))(?:${value()})`, "iy");
});

/** Maximum distance of a value from a name in prose. */
const NEAR_CHARS = 80;

/**
 * Matches the text after a name that ends at `from`: group 1 is the separator, the rest the value. A pattern costs a
 * process of 6 ms 0.1 to 0.4 ms. So each is made and tried only if the next characters may fit.
 */
export function followUp(text: string, from: number): RegExpExecArray | null {
  let first = text.charAt(from);
  if ((first === "_" || first === "-") && isDigit(text.charCodeAt(from + 1))) first = "1";
  if (first === "" || !"=:?+~[.1\"'\\ \t\n>|({&%：＝\u00a0\u001b".includes(first)) return null;
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  const next = text.charAt(at);
  if (first === "." && text.charAt(from + 1) !== "=") return null;
  if (next === "\n") return text.slice(at, at + NEAR_CHARS).includes("value") ? execAt(other(), text, from) : null;
  if (at > from && (isLetterOrDigit(text.charCodeAt(at)) || next === "\\"))
    return mayTell(text, from, at) ? execAt(other(), text, from) : null;
  if (isWithoutValue(text, at) || (at === from && opensNoText(text, at))) return null;
  const found = ">|({".includes(next) ? null : execAt(operator(), text, from);
  const isWrapped =
    found !== null && (text.charAt(from + found[0].length) === "(" || next === "!" || found[0].endsWith("!vault"));
  return found === null || isWrapped ? (execAt(other(), text, from) ?? found) : found;
}

/** Whether an operator stands at the end of a line, or before a bracket: no pattern takes that for a value. */
function isWithoutValue(text: string, from: number): boolean {
  let at = from;
  while (isOperator(text.charCodeAt(at))) at++;
  if (at === from) return false;
  while (isBlank(text.charCodeAt(at))) at++;
  const next = text.charAt(at);
  return next === "" || "\n{[(,;)".includes(next);
}

/** Whether a bracket stands here that no text in quotes follows, as at the call of a function. */
function opensNoText(text: string, from: number): boolean {
  const bracket = text.charAt(from);
  if (bracket !== "(" && bracket !== "{") return false;
  let at = from + 1;
  while (isBlank(text.charCodeAt(at))) at++;
  // A block of settings may begin on the next line.
  if (bracket === "{" && (at > from + 1 || text.charAt(at) === "\n" || text.charAt(at) === "\r")) return false;
  while (at < text.length && "$frb@".includes(text.charAt(at))) at++;
  return !"\"'`".includes(text.charAt(at)) || at === text.length;
}

/** One of `= : ? + ~ .` */
const isOperator = (code: number): boolean =>
  code === 61 || code === 58 || code === 63 || code === 43 || code === 126 || code === 46;

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** In prose a value has a digit or a quote, but the value of an option may be any word. */
function mayTell(text: string, from: number, at: number): boolean {
  for (let i = at; i < text.length && i < at + NEAR_CHARS; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) break;
    if (isDigit(code) || code === 34 || code === 39 || code === 96) return true;
  }
  let start = from - 1;
  while (start >= 0 && !isBlank(text.charCodeAt(start)) && text.charCodeAt(start) !== 10) start--;
  const before = text.charCodeAt(start + 1);
  return before === 45 || before === 47;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 0xa0;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetterOrDigit = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code);
