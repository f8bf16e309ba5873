// @bun
// src/redact/apply.ts
var SEAM = `
\x00
`;
function applyRule(rule, text, secrets) {
  let pattern = rule.pattern();
  return rule.scope === void 0 ? replaceIn(rule, text, pattern, secrets) : text.replace(rule.scope(), (part) => replaceIn(rule, part, pattern, secrets));
}
function replaceIn(rule, text, pattern, secrets) {
  let { kind } = rule, result = "", done = 0, end = eachSecret(rule, text, pattern, (value, from) => (secrets.add(value, kind), result += `${text.slice(done, from)}[redacted:${kind}]`, done = from + value.length, !0));
  if (end < text.length)
    return `${result}${text.slice(done, end)}[redacted:unread]`;
  return done === 0 ? text : result + text.slice(done);
}
function findsSecret(rule, text) {
  let isFound = !1, onSecret = () => (isFound = !0, !1), pattern = rule.pattern(), parts = rule.scope === void 0 ? [text] : text.match(rule.scope()) ?? [];
  for (let part of parts)
    if (eachSecret(rule, part, pattern, onSecret) < part.length || isFound)
      return !0;
  return !1;
}
function eachSecret({ accepts, followUp }, text, pattern, onSecret) {
  let left = 200;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text);match !== null; match = pattern.exec(text)) {
    let { index } = match, follow = followUp?.(text, pattern.lastIndex);
    if (follow === null)
      continue;
    let { 0: whole, 1: name = "", 2: separator = "" } = follow === void 0 ? match : joined(match, follow), start = name.length + separator.length, quote = openingQuote(start === 0 ? whole : whole.slice(start)), value = whole.slice(start + quote.length), from = index + start + quote.length;
    if (pattern.lastIndex = Math.max(pattern.lastIndex, from + value.length), value === "" || value.startsWith("[redacted:") && /^\[redacted:[\w-]+\]/.test(value))
      continue;
    if (left-- === 0)
      return index;
    let before = text.slice(Math.max(0, index - 48), index);
    if (accepts?.(value, { name, separator, quote, before }) !== !1) {
      if (!onSecret(value, from))
        return text.length;
    } else {
      if (value.includes(`
\x00
`))
        return index;
      if (start > 0 && value.length <= 200)
        pattern.lastIndex = from;
    }
  }
  return text.length;
}
var joined = (name, follow) => ({
  0: name[0] + follow[0],
  1: name[0],
  2: follow[1] ?? ""
});
function openingQuote(text) {
  let first = text.charAt(0);
  if (first === '"' && text.startsWith('"""'))
    return '"""';
  if (first === '"' || first === "'" || first === "`")
    return first;
  return "$frb@\\&".includes(first) ? /^(?:[$frb@]{0,2}["'`]|\\{1,7}["']|&quot;)/.exec(text)?.[0] ?? "" : "";
}

// src/redact/rule.ts
function once(make) {
  let made;
  return () => made ??= make();
}
var REFERENCE_CHARS = 200;
function isPlain(value) {
  let hasNumber = !1;
  for (let i = 0;i < value.length; i++) {
    let code = value.charCodeAt(i);
    if (code >= 48 && code <= 57)
      hasNumber = !0;
    else if (!(code >= 97 && code <= 122 || code >= 65 && code <= 90 || code === 95 || code === 45 || code === 43 || code === 61))
      return !1;
  }
  return hasNumber;
}
function isValue(value) {
  let trimmed = value.trim();
  if (trimmed === "")
    return !1;
  if (trimmed.length > REFERENCE_CHARS || isPlain(trimmed))
    return !0;
  return !(/^(?:\$[a-z_{(]|%\w+%|%[a-z]$|\{\{|<|[*.\u2022\u2026x]+$|#[0-9a-f]{3,8}$|(?:process|os|import|env|config|settings|options|args|this|self|req|request|ctx|secrets|vars?|props|local|data|module)\??\.\w)/i.test(trimmed) || /^(?:(?:~|\.{1,2}|@)?(?:\/[\w.-]+){2,}\/?|[\w./~-]+\.(?:json|pem|key|crt|cer|p12|pfx|jks|ya?ml|txt|env|toml|ini|html?|[jt]sx?|py|go|rb|rs|sh|md|gpg|asc|pub)|[\^~<>=v ]*\d+(?:\.\d+)+(?:[-+.][\w.-]+)?)$/i.test(trimmed) || /^(?:(?:https?|file|workspace|npm|link|git|catalog|urn|arn|op|ref|vault|ssm|env):|(?:string|str|text|number|boolean|bool|any|unknown|never|object|null|nil|none|undefined|void|true|false|required|optional|bearer|basic|digest|include|omit|same-origin|[*&]?[a-z._:-]{0,60}(?:password|passwd|pwd|secret|token|key|credential)s?|read|write|inherit|flags?|options?|arg|argument|is|to|and|or|for|in|with|on|as|the|a|an|from|if|when|was|be|can|must|should|at|of|by)[.?!]?$)/i.test(trimmed));
}
var hasDigit = (value) => isValue(value) && /\d/.test(value), isMixed = (value) => value.length >= 6 && isValue(value) && /[\d!@#$%^*+=]/.test(value) && !/^[\d.,:%]{1,9}$/.test(value), isOpaque = (value) => /^[\w+/=.~-]{16,}$/.test(value) && /\d.*\d/.test(value) && /[A-Za-z0-9]{12}/.test(value) && /[a-z]/i.test(value) && isValue(value), isPassword = (value) => isMixed(value) && /\d/.test(value) && /[!@#$%^&*(){}[\]]/.test(value);

// src/redact/assignment-pattern.ts
var namePattern = () => /pass(?:wor[dt]|wd|phrase|code)?s?|pwd|pw|secret(?:[ _-]?(?:access[_-]?)?key)?(?:_?base)?|token|credentials?|mnemonic|(?:recovery|seed)[ _-]phrase|salt|psk|pat|auth|private_key_id|key[_-]data|keys?|kennwort|mot de passe|contrase(?:\u00F1|n)a|senha|\u043F\u0430\u0440\u043E\u043B\u044C|\u5BC6[\u7801\u78BC]|\u30D1\u30B9\u30EF\u30FC\u30C9|\uBE44\uBC00\uBC88\uD638/gi, value = once(() => {
  let BRACKETED = String.raw`\([^\s()"'\x60]{0,40}\)|\[[^\s[\]"'\x60]{0,40}\]|\{[^\s{}"'\x60]{0,40}\}`;
  return [
    String.raw`"""[^"]+`,
    String.raw`[$frb@]{0,2}"(?:[^"\\\n]|\\.)+`,
    String.raw`[$frb@]{0,2}'(?:[^'\\\n]|\\.)+`,
    String.raw`\x60[^\x60\n]+`,
    String.raw`(?:\\{1,7}["']|&quot;)[^"'\\\n&]+`,
    String.raw`[^\s"'\x60,;|<>(){}[\]\\&:=\x1b](?:[^\s"'\x60,;|<>(){}[\]\\&\x1b]|&(?![&\s]|[\w.%-]{1,60}=)|${BRACKETED})*`
  ].join("|");
}), colour = () => String.raw`\x1b\[[\d;]{0,8}m`, assigned = () => String.raw`(?:["'\\]{1,9}\]?|\[\d{0,4}\]|&quot;|${colour()})?[ \t\xa0]{0,8}(?:=>|[:?.+|~]{0,3}={1,3}|:(?!:)|[\uFF1A\uFF1D]|%3d)`, after = () => String.raw`(?:[ \t\xa0]|\\\r?\n|${colour()}|\*\*|&\w{1,40}[ \t]){0,8}`, type = () => String.raw`&?(?:'static )?(?:string|str|text|nsstring|bytes|any)[ \t]{0,4}=`, operator = once(() => new RegExp(`((?:[_-]?\\d{1,3})?${assigned()}(?![ \\t]{0,4}(?:${type()}|[|>]))${after()})(?:${value()})`, "iy")), other = once(() => {
  let QUOTED = String.raw`(?=[$frb@]{0,2}["'\x60])`, WRAPPER = String.raw`[\w.]{1,40}\([ \t]{0,4}["'][^"'\n]{1,60}["'],[ \t]{0,4}|(?:Some|Ok|String::from|Secret(?:String)?|SecureString|Buffer\.from)\([ \t]{0,4}`, separators = [
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
    String.raw`[ \t]{1,4}(?:\\\r?\n[ \t]{0,20})?`
  ].join("|");
  return new RegExp(`((?:[_-]?\\d{1,3})?(?:${separators}))(?:${value()})`, "iy");
}), NEAR_CHARS = 80;
function followUp(text, from) {
  let first = text.charAt(from);
  if ((first === "_" || first === "-") && isDigit(text.charCodeAt(from + 1)))
    first = "1";
  if (first === "" || !`=:?+~[.1"'\\ 	
>|({&%\uFF1A\uFF1D\xA0\x1B`.includes(first))
    return null;
  let at = from;
  while (isBlank(text.charCodeAt(at)))
    at++;
  let next = text.charAt(at);
  if (first === "." && text.charAt(from + 1) !== "=")
    return null;
  if (next === `
`)
    return text.slice(at, at + NEAR_CHARS).includes("value") ? execAt(other(), text, from) : null;
  if (at > from && (isLetterOrDigit(text.charCodeAt(at)) || next === "\\"))
    return mayTell(text, from, at) ? execAt(other(), text, from) : null;
  if (isWithoutValue(text, at) || at === from && opensNoText(text, at))
    return null;
  let found = ">|({".includes(next) ? null : execAt(operator(), text, from), isWrapped = found !== null && (text.charAt(from + found[0].length) === "(" || next === "!" || found[0].endsWith("!vault"));
  return found === null || isWrapped ? execAt(other(), text, from) ?? found : found;
}
function isWithoutValue(text, from) {
  let at = from;
  while (isOperator(text.charCodeAt(at)))
    at++;
  if (at === from)
    return !1;
  while (isBlank(text.charCodeAt(at)))
    at++;
  let next = text.charAt(at);
  return next === "" || `
{[(,;)`.includes(next);
}
function opensNoText(text, from) {
  let bracket = text.charAt(from);
  if (bracket !== "(" && bracket !== "{")
    return !1;
  let at = from + 1;
  while (isBlank(text.charCodeAt(at)))
    at++;
  if (bracket === "{" && (at > from + 1 || text.charAt(at) === `
` || text.charAt(at) === "\r"))
    return !1;
  while (at < text.length && "$frb@".includes(text.charAt(at)))
    at++;
  return !"\"'`".includes(text.charAt(at)) || at === text.length;
}
var isOperator = (code) => code === 61 || code === 58 || code === 63 || code === 43 || code === 126 || code === 46;
function execAt(pattern, text, at) {
  return pattern.lastIndex = at, pattern.exec(text);
}
function mayTell(text, from, at) {
  for (let i = at;i < text.length && i < at + NEAR_CHARS; i++) {
    let code = text.charCodeAt(i);
    if (code === 10)
      break;
    if (isDigit(code) || code === 34 || code === 39 || code === 96)
      return !0;
  }
  let start = from - 1;
  while (start >= 0 && !isBlank(text.charCodeAt(start)) && text.charCodeAt(start) !== 10)
    start--;
  let before = text.charCodeAt(start + 1);
  return before === 45 || before === 47;
}
var isBlank = (code) => code === 32 || code === 9 || code === 160, isDigit = (code) => code >= 48 && code <= 57, isLetterOrDigit = (code) => code >= 97 && code <= 122 || code >= 65 && code <= 90 || isDigit(code);

// src/redact/assignments.ts
var places = once(() => new Set(`primary foreign cache public sort partition hash index map object row group i18n unique composite query hot cut lookup
      dictionary dict translation routing registry react event state storage config field column idempotency dedupe restore
      arrow enter modifier host known deploy ssh gpg s3 bucket session data item node tree sub parent search metric label tag
      meta issue project test msg message locale lang min max first last next prev start end by on of the a this each any
      some no per dist file path job task lock dbus json yaml xml kv env setting settings prop props argument arg param
      header form build package module feature flag style theme color type kind name id or and in as with`.split(/\s+/))), secrets = once(() => new Set(`api access private auth account encryption signing master secret subscription service admin license hmac fernet app
      pass authorization consumer client webhook`.split(/\s+/))), isLikely = (value) => isMixed(value) || /^\S{20,}$/.test(value), hasBoth = (value) => /\d/.test(value) && /[a-z]/i.test(value), isCall = (value) => /^[A-Za-z_$][\w$.?!]*[([{]/.test(value), isUuid = (value) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value), isProse = (value) => /^[A-Z][a-z'\u2019-]*(?: (?:[A-Za-z'\u2019"(),-]+|\d{1,4}))+[.?!:\u2026]*$/.test(value), isRandom = (value) => /^[\w+/=.~-]{12,}$/.test(value) && /\d.*\d/.test(value) && /[a-z]/.test(value) && (/[A-Z]/.test(value) || isOpaque(value)), isSet = (before) => /(?:^|[^a-z])(?:set|with|put|add|define|export|declare|setx|env|arg|append|use|encode|fernet|header|config)[^\n]{0,40}$/i.test(before), isFlag = (whole) => /(?:^|\s)(?:--?|\/)[\w.-]*$/.test(whole), isEnvironment = ({ name, separator }) => separator === "=" && /^[A-Z_\d]+$/.test(name), isAside = (separator) => /^\{|^["'\])]{0,3}[ \t]+(?:\|\||\?\?|or|\.)|^["'\\]{1,3}(?:[ \t]|\)\.)|\([^()]*$/.test(separator);
function isName({ name, before, separator }) {
  if (name.length > 4 || !/^(?:pass|pw|pat|psk|salt|auth)$/i.test(name))
    return !0;
  let isCamel = /[a-z]$/.test(before) && /^[A-Z]/.test(name);
  if (/^pat$/i.test(name))
    return isCamel || /[a-z][_-]$/i.test(before);
  if (/^auth$/i.test(name))
    return /["':_.?&-]$/.test(before) || isSet(before + separator);
  return isCamel || !/[a-z]$/i.test(before) || /(?:store|key|trust|db|smtp|ftp|rpc|user|root|admin|redis|mysql|auth|login|become|client|my)$/i.test(before);
}
function isNamed(value, found) {
  let { name, separator, quote, before } = found;
  if (value.length <= 3 && /^\d+$/.test(value))
    return !1;
  if (!isName(found) || !isValue(value))
    return !1;
  if (quote === "" && isCall(value) && !isEnvironment(found))
    return !1;
  let isKey = /keys?$/i.test(name);
  if (!["=", ":", ":=", "=>", '":', "':"].includes(separator.trim())) {
    let told = isTold(value, found);
    if (told !== void 0 && !(told === "element" && isKey))
      return told === "element" ? isLikely(value) : told;
  }
  if (isKey)
    return isOfKey(value, found);
  if (name.length > 4 || quote !== "" || !/^pass$/i.test(name))
    return isAssigned(value, separator + quote);
  return name === "pass" && /(?:^|[\n{,(])\s*$/.test(before) || /[\w/-]$/.test(before) ? isAssigned(value, separator + quote) : isPassword(value);
}
function isTold(value, found) {
  let { separator, before } = found;
  if (/^[ \t]+(?:\\\r?\n[ \t]*)?$/.test(separator))
    return isAfterSpace(value, found);
  if (/^\([ \t]*$/.test(separator))
    return isSet(before) && isLikely(value);
  if (/^[ \t]*\|[ \t]*$/.test(separator))
    return isPassword(value) || isOpaque(value);
  if (isAside(separator))
    return isLikely(value) && !/\s/.test(value);
  if (/^["']?>/.test(separator))
    return /<[\w:. ="'-]*$/.test(before) ? "element" : !1;
  return /[a-z][ \t:]*$/i.test(separator) && !/keys?$/i.test(found.name) ? isLikely(value) : void 0;
}
function isAssigned(value, kept) {
  if (/["'`]$/.test(kept))
    return !/^\s*[,;)}\]+]/.test(value) && !isProse(value) && (!kept.includes(",") || isMixed(value) && !/\s/.test(value));
  return /^=$|[^\s=:]=$/.test(kept) || isLikely(value);
}
function isOfKey(value, { name, before, separator, quote }) {
  let whole = before + name, words = (/[\w .-]*$/.exec(whole)?.[0] ?? "").split(/[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])/), last = (words.at(-1) ?? "").toLowerCase().replace(/keys?$/, ""), word = last || (words.at(-2) ?? "").toLowerCase();
  if (secrets().has(word))
    return isAssigned(value, separator + quote);
  if (places().has(word) || last !== "" || quote === "" && value.endsWith("$"))
    return !1;
  if (/[A-Z\d]_KEYS?$/.test(whole))
    return isMixed(value) && isAssigned(value, separator + quote);
  let isPartOfName = word !== "" && !/ keys?$/i.test(whole);
  if (isPartOfName && (quote !== "" && isMixed(value) || isRandom(value)))
    return !0;
  return isPassword(value) || isOpaque(value) && (isPartOfName || !isUuid(value));
}
function isAfterSpace(value, { name, before, quote }) {
  if (value.startsWith("-"))
    return !1;
  let whole = before + name;
  if (isFlag(whole))
    return !/keys?$/i.test(name) || /(?:api|access|private|auth|account|secret|app|license)-?key$/i.test(whole) || isPassword(value) || isRandom(value) || isOpaque(value);
  if (isSet(before))
    return value.length >= 8 && hasBoth(value) || isPassword(value);
  return quote !== "" && isMixed(value) && hasBoth(value) || isOpaque(value) && value.length >= 20;
}
var rules = () => {
  let expression = namePattern();
  return [{ kind: "secret", keywords: ASSIGNMENTS.words, pattern: () => expression, followUp, accepts: isNamed }];
}, ASSIGNMENTS = {
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
    `pw
`,
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
    "\u043F\u0430\u0440\u043E\u043B\u044C",
    "\u5BC6\u7801",
    "\u5BC6\u78BC",
    "\u30D1\u30B9\u30EF\u30FC\u30C9",
    "\uBE44\uBC00\uBC88\uD638"
  ],
  rules: once(rules)
};

// src/redact/commands.ts
var rest = () => String.raw`(?:[^\n|;&\\]|&(?!&)|\\[\s\S])*`, value2 = () => String.raw`(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'\x60\\-][^\s"'\x60\\]*)`;
function command(gates, { names, pattern, before, kind = "password" }) {
  return {
    kind,
    gates,
    keywords: names,
    scope: () => new RegExp(String.raw`(?:\b|\\[nrt])(?:${pattern ?? names.join("|")})(?![\w-])${rest()}`, "gi"),
    pattern: () => new RegExp(`(${before})${value2()}`, "g"),
    accepts: isValue
  };
}
var flags = () => [
  command([" -p", " -hp", " /p:"], {
    names: "login sshpass mongo twine poetry nuget cqlsh psexec winrm winrs rdesktop xfreerdp ncftp rabbitmqadmin altool usermod useradd security 7z rar steghide".split(" "),
    pattern: String.raw`sshpass|(?:docker|podman|nerdctl|helm|skopeo|az|oc|eas)[ \t][^\n|;&]{0,80}?login|mongo(?:sh|dump|restore|export|import)?|twine|poetry|nuget[ \t]+add[ \t]+source|cqlsh|psexec|evil-winrm|winrs|rdesktop|xfreerdp|ncftp\w*|rabbitmqadmin|altool|usermod|useradd|security|7za?|rar|unrar|steghide`,
    before: String.raw`[ \t](?:-h?p:?|/p:)[ \t]{0,4}`
  }),
  command([" -p ", " -n "], {
    names: ["sqlcmd", "bcp", "zip", "ssh-keygen", "mosquitto_", "security", "ipmitool"],
    pattern: String.raw`sqlcmd|bcp|(?:un)?zip|ssh-keygen|mosquitto_\w+|security|ipmitool`,
    before: String.raw`[ \t]-[PN][ \t]{1,4}`
  }),
  command([" -p"], {
    names: ["mysql", "mariadb"],
    pattern: String.raw`mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?`,
    before: String.raw`[ \t]-p(?=["'\w])`
  }),
  command([" -a ", " -x "], {
    names: ["snmp"],
    pattern: String.raw`snmp\w+`,
    before: String.raw`[ \t]-[AX][ \t]{1,4}`
  }),
  command([" -pw "], { names: ["plink", "pscp", "psftp"], before: String.raw`[ \t]-pw[ \t]{1,4}` }),
  command([" -w"], {
    names: ["ldap", "security", "irssi", "kadmin"],
    pattern: String.raw`ldap\w+|security|irssi|kadmin`,
    before: String.raw`[ \t]-w(?:[ \t]{1,4}|(?=["']))`
  }),
  command([" -a "], { names: ["redis-cli"], before: String.raw`[ \t]-a[ \t]{1,4}` }),
  command(["pass:", " -k "], {
    names: ["openssl", "apksigner", "nuget"],
    before: String.raw`[ \t"']pass:|[ \t]-k[ \t]{1,4}`
  }),
  command(["sqlplus", "expdp", "impdp", "sqlldr"], {
    names: ["sqlplus", "expdp", "impdp", "sqlldr"],
    before: String.raw`[ \t]["']?\w{1,60}/(?!/)`
  }),
  command([" -u"], { names: ["smbclient"], before: String.raw`-U[ \t]{0,4}["']?[^\s%]{1,100}%` }),
  command([" -u"], { names: ["lftp"], before: String.raw`-u[ \t]{1,4}["']?[^\s,"']{1,100},` }),
  command([" -ap ", " -xp "], { names: ["swaks", "sendemail"], before: String.raw`[ \t]-[ax]p[ \t]{1,4}` }),
  command([" -t "], { names: ["codecov"], before: String.raw`[ \t]-t[ \t]{1,4}` }),
  command([" -u", " -a", "-user", "--auth"], {
    names: ["curl", "http", "xh ", "etcdctl"],
    pattern: "curl|https?|xh|etcdctl",
    before: String.raw`[ \t](?:-[auU]|--(?:user|auth|proxy-user))[ \t=]{0,4}["']?[^\s:"'/[\]]{0,100}:`
  }),
  command([" -b", "--cookie"], {
    names: ["curl"],
    before: String.raw`[ \t](?:-b|--cookie)[ \t=]{1,4}["']?[\w.$-]{1,100}=`,
    kind: "cookie"
  }),
  command([" -b", " -v", "--body", "--value", "-string"], {
    names: ["gh ", "az ", "aws ", "llm", "kaggle"],
    pattern: "gh|az|aws|llm|kaggle",
    before: String.raw`[ \t](?:-b|-v|--body|--value|--secret-string)[ \t=]{1,4}`
  })
], FLAGS = {
  words: "sqlplus|expdp|impdp|sqlldr| -x | -p| -hp| /p:| -n | -w| -a | -k |pass:| -u| -ap | -xp | -t |-user|--auth| -b|--cookie| -v|--body|--value|-string".split("|"),
  rules: once(flags)
}, positions = () => [
  command(["htpasswd"], {
    names: ["htpasswd"],
    before: String.raw`[ \t]-[a-zB]{0,6}n[a-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}|[ \t]-[a-mo-zB]{0,6}b[a-mo-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}\S{1,200}[ \t]{1,4}`
  }),
  command([
    "login",
    "auth",
    "add_user",
    "change_pass",
    "nmcli",
    "wpa_pass",
    "requirepass",
    "bindpw",
    "rootpw",
    "wpa-psk",
    "unlock",
    "obscure",
    "passwd",
    "-password "
  ], {
    names: [
      "vault",
      "cargo",
      "wandb",
      "snyk",
      "ngrok",
      "rabbitmqctl",
      "nmcli",
      "wpa_passphrase",
      "requirepass",
      "masterauth",
      "bindpw",
      "rootpw",
      "wpa-psk",
      "bw ",
      "rclone",
      "openssl",
      "grafana"
    ],
    pattern: "vault|cargo|wandb|snyk|ngrok|rabbitmqctl|nmcli|wpa_passphrase|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw|rclone|openssl|grafana(?:-cli)?",
    before: String.raw`(?:vault[ \t]{1,4}login|cargo[ \t]{1,4}login|wandb[ \t]{1,4}login|snyk[ \t]{1,4}auth|ngrok[ \t][^\n]{0,40}?authtoken|(?:change_password|add_user)[ \t]{1,4}\S{1,100}|nmcli[^\n]{0,200}?[ \t]password|wpa_passphrase[ \t]{1,4}\S{1,100}|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw[ \t]{1,4}(?:unlock|login[ \t]{1,4}\S{1,100})|rclone[ \t]{1,4}obscure|openssl[ \t]{1,4}passwd(?:[ \t]{1,4}-\w{1,6})?|reset-admin-password)[ \t]{1,4}(?:token=)?`
  }),
  command(["net use", "http-basic", "pypi-token", "bundle config", "input_pw"], {
    names: ["net ", "composer", "poetry", "bundle", "pdftk"],
    pattern: String.raw`net[ \t]{1,4}user?|composer|poetry|bundle|pdftk`,
    before: String.raw`(?:net[ \t]{1,4}user?[ \t]{1,4}\S{1,100}(?:[ \t]{1,4}\\\\\S{1,200})?|http-basic\.\S{1,100}[ \t]{1,4}\S{1,100}|pypi-token\.\S{1,100}|input_pw)[ \t]{1,4}(?!/)|bundle[ \t]{1,4}config[ \t]{1,4}\S{1,100}[ \t]{1,4}[^\s:]{1,100}:`
  }),
  command(["secret", "config:set", "config:add", "variables", "from-literal", "kv put", "vault write"], {
    names: ["doppler", "fly", "heroku", "railway", "supabase", "wrangler", "kubectl", "vault"],
    pattern: "doppler|fly(?:ctl)?|heroku|railway|supabase|wrangler|kubectl|vault",
    before: String.raw`(?:secrets?|config:(?:set|add)|variables|from-literal|kv|write)\b[^\n]{0,300}?[ \t=]["']?\w[\w.-]{0,100}=`
  }),
  command(["env:set", "env add", "secret", "encrypt_", ".nupkg"], {
    names: ["netlify", "vercel", "pulumi", "dotnet", "nuget", "ansible-vault", "sops"],
    before: String.raw`env:set[ \t]{1,4}\w{1,100}[ \t]{1,4}|env[ \t]{1,4}add[ \t]{1,4}\w{1,100}[ \t]{1,4}|--secret[ \t]{1,4}\w{1,100}[ \t]{1,4}|config[ \t]{1,4}set[ \t]{1,4}\w{1,100}[ \t]{1,4}(?=\S{1,200}[ \t]{1,4}--secret)|user-secrets[ \t]{1,4}set[ \t]{1,4}\S{1,100}[ \t]{1,4}|encrypt_string[ \t]{1,4}|--set[ \t]{1,4}'[^'\n]{1,100}\][ \t]{1,4}|push[ \t]{1,4}\S{1,200}\.nupkg[ \t]{1,4}`
  })
], POSITIONS = {
  words: "htpasswd|bindpw|rootpw|wpa-psk|unlock|obscure|passwd|-password |login|auth|add_user|change_pass|nmcli|wpa_pass|requirepass|net use|http-basic|pypi-token|bundle config|input_pw|secret|config:set|config:add|variables|from-literal|kv put|vault write|env:set|env add|encrypt_|.nupkg".split("|"),
  rules: once(positions)
};

// src/redact/formats/format.ts
var START = "(?:\\b|(?<=\\\\[nrt]))", SEPARATE = "(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))", made = /* @__PURE__ */ new Map;
function addFormats(formats, lower, tokens, to) {
  let from = 0;
  while (from < formats.length) {
    let newline = formats.indexOf(`
`, from), end = newline === -1 ? formats.length : newline;
    if (mayHold(formats, from, lower, tokens))
      to.push(ruleOf2(formats.slice(from, end)));
    from = end + 1;
  }
}
function mayHold(formats, from, lower, tokens) {
  let end = formats.indexOf(" ", from), flagsFrom = formats.indexOf(" ", end + 1) + 1, flags = formats.slice(flagsFrom, formats.indexOf(" ", flagsFrom)), searched = flags.includes("c") ? lower : tokens;
  for (let at = from;at < end; ) {
    let bar = formats.indexOf("|", at), to = bar === -1 || bar > end ? end : bar, keyword = formats.slice(at, to);
    if (searched.includes(keyword) && (!flags.includes("s") || startsToken(lower, keyword)))
      return !0;
    at = to + 1;
  }
  return !1;
}
function startsToken(lower, keyword) {
  for (let at = lower.indexOf(keyword);at !== -1; at = lower.indexOf(keyword, at + 1)) {
    let before = lower.charCodeAt(at - 1);
    if (!isWordCharacter(before) || isEscape(before) && lower.charCodeAt(at - 2) === 92)
      return !0;
  }
  return !1;
}
var isWordCharacter = (code) => code >= 97 && code <= 122 || code >= 48 && code <= 57 || code === 95, isEscape = (code) => code === 110 || code === 114 || code === 116;
function ruleOf2(line) {
  let rule = made.get(line);
  if (rule === void 0) {
    let [keywords = "", kind = "", flags = "", ...words] = line.split(" "), pattern = words.join(" "), source = pattern.startsWith("^") ? (flags.includes("t") ? SEPARATE : START) + pattern.slice(1) : pattern, expression = new RegExp(source, flags.includes("i") ? "gi" : "g");
    rule = {
      kind,
      keywords: keywords.split("|"),
      pattern: () => expression,
      ...flags.includes("d") ? { accepts: hasDigit } : {}
    }, made.set(line, rule);
  }
  return rule;
}

// src/redact/formats/ai.ts
var AI_FORMATS = `sk-ant- anthropic - sk-ant-[\\w-]{16,}
sk- openai ds ^sk-[\\w-]{20,}
xai- xai - xai-\\w{60,}
pplx- perplexity - pplx-\\w{40,}
r8_ replicate s ^r8_[A-Za-z0-9]{36,}
tvly- tavily - tvly-[\\w-]{24,}
lsv2_ langsmith - lsv2_(?:pt|sk)_\\w{32,}
hf_|api_org_ hugging-face s ^(?:hf|api_org)_[A-Za-z0-9]{30,}
gsk_ groq - gsk_[A-Za-z0-9]{40,}
nvapi- nvidia - nvapi-[\\w-]{50,}
pcsk_ pinecone - pcsk_[A-Za-z0-9_]{40,}
csk- cerebras ds ^csk-[a-z0-9]{40,}
tgp_v1_ together - tgp_v1_[\\w-]{40,}
fw_ fireworks ds ^fw_[A-Za-z0-9]{20,}
jina_ jina - jina_[A-Za-z0-9_-]{50,}
sk_ elevenlabs s ^sk_[0-9a-f]{40,}
rpa_ runpod s ^rpa_[A-Z0-9]{40}\\w*
apify_api_ apify - apify_api_[A-Za-z0-9]{30,}
fc- firecrawl s ^fc-[0-9a-f]{32,}
ctx7sk- context7 - ctx7sk-[\\w-]{20,}
esecret_ anyscale - esecret_[A-Za-z0-9]{20,}`;

// src/redact/formats/cloud.ts
var CLOUD_FORMATS = `-----begin private-key ic -----BEGIN [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)
private-lines: private-key c (Private-Lines: \\d{1,4}\\r?\\n)(?:[\\w+/=]{64}\\r?\\n){0,200}[\\w+/=]*
age-secret-key-1 age-key i AGE-SECRET-KEY-1[0-9A-Z]{20,}
ops_eyj 1password - ops_eyJ[\\w+/=-]{40,}
a3- 1password s ^A3-[A-Z0-9]{6}(?:-[A-Z0-9]{5,11}){4,6}
pk.|sk.|tk. mapbox is ^[pst]k\\.[a-z0-9]{50,400}\\.[\\w-]{20,}
eyj jwt - (?:(?<![\\w-])|(?<=\\\\[nrt]))eyJ[\\w-]{10,2000}\\.[\\w-]+(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?
zxlk jwt - ZXlK[A-Za-z0-9+/]{40,}={0,2}
akia|asia|abia|acca|a3t aws-access-key - A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))
secret aws-secret-key ic (aws[\\w-]{0,20}secret[\\w-]{0,20}["'\\\\]{0,3}[ \\t]{0,4}(?:=>|[:=])[ \\t]{0,4}["'\\\\]{0,3})[A-Za-z0-9/+]{40,}={0,2}
absk aws-bedrock - ABSK[A-Za-z0-9+/]{100,}={0,2}
bedrock-api-key- aws-bedrock - bedrock-api-key-[A-Za-z0-9+/]{20,}={0,2}
amzn1.oa2-cs. amazon - amzn1\\.oa2-cs\\.v1\\.[0-9a-f]{40,}
aiza|ya29.|gocspx-|aq.ab google - (?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}
1//0 google - 1//0[\\w-]{40,}
q~ azure - [\\w~.-]{3}\\dQ~[\\w~.-]{30,}
apim|acdb|+aba|+amc|+ast|azse|azcu|azfu|acrd azure t ^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])
ltai alibaba ids ^LTAI[a-z0-9]{16,26}(?!\\w)
akid tencent s ^AKID[A-Za-z0-9]{32}(?!\\w)
t1.|aqvn|yc|y0_ yandex ds ^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})
_v1_ digitalocean - do[opr]_v1_[0-9a-f]{32,}
hrku- heroku - HRKU-[\\w-]{30,}
flyo_|fo1_|fm1|fm2 fly - (?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}
vc|vercel_blob_rw_ vercel s ^(?:vc[a-z]|vercel_blob_rw)_[A-Za-z0-9_]{24,}
nfp_|nfc_|nfo_|nfb_ netlify s ^nf[pcob]_[A-Za-z0-9]{36,}
rnd_ render ds ^rnd_[A-Za-z0-9]{28,}
v1.0- cloudflare - v1\\.0-[0-9a-f]{24}-[\\w-]{30,}
cf cloudflare s ^cf(?:ut|at|k)_[\\w-]{30,}
sbp_|sb_secret_ supabase - (?:sbp_[0-9a-f]{40,}|sb_secret_[\\w-]{20,})
napi_|npg_ neon ds ^(?:napi_[a-z0-9]{40,}|npg_[A-Za-z0-9]{12,})
pscale_ planetscale i pscale_(?:tkn|oauth|pw|otkn)_[\\w=.-]{30,}
mdb_sa_sk_ mongodb - mdb_sa_sk_[\\w-]{30,}
dapi databricks - dapi[0-9a-f]{32,}(?:-\\d)?
4b1d clickhouse s ^4b1d[A-Za-z0-9]{38}(?!\\w)
pat airtable is ^pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}
cfpat- contentful - CFPAT-[\\w-]{40,}
sm_pat_|sm_aat_|sm_sat_ settlemint s ^sm_[aps]at_[A-Za-z0-9]{16,}
sha256~ openshift - sha256~[\\w-]{40,}
::server: k3s - K10[0-9a-f]{64}::(?:server|node):[0-9a-f]{32,}
hvs.|hvb.|hvr. vault - hv[sbr]\\.[\\w-]{20,}
s.|b. vault tds ^[sb]\\.[A-Za-z0-9]{24}(?![\\w.])
dp. doppler - dp\\.[a-z]{2,5}\\.(?:[\\w-]{2,35}\\.)?[A-Za-z0-9]{40,}
st. infisical s ^st\\.[0-9a-f]{24}\\.[0-9a-f]{32}\\.[0-9a-f]{32}
ssws okta c (SSWS[ ]{1,4})00[\\w-]{38,}
tskey- tailscale - tskey-[\\w-]{16,}
dnkey- defined i dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{50,}
.acc_|.acc- authress i (?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[\\w+/=-]{30,120}
_mmk maxmind - [A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk`;

// src/redact/formats/code.ts
var CODE_FORMATS = `ghp_|gho_|ghu_|ghs_|ghr_ github - gh[pousr]_\\w{30,}
github_pat_ github - github_pat_\\w{22,}
gl gitlab s gl(?:[dfr]t|pat|ptt|cbt|soat|oas|ffct|imt|agent|rtr|wt)-[\\w-]{18,}(?:\\.\\w+)?(?:\\.\\w+)?
gr1348941 gitlab - GR1348941[\\w-]{20,}
_gitlab_session= gitlab - (_gitlab_session=)[0-9a-z]{32,}
bbdc- bitbucket - BBDC-[A-Za-z0-9+/=]{40,}
atatt3|atctt3|atbb|atoa atlassian - (?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}
npm_ npm - npm_[A-Za-z0-9]{36,}
rubygems_ rubygems - rubygems_[0-9a-f]{48,}
pypi-ag pypi - pypi-Ag[\\w-]{40,}
oy2 nuget s ^oy2[a-z0-9]{43}(?![a-z0-9])
cio crates ds ^cio[A-Za-z0-9]{32}(?!\\w)
clojars_ clojars i CLOJARS_[a-z0-9]{40,}
dckr_ docker - dckr_(?:pat|oat)_[\\w-]{20,}
swmtkn-1- docker - SWMTKN-1-[a-z0-9]{20,64}-[a-z0-9]{20,}
akcp jfrog - AKCp[A-Za-z0-9]{60,}
cmvmd jfrog - cmVmd[A-Za-z0-9]{55,}
sgp_ sourcegraph i sgp_(?:[A-Za-z0-9]{16}_|local_)?[0-9a-f]{38,}
ccipat_|ccipprj_ circleci - CCIP(?:AT|RJ)_[A-Za-z0-9_]{40,}
bkua_|bkct_|bkaj_ buildkite - bk(?:ua|ct|aj)_[0-9a-zA-Z]{32,}
pat.|sat. harness i [ps]at\\.[\\w-]{22}\\.[0-9a-z]{24}\\.[\\w-]{20,}
api- octopus ds ^API-[A-Z0-9]{25,}
pnu_|pnb_ prefect s ^pn[ub]_[A-Za-z0-9]{36,}
pul- pulumi - pul-[0-9a-f]{40,}
.atlasv1. terraform i [A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{40,}
ico- infracost s ^ico-[A-Za-z0-9]{32,}
tk-us- scalingo - tk-us-[\\w-]{40,}
squ_|sqp_|sqa_ sonar s ^sq[upa]_[0-9a-zA-Z]{40,}
cc_ codeclimate s ^cc_[0-9a-f]{40,}
rdme_ readme - rdme_[a-z0-9]{60,}
pmak- postman i PMAK-[0-9a-f]{24}-[0-9a-f]{30,}
nrak-|nrii-|nrjs-|nrra- new-relic i NR(?:AK|II|JS|RA)-[\\w-]{15,}
glc_|glsa_ grafana - gl(?:c|sa)_[\\w+/=]{32,}
eyjrijoi grafana i eyJrIjoi[A-Za-z0-9+/]{50,}={0,2}
sntrys_|sntryu_ sentry - sntry[su]_[\\w+/=-]{30,}
dt0 dynatrace i dt0[a-z]\\d\\d\\.[A-Z0-9]{8,24}\\.[A-Z0-9]{60,}
api-|sdk- launchdarkly s ^(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}
phx_|phs_ posthog - ph[xs]_[A-Za-z0-9]{40,}
waka_ wakatime - waka_[0-9a-f-]{36}
lin_ linear - lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,}
ntn_|secret_ notion - (?:ntn_|secret_)[A-Za-z0-9]{43,}
fig figma s fig(?:d|o|u|or|oh|our|ouh)_[\\w-]{30,}`;

// src/redact/formats/services.ts
var SERVICE_FORMATS = `xox|xapp- slack i (?:xox[a-z]|xapp)[-.][\\w.-]{10,}
hooks.slack.com|/api/webhooks/ webhook - (hooks\\.slack\\.com/[a-z]{1,12}/|/api/webhooks/\\d{10,25}/)[\\w/+-]{16,}
discord|bot discord c \\b[MNO][\\w-]{22,28}\\.[\\w-]{6,7}\\.[\\w-]{27,}
0:a|1:a|2:a|3:a|4:a|5:a|6:a|7:a|8:a|9:a telegram id ^\\d{5,16}:A[\\w-]{34}(?![\\w-])
sk twilio is ^SK[0-9a-f]{32,}
sg. sendgrid is ^SG\\.(?:[\\w-]{16,64}\\.[\\w-]{16,}|[\\w=.-]{60,})
key- mailgun - key-[0-9a-f]{32,}
mailgun mailgun c [0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}
-us mailchimp - ^[0-9a-f]{32}-us\\d{1,2}(?!\\w)
xkeysib-|xsmtpsib- brevo i x(?:key|smtp)sib-[0-9a-f]{64}-\\w{16,}
re_ resend ds ^re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,}
k_live_|k_test_|k_prod_ stripe - [sr]k_(?:live|test|prod)_\\w{10,}
whsec_ stripe - whsec_[\\w+/=]{24,}
sq0|eaaa square d (?:sq0[a-z]{3}-[\\w-]{20,}|(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))EAAA[\\w-]{22,})
eaa facebook ds ^EAA[A-Z][A-Za-z0-9]{80,}
facebook|fb_|graph facebook ic ^\\d{15,16}(?:\\||%7C|%)[\\w-]{27,40}(?![\\w-])
shp shopify - shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32,}
shippo_ shippo i shippo_(?:live|test)_[0-9a-f]{40,}
ezak|eztk easypost i EZ[AT]K[A-Za-z0-9]{54,}
duffel_ duffel i duffel_(?:test|live)_[\\w=-]{40,}
flw flutterwave i FLW(?:PUBK|SECK)_(?:TEST|LIVE)-[0-9a-h]{12,}(?:-X)?
rzp_ razorpay - rzp_(?:live|test)_[A-Za-z0-9]{14,}
access- plaid i access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f-]{27}
live_|test_ lob ids ^(?:live|test)_(?:pub_[0-9a-f]{31,}|[0-9a-f]{35,}|[\\w=-]{40}(?![\\w=-]))
pat- hubspot i pat-(?:na|eu)\\d-[0-9a-f]{8}-[0-9a-f-]{27}
p8e- adobe i p8e-[0-9a-z]{32,}
fio-u- frameio i fio-u-[\\w=-]{60,}
tfp_ typeform is ^tfp_[\\w=.-]{40,}
sl. dropbox is ^sl\\.(?:u\\.)?[\\w=-]{80,}
s-s4t2 intra42 i s-s4t2(?:ud|af)-[0-9a-f]{60,}
webhook.office.com microsoft-teams i (webhook\\.office\\.com/webhookb2/)[\\w@/-]{40,}
cal_live_ cal - cal_live_[0-9a-f]{32,}
b_ beamer tds ^b_[\\w=-]{44}(?![\\w=-])`;

// src/redact/headers.ts
function cookies() {
  let cookie = String.raw`[\w.$-]{1,100}=[^\s;"'\\]*`;
  return cookie + `(?:;[ \\t]?${cookie})?`.repeat(20);
}
function isAfterScheme(name, quote, value) {
  let scheme = /([a-z-]+)(?:[ \t=]|%20)+$/i.exec(name)?.[1];
  if (scheme === void 0 || /^authorization$/i.test(scheme))
    return isAssigned(value, name + quote);
  return /^(?:bearer|basic|(?:api-?)?token|digest|(?:api-?)?key|bot|ssws)$/i.test(scheme);
}
var rules2 = () => [
  {
    kind: "azure",
    keywords: ["key=", "sig="],
    pattern: () => /((?:Account|Access)Key=|[?&]sig=)[\w+/%-]{20,}={0,2}/gi
  },
  { kind: "signature", keywords: ["signature="], pattern: () => /(signature=)[0-9a-f]{64,}/gi },
  {
    kind: "url-token",
    keywords: [":x-oauth-basic@"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{8,512}(?=:x-oauth-basic@)/g,
    accepts: isValue
  },
  {
    kind: "url-password",
    keywords: ["://"],
    pattern: () => /(:\/\/[^\s:@/"'`<>\\[\]]{0,128}:)[^\s/"'`<>\\]{1,512}(?=@)/g,
    accepts: isValue
  },
  {
    kind: "url-password",
    keywords: ["@tcp(", "@unix("],
    pattern: () => /(["'=][\w.-]{1,60}:)[^\s"'@]{1,200}(?=@(?:tcp|unix)\()/g,
    accepts: isValue
  },
  {
    kind: "url-token",
    keywords: ["://"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{20,512}(?=@)/g,
    accepts: hasDigit
  },
  {
    kind: "authorization",
    keywords: ["authorization"],
    pattern: () => /(authorization["'\\]{0,3}[ \t]{0,4}(?:[:=]|,(?=[ \t]{0,4}["']))[ \t]{0,4}["'\\]{0,3}(?:[a-z][a-z-]{1,20}(?:[ \t]{1,4}|=|%20))?)[^\s"'`,;\\]{6,}/gi,
    accepts: (value, { name, quote }) => isValue(value) && (isMixed(value) || isAfterScheme(name, quote, value))
  },
  {
    kind: "bearer",
    keywords: ["bearer"],
    pattern: () => /(bearer[ \t]{1,4}["']?)[\w.~+/=-]{8,}/gi,
    accepts: (value) => value.length >= 16 ? hasDigit(value) : isMixed(value)
  },
  {
    kind: "cookie",
    keywords: ["cookie"],
    pattern: () => new RegExp(String.raw`(cookie["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,3})${cookies()}`, "gi"),
    accepts: (value) => /=[^;]{8}/.test(value)
  },
  {
    kind: "password",
    keywords: ["identified ", "password '", "password(", "password ="],
    pattern: () => /((?:identified[ \t]{1,4}(?:with[ \t]{1,4}\w{1,40}[ \t]{1,4})?by|password)(?:[ \t]{1,4}|[ \t]{0,4}[=(][ \t]{0,4})')(?:[^'\\\n]|\\.)+/gi,
    accepts: isValue
  }
], HEADERS = {
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
    "password"
  ],
  rules: once(rules2)
};

// src/redact/pipes.ts
var rules3 = () => [
  {
    kind: "password",
    keywords: ["<<<"],
    pattern: () => /(<<<[ \t]{0,4}(?:["']?\w{1,40}:(?=[^"'\n]))?)(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'`\\-][^\s"'`\\]*)/g,
    accepts: (value) => value.length >= 8 && hasDigit(value) || isPassword(value)
  },
  {
    kind: "password",
    gates: ["echo", "printf"],
    keywords: ["sudo", "stdin", "chpasswd", "cryptsetup", "secret", "login", "kinit", "env add", "auth", "passwd"],
    pattern: () => /((?:echo|printf)[ \t]{1,4}(?:-\w{1,3}[ \t]{1,4})?(?:["']%s(?:\\n)?["'][ \t]{1,4})?(?:["']?\w{1,40}:)?)(?:"[^"\n]{1,500}|'[^'\n]{1,500}|[^\s"'|]{1,500})(?=["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4}(?:-S|chpasswd)|chpasswd|cryptsetup|kinit|passwd|[^\n|]{0,120}?(?:stdin|--with-token|secrets?[ \t]|auth|login|env[ \t]add|--data-file=-)))/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["echo", "printf"],
    pattern: () => /((?:pass\w{0,10}[-_]?(?:command|cmd|eval)[ \t=]{1,4}["']|<\()(?:echo|printf)[ \t]{1,4})[^\s"'`\\)]+/gi,
    accepts: isValue
  },
  {
    kind: "password",
    gates: ["machine", "login"],
    keywords: ["password"],
    pattern: () => /((?:login|machine)\s{1,8}[^\s"']{1,100}\s{1,8}password\s{1,8}["']?)[^\s"'`\\-][^\s"'`\\]*/g,
    accepts: isValue
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
      "values"
    ],
    pattern: () => /((?:(?:auth|basicauth)[ \t]{0,4}=?[ \t]{0,4}\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|createHmac\([^,\n]{1,40},[ \t]{0,4}|hmac\.new\([ \t]{0,4}b?|login\([ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|(?:_connect|getConnection|PDO|Sequelize)\([^,\n]{1,200},[ \t]{0,4}["'][^"'\n]{1,100}["'],[ \t]{0,4}|SecureString[ \t]{1,4}|fernet\([ \t]{0,4}b?|(?:jwt|jsonwebtoken)\.(?:sign|verify)\([^\n]{0,200}?,[ \t]{0,4}|password\)[ \t]{1,4}values[ \t]{1,4}\([^\n]{0,100}?,[ \t]{0,4})["'])[^"'\n]+/gi,
    accepts: (value) => isMixed(value) || value.length >= 20 && isValue(value)
  },
  {
    kind: "password",
    keywords: [":*:", ":5432:", ":5433:", ":6432:", "pgpass"],
    pattern: () => /((?:^|\n)(?:[\w.-]{1,100}|\*):(?:\d{2,5}|\*):(?:[\w.-]{1,60}|\*):[\w.-]{1,60}:)[^\s:]+(?=\s|$)/g,
    accepts: isValue
  }
], PIPES = {
  words: "<<<|echo|printf|machine|login|auth(|auth=(|login(|_connect(|getconnection(|pdo(|sequelize(|securestring |createhmac|hmac.new|fernet(|jwt.sign|token.sign|values|:*:|:5432:|:5433:|:6432:|pgpass".split("|"),
  rules: once(rules3)
};

// src/redact/rules.ts
var FORMATS = [CLOUD_FORMATS, CODE_FORMATS, AI_FORMATS, SERVICE_FORMATS], GROUPS = [HEADERS, FLAGS, POSITIONS, PIPES, ASSIGNMENTS], WHOLE_CHARS = 2000, TOKENS = /[\w+/=.~:|%-]{12,}(?: \S{3,})?/g;
function rulesFor(text) {
  let lower = lowerOf(text), tokens = tokensOf(lower), rules = [];
  for (let formats of FORMATS)
    addFormats(formats, lower, tokens, rules);
  return addGroups((word) => lower.includes(word), rules), rules;
}
function addGroups(holds, to) {
  for (let { words, rules } of GROUPS) {
    if (!words.some(holds))
      continue;
    to.push(...rules().filter(({ gates, keywords }) => (gates ?? keywords).some(holds) && keywords.some(holds)));
  }
}
var tokensOf = (lower) => lower.length <= WHOLE_CHARS ? lower : lower.match(TOKENS)?.join(`
`) ?? "", lowerOf = (text) => (text.includes("[redacted:") ? text.replaceAll(/\[redacted:[\w-]+\]/g, "[]") : text).toLowerCase();

// src/redact/spread.ts
var MIN_CHARS = 8, MAX_PARTS = 64, WORDS = /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*$/, PASSPHRASE_CHARS = 20, NUMBER = /^[\d.,:/ -]{1,15}$/;

class Secrets {
  #kinds = /* @__PURE__ */ new Map;
  get size() {
    return this.#kinds.size;
  }
  add(value, kind) {
    if (isDistinctive(value))
      this.#kinds.set(value, this.#kinds.get(value) ?? kind);
    if (!/[\s;=]/.test(value))
      return;
    for (let part of value.split(/[\s;=]+/, MAX_PARTS))
      if (isOpaque(part) && isDistinctive(part))
        this.#kinds.set(part, this.#kinds.get(part) ?? kind);
  }
  isIn(text) {
    for (let value of this.#kinds.keys())
      if (text.includes(value))
        return !0;
    return !1;
  }
  takeOutOf(text) {
    let result = text;
    for (let [value, kind] of this.#kinds)
      if (result.includes(value))
        result = replaceOutsideMarkers(result, value, `[redacted:${kind}]`);
    return result;
  }
}
function replaceOutsideMarkers(text, value, marker) {
  let parts = text.split(/(\[redacted:[\w-]+\])/);
  for (let i = 0;i < parts.length; i += 2)
    parts[i] = parts[i]?.replaceAll(value, () => marker) ?? "";
  return parts.join("");
}
function isDistinctive(value) {
  if (value.length < MIN_CHARS || value.includes("[redacted:") || NUMBER.test(value))
    return !1;
  return !WORDS.test(value) || value.length >= PASSPHRASE_CHARS;
}

// src/redact/redact.ts
var MARGIN_CHARS = 4096, MAX_ROUNDS = 8;
function redact(text) {
  return redactWith(text, rulesFor(text), new Secrets);
}
function redactWith(text, rules, secrets) {
  let worth = rules, result = text;
  for (;; ) {
    let before = result;
    for (let rule of worth)
      result = applyRule(rule, result, secrets);
    if (secrets.size > 0)
      result = secrets.takeOutOf(result);
    if (result === before)
      return result;
    worth = [.../* @__PURE__ */ new Set([...worth, ...rulesFor(afterMarkers(result))])];
  }
}
function afterMarkers(text) {
  let after = "";
  for (let [, beside = ""] of text.matchAll(/\[redacted:[\w-]+\](\S{1,40})/g))
    after += `${beside}
`;
  return after;
}
function clip(text, maxChars) {
  let read = prefixOf(text, maxChars);
  return cut(redact(read), maxChars, read.length < text.length);
}
function clipTogether(build) {
  let all = "", plain = build((text, maxChars) => {
    let read = prefixOf(text, maxChars);
    return all += read + SEAM, cut(text, maxChars, !1);
  }), rules = rulesFor(all);
  if (!holdsSecret(all, rules))
    return plain;
  let secrets = new Secrets;
  for (let round = 1;; round++) {
    let redacted = "", built = build((text, maxChars) => {
      let read = prefixOf(text, maxChars), kept = redactWith(read, rules, secrets);
      return redacted += kept + SEAM, cut(kept, maxChars, read.length < text.length);
    });
    if (!secrets.isIn(redacted) || round === MAX_ROUNDS)
      return built;
  }
}
function holdsSecret(texts, rules) {
  for (let rule of rules)
    if (findsSecret(rule, texts))
      return !0;
  return !1;
}
function prefixOf(text, maxChars) {
  let readChars = 2 * maxChars + MARGIN_CHARS;
  return text.length > readChars ? text.slice(0, readChars) : text;
}
function cut(text, maxChars, isPrefix) {
  if (isPrefix)
    return ellipsize(withoutLastToken(text), maxChars);
  return text.length <= maxChars ? text : ellipsize(text, maxChars);
}
function ellipsize(text, maxChars) {
  let end = Math.min(text.length, maxChars - 1);
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1)))
    end--;
  return `${text.slice(0, end)}\u2026`;
}
function withoutLastToken(text) {
  let from = Math.max(0, text.length - MARGIN_CHARS), end = text.length;
  while (end > from && !/\s/.test(text.charAt(end - 1)))
    end--;
  return text.slice(0, end);
}

export { SEAM, findsSecret, addFormats, startsToken, ruleOf2, FORMATS, addGroups, tokensOf, lowerOf, redact, clip, clipTogether };
