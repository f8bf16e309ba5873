/** One format of secret. */
export interface Rule {
  /** Shown in place of the secret. */
  readonly kind: string;
  /** Without any of them in the lower-cased text the pattern is not tried. */
  readonly keywords: readonly string[];
  /**
   * Global. Its first group, if any, is what stands before the secret and stays. Only its last part is unbounded. Made
   * when it is needed: all of them at once take a process of 6 ms 0.3 ms.
   */
  readonly pattern: () => RegExp;
  /** Whether a matched value is a secret, given what stands before it. */
  readonly accepts?: (value: string, kept: string) => boolean;
}

/** Values that refer to a secret, or stand in for one: a variable, a template, a marker of absence, a row of stars. */
const REFERENCE =
  /^(?:\$[A-Za-z_{(]|%\w+%|\{\{|<|[*.•xX]+$|(?:process|os|import|env|config|settings|options|args|this|self|req|request|ctx|secrets|vars|props)\??\.\w)/;
const PATH = /^(?:~|\.{1,2})?(?:\/[\w.-]+){2,}\/?$/;
const WORD =
  /^(?:string|str|text|number|boolean|bool|any|unknown|never|object|null|nil|none|undefined|void|true|false|required|optional|bearer|basic|digest|(?:my|your|the|new|old|auth|access|api|client)?[_-]?(?:password|passwd|pwd|secret|token|key)|flags?|options?|arg|argument|is|to|and|or|for|in|with|on|as|the|a|an|from|if|when|was|be|can|must|should|at|of|by)[.?!]?$/i;

function isValue(value: string): boolean {
  const trimmed = value.trim();
  return trimmed !== "" && !REFERENCE.test(trimmed) && !PATH.test(trimmed) && !WORD.test(trimmed);
}

const hasDigit = (value: string): boolean => isValue(value) && /\d/.test(value);

/** After `name: value` or `name = value` anything may be prose or code, so the value itself must look like a secret. */
function isAssigned(value: string, kept: string): boolean {
  if (!isValue(value) || /^\d{1,3}$/.test(value)) return false;
  // a quote after `name:` may close a string that ends there
  if (/["'`]$/.test(kept)) return !/^\s*[,;)}\]+]/.test(value);
  if (/[^\s=:]=$/.test(kept)) return true;
  return value.length >= 20 || (value.length >= 6 && /[\d!@#$%^*+=]/.test(value) && !/^[\d.]{1,9}$/.test(value));
}

/** A cookie and its value, of which a header holds several. */
const COOKIE = String.raw`[\w.$-]{1,100}=[^\s;"'\\]*`;
const cookies = (): string => COOKIE + `(?:;[ \\t]?${COOKIE})?`.repeat(20);

/** What secrets look like, most specific first: a later rule leaves an earlier one's marker alone. */
export const RULES: readonly Rule[] = [
  {
    kind: "private-key",
    keywords: ["-----begin"],
    pattern: () =>
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { kind: "age-key", keywords: ["age-secret-key-1"], pattern: () => /AGE-SECRET-KEY-1[0-9A-Za-z]{20,}/g },
  {
    kind: "jwt",
    keywords: ["eyj"],
    pattern: () => /eyJ[\w-]{10,2000}\.[\w-]+(?:\.[\w-]+)?(?:\.[\w-]+)?(?:\.[\w-]+)?/g,
  },
  { kind: "aws-access-key", keywords: ["akia", "asia"], pattern: () => /A(?:KIA|SIA)[A-Z0-9]{16,}/g },
  {
    kind: "aws-secret-key",
    keywords: ["secret"],
    pattern: () =>
      /(aws[\w-]{0,20}secret[\w-]{0,20}["'\\]{0,3}[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}["'\\]{0,3})[A-Za-z0-9/+]{40,}={0,2}/gi,
  },
  { kind: "github", keywords: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], pattern: () => /gh[pousr]_\w{30,}/g },
  { kind: "github", keywords: ["github_pat_"], pattern: () => /github_pat_\w{22,}/g },
  {
    kind: "gitlab",
    keywords: ["gl"],
    pattern: () => /gl(?:[dfr]t|pat|ptt|cbt|soat|oas)-[\w-]{18,}(?:\.\w+)?(?:\.\w+)?/g,
  },
  { kind: "slack", keywords: ["xox", "xapp-"], pattern: () => /(?:xox[a-z]|xapp)[-.][\w-]{10,}/g },
  { kind: "stripe", keywords: ["k_live_", "k_test_"], pattern: () => /[sr]k_(?:live|test)_\w{10,}/g },
  { kind: "anthropic", keywords: ["sk-ant-"], pattern: () => /sk-ant-[\w-]{16,}/g },
  { kind: "openai", keywords: ["sk-"], pattern: () => /(\b|\\[nrt])sk-[\w-]{20,}/g, accepts: hasDigit },
  { kind: "stripe", keywords: ["whsec_"], pattern: () => /whsec_\w{24,}/g },
  { kind: "xai", keywords: ["xai-"], pattern: () => /xai-\w{60,}/g },
  { kind: "perplexity", keywords: ["pplx-"], pattern: () => /pplx-\w{40,}/g },
  { kind: "replicate", keywords: ["r8_"], pattern: () => /(\b|\\[nrt])r8_[A-Za-z0-9]{36,}/g },
  { kind: "tavily", keywords: ["tvly-"], pattern: () => /tvly-[\w-]{24,}/g },
  { kind: "langsmith", keywords: ["lsv2_"], pattern: () => /lsv2_(?:pt|sk)_\w{32,}/g },
  {
    kind: "google",
    keywords: ["aiza", "ya29.", "gocspx-", "aq.ab"],
    pattern: () => /(?:AIza|ya29\.|GOCSPX-|AQ\.Ab)[\w-]{20,}/g,
  },
  { kind: "npm", keywords: ["npm_"], pattern: () => /npm_[A-Za-z0-9]{36,}/g },
  { kind: "rubygems", keywords: ["rubygems_"], pattern: () => /rubygems_[0-9a-f]{48,}/g },
  { kind: "pypi", keywords: ["pypi-ag"], pattern: () => /pypi-Ag[\w-]{40,}/g },
  { kind: "sendgrid", keywords: ["sg."], pattern: () => /SG\.[\w-]{16,64}\.[\w-]{16,}/g },
  { kind: "twilio", keywords: ["sk"], pattern: () => /(\b|\\[nrt])SK[0-9a-f]{32,}/g },
  { kind: "mailgun", keywords: ["key-"], pattern: () => /key-[0-9a-f]{32,}/g },
  { kind: "mailgun", keywords: ["mailgun"], pattern: () => /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}/g },
  { kind: "shopify", keywords: ["shp"], pattern: () => /shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32,}/g },
  { kind: "square", keywords: ["sq0", "eaaa"], pattern: () => /(?:sq0(?:atp|csp|idp)-[\w-]{20,}|EAAA[\w-]{56,})/g },
  { kind: "digitalocean", keywords: ["_v1_"], pattern: () => /do[opr]_v1_[0-9a-f]{32,}/g },
  { kind: "heroku", keywords: ["hrku-"], pattern: () => /HRKU-[\w-]{30,}/g },
  {
    kind: "hugging-face",
    keywords: ["hf_", "api_org_"],
    pattern: () => /(\b|\\[nrt])(?:hf|api_org)_[A-Za-z0-9]{30,}/g,
  },
  { kind: "groq", keywords: ["gsk_"], pattern: () => /gsk_[A-Za-z0-9]{40,}/g },
  { kind: "linear", keywords: ["lin_"], pattern: () => /lin_(?:api|oauth)_[A-Za-z0-9]{32,}/g },
  { kind: "notion", keywords: ["ntn_", "secret_"], pattern: () => /(?:ntn_|secret_)[A-Za-z0-9]{43,}/g },
  { kind: "figma", keywords: ["fig"], pattern: () => /fig(?:d|o|u|or|oh|our|ouh)_[\w-]{30,}/g },
  { kind: "atlassian", keywords: ["atatt3", "atctt3", "atbb"], pattern: () => /(?:ATATT3|ATCTT3|ATBB)[\w=-]{24,}/g },
  { kind: "docker", keywords: ["dckr_"], pattern: () => /dckr_(?:pat|oat)_[\w-]{20,}/g },
  { kind: "databricks", keywords: ["dapi"], pattern: () => /dapi[0-9a-f]{32,}(?:-\d)?/g },
  { kind: "vault", keywords: ["hvs.", "hvb.", "hvr."], pattern: () => /hv[sbr]\.[\w-]{20,}/g },
  { kind: "terraform", keywords: [".atlasv1."], pattern: () => /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}/g },
  { kind: "doppler", keywords: ["dp."], pattern: () => /dp\.[a-z]{2,5}\.(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,}/g },
  { kind: "1password", keywords: ["ops_eyj"], pattern: () => /ops_eyJ[\w+/=-]{40,}/g },
  { kind: "tailscale", keywords: ["tskey-"], pattern: () => /tskey-[\w-]{16,}/g },
  { kind: "vercel", keywords: ["vc"], pattern: () => /(\b|\\[nrt])vc[a-z]_[A-Za-z0-9]{24,}/g },
  { kind: "netlify", keywords: ["nfp_"], pattern: () => /nfp_[A-Za-z0-9]{36,}/g },
  { kind: "fly", keywords: ["flyo_", "fm1", "fm2"], pattern: () => /(?:flyo_|fm[12][ar]?_)[\w+/=-]{40,}/g },
  { kind: "pulumi", keywords: ["pul-"], pattern: () => /pul-[0-9a-f]{40,}/g },
  { kind: "posthog", keywords: ["phx_"], pattern: () => /phx_[A-Za-z0-9]{40,}/g },
  { kind: "contentful", keywords: ["cfpat-"], pattern: () => /CFPAT-[\w-]{40,}/g },
  {
    kind: "resend",
    keywords: ["re_"],
    pattern: () => /(\b|\\[nrt])re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,}/g,
    accepts: hasDigit,
  },
  { kind: "postman", keywords: ["pmak-"], pattern: () => /PMAK-[0-9a-f]{24}-[0-9a-f]{30,}/g },
  { kind: "new-relic", keywords: ["nrak-", "nrii-", "nrjs-", "nrra-"], pattern: () => /NR(?:AK|II|JS|RA)-[\w-]{15,}/g },
  { kind: "grafana", keywords: ["glc_", "glsa_"], pattern: () => /gl(?:c|sa)_[\w+/=]{32,}/g },
  { kind: "sentry", keywords: ["sntrys_", "sntryu_"], pattern: () => /sntry[su]_[\w+/=-]{30,}/g },
  { kind: "supabase", keywords: ["sbp_", "sb_secret_"], pattern: () => /(?:sbp_[0-9a-f]{40,}|sb_secret_[\w-]{20,})/g },
  { kind: "telegram", keywords: [":aa"], pattern: () => /(\b|\\[nrt])\d{8,10}:AA[\w-]{33,}/g },
  { kind: "discord", keywords: ["discord", "bot"], pattern: () => /\b[MNO][\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,}/g },
  {
    kind: "webhook",
    keywords: ["hooks.slack.com", "/api/webhooks/"],
    pattern: () => /(hooks\.slack\.com\/[a-z]{1,12}\/|\/api\/webhooks\/\d{10,25}\/)[\w/+-]{16,}/g,
  },
  { kind: "cloudflare", keywords: ["v1.0-", "cf"], pattern: () => /(?:v1\.0-[0-9a-f]{24}-|cf(?:ut|at|k)_)[\w-]{30,}/g },
  {
    kind: "azure",
    keywords: ["key=", "sig="],
    pattern: () => /((?:Account|Access)Key=|[?&]sig=)[\w+/%-]{20,}={0,2}/gi,
  },
  { kind: "signature", keywords: ["signature="], pattern: () => /(signature=)[0-9a-f]{64,}/gi },
  { kind: "azure", keywords: ["q~"], pattern: () => /[\w~.-]{3}\dQ~[\w~.-]{30,}/g },
  {
    kind: "url-password",
    keywords: ["://"],
    pattern: () => /(:\/\/[^\s:@/"'`<>\\[\]]{0,128}:)[^\s/"'`<>\\]{1,512}(?=@)/g,
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
      /(authorization["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,3}(?:(?:bearer|basic|token|digest|apikey|bot)[ \t]{1,4})?)[^\s"'`,;\\[\]]{6,}/gi,
    accepts: (value, kept) => isValue(value) && (/[a-z][ \t]+$/i.test(kept) || isAssigned(value, kept)),
  },
  { kind: "bearer", keywords: ["bearer"], pattern: () => /(bearer[ \t]{1,4})[\w.~+/=-]{16,}/gi, accepts: hasDigit },
  {
    kind: "cookie",
    keywords: ["cookie"],
    pattern: () => new RegExp(String.raw`(cookie["'\\]{0,3}[ \t]{0,4}:[ \t]{0,4}["'\\]{0,3})${cookies()}`, "gi"),
    accepts: (value) => /=[^;]{8}/.test(value),
  },
  {
    kind: "cookie",
    keywords: ["curl"],
    pattern: () => /(curl\b[^\n|;]{0,300}?[ \t](?:-b|--cookie)[ \t=]{1,2}["']?[\w.$-]{1,100}=)[^\s"'`\\]+/g,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: ["login", "sshpass", "redis-cli", "sqlcmd", "zip", "7z", "openssl", "smbclient", "http"],
    pattern: () =>
      /((?:(?:sshpass|(?:docker|podman|nerdctl|helm|skopeo|az)[ \t][^\n|;&]{0,60}?login)\b[^\n|;&]{0,300}?[ \t]-p[ \t]{0,4}|redis-cli\b[^\n|;&]{0,300}?[ \t]-a[ \t]{1,4}|(?:sqlcmd|zip)\b[^\n|;&]{0,300}?[ \t]-P[ \t]{1,4}|7za?\b[^\n|;&]{0,300}?[ \t]-p|openssl\b[^\n|;&]{0,300}?[ \t"']pass:|smbclient\b[^\n|;&]{0,300}?%|https?[ \t][^\n|;&]{0,300}?(?:-a|--auth)[ \t=]{1,2}["']?[^\s:"']{1,100}:|vault[ \t]{1,4}login[ \t]{1,4}(?:token=)?|login\s{1,8}[^\s"']{1,100}\s{1,8}password\s{1,8})["']?)[^\s"'`\\-][^\s"'`\\]*/g,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: ["sudo"],
    pattern: () =>
      /(echo[ \t]{1,4}(?:-n[ \t]{1,4})?["']?)[^\s"'`\\]{1,200}(?=["']?[ \t]{0,4}\|[ \t]{0,4}sudo[ \t]{1,4}-S)/g,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: ["identified ", "password '"],
    pattern: () =>
      /((?:identified[ \t]{1,4}(?:with[ \t]{1,4}\w{1,40}[ \t]{1,4})?by|password)[ \t]{1,4}')(?:[^'\\\n]|\\.)+/gi,
    accepts: isValue,
  },
  {
    kind: "password",
    keywords: ["curl", "mysql", "mariadb"],
    pattern: () =>
      /((?:curl\b[^\n|;]{0,300}?[ \t](?:-u|--user)[ \t=]{0,2}["']?[^\s:"']{1,100}:|(?:mysql(?:dump|admin)?|mariadb)\b[^\n|;]{0,300}?[ \t]-p["']?))[^\s"'`\\]+/g,
    accepts: isValue,
  },
  {
    kind: "secret",
    keywords: ["pass", "pwd", "secret", "token", "key", ":_auth"],
    pattern: () =>
      /((?:pass(?:word|wd|phrase|code)|(?<=[_-])pass|(?<=:)_auth|pwd|secret(?:[ _-]?(?:access[_-]?)?key)?(?:_base)?|token|(?:api|access|private|auth|account|storage|encryption|signing|master)[ _-]?key)(?:[_-]?\d{1,3})?(?:["'\\]{1,3}\]?)?[ \t]{0,8}(?:=>|:=|={1,3}|:)[ \t]{0,8})(?:[frb]?"(?:[^"\\\n]|\\.)+|[frb]?'(?:[^'\\\n]|\\.)+|`[^`\n]+|\\{1,3}["'][^"'\\\n]+|(?![\w$.?!]{0,200}[([{])[^\s"'`,;|<>(){}[\]\\&:=][^\s"'`,;|<>(){}[\]\\&]*)/gi,
    accepts: isAssigned,
  },
  {
    kind: "secret",
    keywords: ["word ", "phrase ", "passwd ", "pwd ", "secret ", "token ", "key "],
    pattern: () =>
      /((?:^|\s)--?[\w-]{0,30}?(?:pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|private|auth|account)-?key)[ ]{1,4}["']?)[^\s"'`,;|<>()[\]\\-][^\s"'`|<>()[\]\\]*/gi,
    accepts: isValue,
  },
  {
    kind: "secret",
    keywords: ["set"],
    pattern: () =>
      /(set[x ][^\n|;]{0,200}?(?:pass(?:word|wd|phrase)?|secret|token|key)[ \t]{1,4}["']?)[^\s"'`,;|<>()[\]\\=-][^\s"'`,;|<>()[\]\\]*/gi,
    accepts: (value) => value.length >= 8 && hasDigit(value),
  },
  {
    kind: "secret",
    keywords: ["is ", "is:"],
    pattern: () =>
      /((?:pass(?:word|wd|phrase)|secret|token|(?:api|access|private|secret)[ _-]?key)[ \t]{1,4}is:?[ \t]{1,4}["'`]?)[^\s"'`,;|<>()[\]\\]{6,}/gi,
    accepts: isAssigned,
  },
];
