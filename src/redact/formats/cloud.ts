/** Keys of clouds, hosting, databases, identity, and of the vaults that keep the others. */
export const CLOUD_FORMATS = `-----begin private-key ic -----BEGIN [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z0-9 _-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)
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
