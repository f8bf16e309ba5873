import type { Format } from "./format.ts";

const TELEGRAM = "^\\d{5,16}:A[\\w-]{34}(?![\\w-])";
const SLACK = "(?:xox[a-z]|xapp)[-.][\\w.-]{10,}";
const WEBHOOK = "(hooks\\.slack\\.com/[a-z]{1,12}/|/api/webhooks/\\d{10,25}/)[\\w/+-]{16,}";
const DISCORD = "\\b[MNO][\\w-]{22,28}\\.[\\w-]{6,7}\\.[\\w-]{27,}";
const BREVO = "x(?:key|smtp)sib-[0-9a-f]{64}-\\w{16,}";
const STRIPE = "[sr]k_(?:live|test|prod)_\\w{10,}";
const SQUARE = "(?:sq0[a-z]{3}-[\\w-]{20,}|(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))EAAA[\\w-]{22,})";
const FACEBOOK = "^\\d{15,16}(?:\\||%7C|%)[\\w-]{27,40}(?![\\w-])";
const EASYPOST = "EZ[AT]K[A-Za-z0-9]{54,}";
const LOB = "^(?:live|test)_(?:pub_[0-9a-f]{31,}|[0-9a-f]{35,}|[\\w=-]{40}(?![\\w=-]))";

/** Keys of chat, mail, payment, shops and other services. */
export const SERVICE_FORMATS: readonly Format[] = [
  ["xox", "slack", SLACK, "i"],
  ["xapp-", "slack", SLACK, "i"],
  ["hooks.slack.com", "webhook", WEBHOOK],
  ["/api/webhooks/", "webhook", WEBHOOK],
  ["discord", "discord", DISCORD, "c"],
  ["bot", "discord", DISCORD, "c"],
  ["0:a", "telegram", TELEGRAM, "id"],
  ["1:a", "telegram", TELEGRAM, "id"],
  ["2:a", "telegram", TELEGRAM, "id"],
  ["3:a", "telegram", TELEGRAM, "id"],
  ["4:a", "telegram", TELEGRAM, "id"],
  ["5:a", "telegram", TELEGRAM, "id"],
  ["6:a", "telegram", TELEGRAM, "id"],
  ["7:a", "telegram", TELEGRAM, "id"],
  ["8:a", "telegram", TELEGRAM, "id"],
  ["9:a", "telegram", TELEGRAM, "id"],
  ["sk", "twilio", "^SK[0-9a-f]{32,}", "is"],
  ["sg.", "sendgrid", "^SG\\.(?:[\\w-]{16,64}\\.[\\w-]{16,}|[\\w=.-]{60,})", "is"],
  ["key-", "mailgun", "key-[0-9a-f]{32,}"],
  ["mailgun", "mailgun", "[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}", "c"],
  ["-us", "mailchimp", "^[0-9a-f]{32}-us\\d{1,2}(?!\\w)"],
  ["xkeysib-", "brevo", BREVO, "i"],
  ["xsmtpsib-", "brevo", BREVO, "i"],
  ["re_", "resend", "^re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,}", "ds"],
  ["k_live_", "stripe", STRIPE],
  ["k_test_", "stripe", STRIPE],
  ["k_prod_", "stripe", STRIPE],
  ["whsec_", "stripe", "whsec_[\\w+/=]{24,}"],
  ["sq0", "square", SQUARE, "d"],
  ["eaaa", "square", SQUARE, "d"],
  ["eaa", "facebook", "^EAA[A-Z][A-Za-z0-9]{80,}", "ds"],
  ["facebook", "facebook", FACEBOOK, "ic"],
  ["fb_", "facebook", FACEBOOK, "ic"],
  ["graph", "facebook", FACEBOOK, "ic"],
  ["shp", "shopify", "shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32,}"],
  ["shippo_", "shippo", "shippo_(?:live|test)_[0-9a-f]{40,}", "i"],
  ["ezak", "easypost", EASYPOST, "i"],
  ["eztk", "easypost", EASYPOST, "i"],
  ["duffel_", "duffel", "duffel_(?:test|live)_[\\w=-]{40,}", "i"],
  ["flw", "flutterwave", "FLW(?:PUBK|SECK)_(?:TEST|LIVE)-[0-9a-h]{12,}(?:-X)?", "i"],
  ["rzp_", "razorpay", "rzp_(?:live|test)_[A-Za-z0-9]{14,}"],
  ["access-", "plaid", "access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f-]{27}", "i"],
  ["live_", "lob", LOB, "ids"],
  ["test_", "lob", LOB, "ids"],
  ["pat-", "hubspot", "pat-(?:na|eu)\\d-[0-9a-f]{8}-[0-9a-f-]{27}", "i"],
  ["p8e-", "adobe", "p8e-[0-9a-z]{32,}", "i"],
  ["fio-u-", "frameio", "fio-u-[\\w=-]{60,}", "i"],
  ["tfp_", "typeform", "^tfp_[\\w=.-]{40,}", "is"],
  ["sl.", "dropbox", "^sl\\.(?:u\\.)?[\\w=-]{80,}", "is"],
  ["s-s4t2", "intra42", "s-s4t2(?:ud|af)-[0-9a-f]{60,}", "i"],
  ["webhook.office.com", "microsoft-teams", "(webhook\\.office\\.com/webhookb2/)[\\w@/-]{40,}", "i"],
  ["cal_live_", "cal", "cal_live_[0-9a-f]{32,}"],
  ["b_", "beamer", "^b_[\\w=-]{44}(?![\\w=-])", "tds"],
];
