/** Forms of a secret in shell, environment, configuration and code; `§` is the secret. */
import { readFileSync } from "node:fs";
import { Dice } from "./sample-of.ts";
import type { Sample } from "./sample.ts";

const NAMES = `API_KEY APP_KEY OPENAI_KEY STRIPE_KEY SENDGRID_KEY DD_APP_KEY DD_API_KEY HMAC_KEY FERNET_KEY LICENSE_KEY
SECRET_KEY ENCRYPTION_KEY SIGNING_KEY MASTER_KEY ACCESS_KEY PRIVATE_KEY ADMIN_KEY SERVICE_KEY ACCOUNT_KEY WEBHOOK_SECRET
JWT_SECRET SESSION_SECRET CLIENT_SECRET APP_SECRET COOKIE_SECRET NEXTAUTH_SECRET SECRET SECRET_KEY_BASE TOKEN GH_TOKEN
BOT_TOKEN ACCESS_TOKEN REFRESH_TOKEN AUTH_TOKEN NPM_TOKEN PERSONAL_ACCESS_TOKEN GITHUB_PAT AZURE_PAT PASSWORD DB_PASSWORD
PGPASSWORD MYSQL_PWD REDIS_PASS SMTP_PASS DB_PW ROOT_PW PASSPHRASE STOREPASS KEYPASS PASSWD SVC_CREDENTIALS PW_SALT
WALLET_MNEMONIC RCLONE_CONFIG_PASS`.split(/\s+/);

/** `N` is the name as in an environment, `n` in lower case, `c` in camel case, `k` with hyphens. */
const ENVIRONMENT = ["export {N}=§", '{N}="§" ./run.sh --fast', "{n}: §", '{"{c}": "§", "retries": 3}'];

const CODE = `var {c} string = "§"
const {c}: string = "§";
let {c} = '§';
val {c}: String = "§"
private static final String {N} = "§";
String {c} = "§";
{n} = '§'
{n} := "§"
{N} ::= §
{N} ?= §
{N} += §
\${c} .= "§";
\${n} = '§';
self.{n} = "§"
this.{c} = "§";
{n}: str = "§"
@{n} = "§"
:{n} => "§",
{n} => '§',
{c}="§"
setenv("{N}", "§", 1);
System.setProperty("{n}", "§");
define('{N}', '§');
headers.set("x-{k}", "§");
os.environ["{N}"] = "§"
os.environ.setdefault("{N}", "§")
os.Setenv("{N}", "§")
putenv("{N}=§");
ENV["{N}"] = "§"
process.env.{N} = "§";
config.{c} = "§"
config["{c}"] = "§"
builder.with{C}("§")
client.set{C}("§");
new Client({ {c}: "§" })
Client({n}="§", region="eu")
connect(host="db", {n}='§')
<{c}>§</{c}>
<{k}>
  §
</{k}>
<add key="{c}" value="§" />
<property name="{n}" value="§"/>
<entry key="{k}">§</entry>
- name: {N}
  value: "§"
{"name": "{N}", "value": "§"}
{k}: "§"
{n} = "§"
[auth]
{n} = §
ENV {N} §
ARG {N}=§
$env:{N} = "§"
$Env:{N}='§'
set {N}=§
setx {N} "§"
set -gx {N} §
{N}=$'§'
{n}: |
  §
{n} {
  default = "§"
}
?{n}=§&page=2
--{k}=§
--{k} §
-D{k}=§
-p:{C}=§
data: {"{c}":"§"}
-d '{n}=§'
-F "{n}=§"
{\\"{n}\\":\\"§\\"}
{\\"{c}\\": \\"§\\"}
I set the {w} to §
the {w} is §
{w}: §
my {w} is \`§\`, keep it
use {w} "§" for staging
#define {N} "§"
{N} EQU '§'
{n}:§`;

const CODE_NAMES = ["API_KEY", "STRIPE_KEY", "DB_PW"];

/** Two lines and more are one form where the next begins with a space, `value`, `<`/ or a closing brace. */
const CODE_FORMS = CODE.split(/\n(?![ ]|\}|<\/|\{n\} = §$)/m);

const camel = (name: string): string =>
  name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function named(form: string, name: string): string {
  const c = camel(name);
  const lower = name.toLowerCase();
  const words: Readonly<Record<string, string>> = {
    N: name,
    n: lower,
    c,
    C: c.charAt(0).toUpperCase() + c.slice(1),
    k: lower.replaceAll("_", "-"),
    w: lower.replaceAll("_", " "),
  };
  return form.replaceAll(/\{([NncCkw])\}/g, (_, key: string) => words[key] ?? "");
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const WORD = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;
const HEX = "0123456789abcdef";

/** Random ones, short ones, ones that hold marks. */
function valuesOf(dice: Dice): string[] {
  const hex = (length: number): string => dice.text(length, HEX);
  const word = (length: number): string => dice.text(length, WORD);
  return [
    word(40),
    hex(32),
    [hex(8), hex(4), hex(4), hex(4), hex(12)].join("-"),
    `${word(43)}=`,
    `${dice.text(6, LETTERS)}${dice.text(2, "0123456789")}!`,
    `${word(5)}-${word(6)}_${dice.text(3, "0123456789")}`,
    `${word(4)}@${word(4)}(${dice.text(2, "0123456789")})`,
    `${dice.text(3, "0123456789")}[${word(7)}]${word(2)}`,
  ];
}

/** Commands, headers and addresses; a line that begins with a space belongs to the one before. */
const commands = (): string[] =>
  readFileSync(`${import.meta.dir}/commands.txt`, "utf8")
    .trim()
    .split(/\n(?! )/);

/** Each form with each value. */
export function formSamples(): Sample[] {
  const forms = [
    ...NAMES.flatMap((name) => ENVIRONMENT.map((form) => named(form, name))),
    ...CODE_NAMES.flatMap((name) => CODE_FORMS.map((form) => named(form, name))),
    ...commands(),
  ];
  const dice = new Dice(13);
  return forms.flatMap((form) =>
    valuesOf(dice).map((secret) => ({ family: form, text: form.replace("§", () => secret), secret })),
  );
}
