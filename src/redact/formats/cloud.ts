import type { Format } from "./format.ts";

const MAPBOX = "^[pst]k\\.[a-z0-9]{50,400}\\.[\\w-]{20,}";
const AWS_ACCESS_KEY = "A(?:[KS]IA[A-Z0-9]{16,}|(?:BIA|CCA|3T[A-Z0-9])[A-Z2-7]{16}(?!\\w))";
const GOOGLE = "(?:AIza|ya29\\.|GOCSPX-|AQ\\.Ab)[\\w-]{20,}";
const AZURE =
  "^(?:[A-Za-z0-9+/]{76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt)[A-Za-z0-9+/]{6}==|[A-Za-z0-9+/]{42,44}(?:AzSe|AzCu|AzFu|\\+?ACRD)[A-Za-z0-9+/]{4,6}={0,2})(?![\\w+/=])";
const YANDEX = "^(?:t1\\.[\\w-]{1,200}={0,2}\\.[\\w-]{80,}|AQVN[\\w-]{35,}|YC[\\w-]{38}(?![\\w-])|y0_[\\w-]{50,})";
const FLY = "(?:flyo_|fo1_|fm[12][ar]?_)[\\w+/=-]{40,}";
const VERCEL = "^(?:vc[a-z]|vercel_blob_rw)_[A-Za-z0-9_]{24,}";
const NETLIFY = "^nf[pcob]_[A-Za-z0-9]{36,}";
const SUPABASE = "(?:sbp_[0-9a-f]{40,}|sb_secret_[\\w-]{20,})";
const NEON = "^(?:napi_[a-z0-9]{40,}|npg_[A-Za-z0-9]{12,})";
const SETTLEMINT = "^sm_[aps]at_[A-Za-z0-9]{16,}";
const VAULT = "hv[sbr]\\.[\\w-]{20,}";
const VAULT_2 = "^[sb]\\.[A-Za-z0-9]{24}(?![\\w.])";
const AUTHRESS =
  "(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[\\w+/=-]{30,120}";

