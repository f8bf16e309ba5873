/** Made-up secrets of every kind, put together at run time so that no scanner trips over this repository. */

const ALPHABETS = {
  hex: "0123456789abcdef",
  digits: "0123456789",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  word: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
} as const;

/** `length` characters that look random and are the same in every run; a digit is among them. */
export function random(length: number, alphabet: keyof typeof ALPHABETS = "word", seed = 7): string {
  const characters = ALPHABETS[alphabet];
  let state = seed * 2654435761 + length;
  let text = "";
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += characters[Math.floor((state / 2 ** 32) * characters.length)];
  }
  return text;
}

/** The text without its `|`, which keeps a prefix that scanners look for out of the source. */
export function seam(text: string): string {
  return text.replaceAll("|", "");
}

const pem = (label: string): string =>
  [`-----BEGIN ${label}-----`, random(64), random(64, "word", 3), `-----END ${label}-----`].join("\n");

const jwt = [seam("ey|J") + random(33), random(120), random(43)].join(".");

/** What must follow a secret of this kind for it to be one. */
export function afterOf(kind: string, before: string): string {
  if (kind.startsWith("url-")) return "@db.example.com/app";
  return /:\s*"/.test(before) ? '"' : "";
}

/** By kind: what stands before the secret and stays, and the secret itself. */
export const SECRETS: ReadonlyArray<readonly [kind: string, before: string, secret: string]> = [
  ["private-key", "", pem("RSA PRIVATE KEY")],
  ["private-key", "", pem("OPENSSH PRIVATE KEY")],
  ["private-key", "", pem("PGP PRIVATE KEY BLOCK")],
  ["age-key", "", seam("AGE-SECRET-|KEY-1") + random(58, "upper")],
  ["jwt", "", jwt],
  ["aws-access-key", "", seam("AKI|A") + random(16, "upper")],
  ["aws-access-key", "", seam("ASI|A") + random(16, "upper")],
  ["aws-secret-key", "AWS_SECRET_ACCESS_KEY=", random(40)],
  ["aws-secret-key", "aws_secret_access_key = ", random(40)],
  ...["p", "o", "u", "s", "r"].map((type) => ["github", "", `gh${type}_${random(36)}`] as const),
  ["github", "", seam("github|_pat_") + random(22) + "_" + random(59)],
  ...["pat", "dt", "rt", "ptt", "cbt", "ft"].map((type) => ["gitlab", "", `gl${type}-${random(20)}`] as const),
  ["slack", "", seam("xox|b-") + [random(12, "digits"), random(12, "digits"), random(24)].join("-")],
  ["slack", "", seam("xap|p-1-") + random(40)],
  ["webhook", "https://hooks.slack.com/services/", `T${random(8)}/B${random(8)}/${random(24)}`],
  ["webhook", `https://discord.com/api/webhooks/${random(18, "digits")}/`, random(68)],
  ["stripe", "", seam("sk_|live_") + random(24)],
  ["stripe", "", seam("rk_|live_") + random(24)],
  ["anthropic", "", seam("sk-|ant-api03-") + random(93) + "AA"],
  ["openai", "", "sk-" + random(48)],
  ["openai", "", seam("sk-|proj-") + random(120)],
  ["google", "", seam("AIz|a") + random(35)],
  ["google", "", seam("ya2|9.") + random(68)],
  ["google", "", seam("GOCS|PX-") + random(28)],
  ["npm", "", seam("npm|_") + random(36)],
  ["pypi", "", seam("pypi|-AgEIcHlwaS5vcmc") + random(80)],
  ["sendgrid", "", ["SG", random(22), random(43)].join(".")],
  ["twilio", "", seam("S|K") + random(32, "hex")],
  ["mailgun", "", seam("key|-") + random(32, "hex")],
  ["mailgun", "mailgun ", [random(32, "hex"), random(8, "hex"), random(8, "hex")].join("-")],
  ["shopify", "", seam("shp|at_") + random(32, "hex")],
  ["square", "", seam("sq0|atp-") + random(22)],
  ["digitalocean", "", seam("dop|_v1_") + random(64, "hex")],
  ["heroku", "", seam("HRK|U-") + random(60)],
  ["hugging-face", "", seam("hf|_") + random(34)],
  ["groq", "", seam("gsk|_") + random(52)],
  ["linear", "", seam("lin_|api_") + random(40)],
  ["notion", "", seam("ntn|_") + random(46)],
  ["figma", "", seam("fig|d_") + random(40)],
  ["atlassian", "", seam("ATA|TT3") + random(180)],
  ["docker", "", seam("dckr|_pat_") + random(27)],
  ["databricks", "", seam("dap|i") + random(32, "hex")],
  ["vault", "", seam("hvs|.") + random(90)],
  ["terraform", "", [random(14), seam("atlas|v1"), random(67)].join(".")],
  ["doppler", "", seam("dp.|pt.") + random(43)],
  ["doppler", "", seam("dp.|st.dev.") + random(43)],
  ["1password", "", seam("ops|_eyJ") + random(250)],
  ["tailscale", "", seam("tskey|-auth-") + random(17) + "-" + random(32)],
  ["vercel", "", seam("vcp|_") + random(56)],
  ["postman", "", [seam("PMA|K"), random(24, "hex"), random(34, "hex")].join("-")],
  ["new-relic", "", seam("NRA|K-") + random(27, "upper")],
  ["grafana", "", seam("glc|_") + random(60)],
  ["grafana", "", seam("gls|a_") + random(32) + "_" + random(8, "hex")],
  ["sentry", "", seam("sntr|ys_") + random(80)],
  ["supabase", "", seam("sbp|_") + random(40, "hex")],
  ["telegram", "", random(10, "digits") + seam(":A|A") + random(33)],
  ["discord", "Discord bot ", ["M" + random(23), random(6), random(38)].join(".")],
  ["cloudflare", "", [seam("v1|.0"), random(24, "hex"), random(146, "hex")].join("-")],
  ["azure", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=", random(86) + "=="],
  ["azure", "", random(3) + seam("8Q|~") + random(34)],
  ["url-password", "postgres://app:", random(16)],
  ["url-token", "https://", random(40)],
  ["authorization", "Authorization: Basic ", random(24) + "=="],
  ["authorization", '"authorization": "Bearer ', random(40)],
  ["bearer", "Bearer ", random(40)],
  ["password", "curl -u dana:", random(12)],
  ["password", "mysql -u root -p", random(12)],
  ["stripe", "", seam("whs|ec_") + random(32)],
  ["xai", "", seam("xa|i-") + random(80)],
  ["perplexity", "", seam("ppl|x-") + random(48)],
  ["replicate", "", seam("r8|_") + random(37)],
  ["tavily", "", seam("tvl|y-") + random(32)],
  ["langsmith", "", [seam("lsv2|_pt"), random(32, "hex"), random(10, "hex")].join("_")],
  ["google", "", seam("AQ|.Ab8RN6") + random(40)],
  ["rubygems", "", seam("rubygems|_") + random(48, "hex")],
  ["netlify", "", seam("nfp|_") + random(40)],
  ["fly", "", seam("fly|o_") + random(43)],
  ["fly", "FlyV1 ", seam("fm2|_") + random(100)],
  ["pulumi", "", seam("pul|-") + random(40, "hex")],
  ["posthog", "", seam("phx|_") + random(43)],
  ["contentful", "", seam("CFPA|T-") + random(43)],
  ["resend", "", [seam("r|e"), random(8), random(24)].join("_")],
  ["signature", "GET /o?X-Amz-Signature=", random(64, "hex")],
  ["cookie", "Cookie: ", `theme=dark; sid=${random(32)}; csrf=${random(20)}`],
  ["cookie", "curl -b session=", random(32)],
  ["password", "sshpass -p ", random(12)],
  ["password", "docker login ghcr.io -u dana -p ", random(12)],
  ["password", "redis-cli -h cache -a ", random(12)],
  ["password", "sqlcmd -S db -U sa -P ", random(12)],
  ["password", "zip -r -P ", random(12)],
  ["password", "7z a -p", random(12)],
  ["password", "openssl rsa -passin pass:", random(12)],
  ["password", "smbclient -U dana%", random(12)],
  ["password", "http -a dana:", random(12)],
  ["password", "vault login ", seam("s|.") + random(24)],
  ["password", "machine api.example.com login dana password ", random(12)],
  ["secret", "SMTP_PASS=", random(10)],
  ["secret", "//registry.example.com/:_auth=", `${random(22)}==`],
  ["secret", "npm config set //registry.example.com/:_authToken ", random(36)],
  ["secret", "aws configure set aws_secret_access_key ", random(40)],
  ["secret", "setx BUILD_KEY ", random(24)],
  ["secret", "the api key is ", random(24)],
  ["secret", "DB_PASSWORD=", random(14)],
  ["secret", "client_secret: ", random(24)],
  ["secret", '"apiKey": "', random(32)],
  ["secret", "deploy --api-key ", random(20)],
];