/** Keys of clouds, hosting, databases, identity, and of the vaults that keep the others. */
export const CLOUD_FORMATS: readonly Format[] = [
  [
    "-----begin",
    "private-key",
    "-----BEGIN [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)",
    "ic",
  ],
  ["private-lines:", "private-key", "(Private-Lines: \\d{1,4}\\r?\\n)(?:[\\w+/=]{64}\\r?\\n){0,200}[\\w+/=]*", "c"],
  ["age-secret-key-1", "age-key", "AGE-SECRET-KEY-1[0-9A-Z]{20,}", "i"],
  ["ops_eyj", "1password", "ops_eyJ[\\w+/=-]{40,}"],
  ["a3-", "1password", "^A3-[A-Z0-9]{6}(?:-[A-Z0-9]{5,11}){4,6}", "s"],
  ["pk.", "mapbox", MAPBOX, "is"],
  ["sk.", "mapbox", MAPBOX, "is"],
  ["tk.", "mapbox", MAPBOX, "is"],
  [
    "eyj",
    "jwt",
    "(?:(?<![\\w-])|(?<=\\\\[nrt]))eyJ[\\w-]{10,2000}\\.[\\w-]+(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?(?:\\.[\\w-]+)?",
  ],
  ["zxlk", "jwt", "ZXlK[A-Za-z0-9+/]{40,}={0,2}"],
  ["akia", "aws-access-key", AWS_ACCESS_KEY],
  ["asia", "aws-access-key", AWS_ACCESS_KEY],
  ["abia", "aws-access-key", AWS_ACCESS_KEY],
  ["acca", "aws-access-key", AWS_ACCESS_KEY],
  ["a3t", "aws-access-key", AWS_ACCESS_KEY],
  [
    "secret",
    "aws-secret-key",
    "(aws[\\w-]{0,20}secret[\\w-]{0,20}[\"'\\\\]{0,3}[ \\t]{0,4}(?:=>|[:=])[ \\t]{0,4}[\"'\\\\]{0,3})[A-Za-z0-9/+]{40,}={0,2}",
    "ic",
  ],
  ["absk", "aws-bedrock", "ABSK[A-Za-z0-9+/]{100,}={0,2}"],
  ["bedrock-api-key-", "aws-bedrock", "bedrock-api-key-[A-Za-z0-9+/]{20,}={0,2}"],
  ["amzn1.oa2-cs.", "amazon", "amzn1\\.oa2-cs\\.v1\\.[0-9a-f]{40,}"],
  ["aiza", "google", GOOGLE],
  ["ya29.", "google", GOOGLE],
  ["gocspx-", "google", GOOGLE],
  ["aq.ab", "google", GOOGLE],
  ["1//0", "google", "1//0[\\w-]{40,}"],
  ["q~", "azure", "[\\w~.-]{3}\\dQ~[\\w~.-]{30,}"],
  ["apim", "azure", AZURE, "t"],
  ["acdb", "azure", AZURE, "t"],
  ["+aba", "azure", AZURE, "t"],
  ["+amc", "azure", AZURE, "t"],
  ["+ast", "azure", AZURE, "t"],
  ["azse", "azure", AZURE, "t"],
  ["azcu", "azure", AZURE, "t"],
  ["azfu", "azure", AZURE, "t"],
  ["acrd", "azure", AZURE, "t"],
  ["ltai", "alibaba", "^LTAI[a-z0-9]{16,26}(?!\\w)", "ids"],
  ["akid", "tencent", "^AKID[A-Za-z0-9]{32}(?!\\w)", "s"],
  ["t1.", "yandex", YANDEX, "ds"],
  ["aqvn", "yandex", YANDEX, "ds"],
  ["yc", "yandex", YANDEX, "ds"],
  ["y0_", "yandex", YANDEX, "ds"],
  ["_v1_", "digitalocean", "do[opr]_v1_[0-9a-f]{32,}"],
  ["hrku-", "heroku", "HRKU-[\\w-]{30,}"],
  ["flyo_", "fly", FLY],
  ["fo1_", "fly", FLY],
  ["fm1", "fly", FLY],
  ["fm2", "fly", FLY],
  ["vc", "vercel", VERCEL, "s"],
  ["vercel_blob_rw_", "vercel", VERCEL, "s"],
  ["nfp_", "netlify", NETLIFY, "s"],
  ["nfc_", "netlify", NETLIFY, "s"],
  ["nfo_", "netlify", NETLIFY, "s"],
  ["nfb_", "netlify", NETLIFY, "s"],
  ["rnd_", "render", "^rnd_[A-Za-z0-9]{28,}", "ds"],
  ["v1.0-", "cloudflare", "v1\\.0-[0-9a-f]{24}-[\\w-]{30,}"],
  ["cf", "cloudflare", "^cf(?:ut|at|k)_[\\w-]{30,}", "s"],
  ["sbp_", "supabase", SUPABASE],
  ["sb_secret_", "supabase", SUPABASE],
  ["napi_", "neon", NEON, "ds"],
  ["npg_", "neon", NEON, "ds"],
  ["pscale_", "planetscale", "pscale_(?:tkn|oauth|pw|otkn)_[\\w=.-]{30,}", "i"],
  ["mdb_sa_sk_", "mongodb", "mdb_sa_sk_[\\w-]{30,}"],
  ["dapi", "databricks", "dapi[0-9a-f]{32,}(?:-\\d)?"],
  ["4b1d", "clickhouse", "^4b1d[A-Za-z0-9]{38}(?!\\w)", "s"],
  ["pat", "airtable", "^pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}", "is"],
  ["cfpat-", "contentful", "CFPAT-[\\w-]{40,}"],
  ["sm_pat_", "settlemint", SETTLEMINT, "s"],
  ["sm_aat_", "settlemint", SETTLEMINT, "s"],
  ["sm_sat_", "settlemint", SETTLEMINT, "s"],
  ["sha256~", "openshift", "sha256~[\\w-]{40,}"],
  ["::server:", "k3s", "K10[0-9a-f]{64}::(?:server|node):[0-9a-f]{32,}"],
  ["hvs.", "vault", VAULT],
  ["hvb.", "vault", VAULT],
  ["hvr.", "vault", VAULT],
  ["s.", "vault", VAULT_2, "tds"],
  ["b.", "vault", VAULT_2, "tds"],
  ["dp.", "doppler", "dp\\.[a-z]{2,5}\\.(?:[\\w-]{2,35}\\.)?[A-Za-z0-9]{40,}"],
  ["st.", "infisical", "^st\\.[0-9a-f]{24}\\.[0-9a-f]{32}\\.[0-9a-f]{32}", "s"],
  ["ssws ", "okta", "(SSWS[ ]{1,4})00[\\w-]{38,}", "c"],
  ["tskey-", "tailscale", "tskey-[\\w-]{16,}"],
  ["dnkey-", "defined", "dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{50,}", "i"],
  [".acc_", "authress", AUTHRESS, "i"],
  [".acc-", "authress", AUTHRESS, "i"],
  ["_mmk", "maxmind", "[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk"],
];
