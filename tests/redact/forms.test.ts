import { expect, test } from "bun:test";
import { redact } from "../../src/redact/redact.ts";
import { random, seam } from "./secrets-fixture.ts";

/** What stands around a secret `§`, by the sort of form. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  environment: [
    "export OPENAI_KEY=§",
    'DD_APP_KEY="§" ./run',
    "HMAC_KEY=§",
    "DB_PW=§",
    "STOREPASS=§",
    "GITHUB_PAT=§",
    "SVC_CREDENTIALS=§",
    "PW_SALT=§",
    "WALLET_MNEMONIC=§",
    "ENV API_TOKEN §",
    "$env:API_TOKEN = '§'",
    "set -gx API_TOKEN §",
    "API_TOKEN ?= §",
    "API_TOKEN ::= §",
    "docker run -e LICENSE_KEY=§ app",
  ],
  code: [
    'var apiToken string = "§"',
    'const apiToken: string = "§";',
    'val apiToken: String = "§"',
    '$apiToken .= "§";',
    'setenv("API_TOKEN", "§", 1);',
    'System.setProperty("api.token", "§");',
    'os.environ.setdefault("API_TOKEN", "§")',
    'headers.set("x-api-key", "§");',
    'builder.withApiKey("§")',
    'req.SetBasicAuth("dana", "§")',
    'requests.get(url, auth=("dana", "§"))',
    'jwt.sign({ id: 1 }, "§")',
    'crypto.createHmac("sha256", "§")',
  ],
  configuration: [
    "<password>§</password>",
    "<apiToken>\n  §\n</apiToken>",
    '<add key="apiToken" value="§" />',
    "- name: API_TOKEN\n  value: §",
    '{"name": "API_TOKEN", "value": "§"}',
    "api_token: |\n  §",
    'variable "db_password" {\n  default = "§"\n}',
    "user: dana\npass: §",
    '"auth": "§"',
    "client-key-data: §",
    "requirepass §",
    "machine example.com login dana password §",
    "db.example.com:5432:app:dana:§",
  ],
  headers: [
    'curl -H "x-functions-key: §" https://a.example',
    'curl -H "Ocp-Apim-Subscription-Key: §" https://a.example',
    "Proxy-Authorization: Basic §",
    'req.Header.Set("Authorization", "Bearer §")',
    'curl "https://a.example/v1?key=§"',
    "postgres://app:§@db/app",
  ],
  commands: [
    "curl --proxy-user dana:§ -x proxy:3128 https://a.example",
    "oc login https://a.example:6443 -u dana -p §",
    "mongosh -u admin -p § --host db",
    "twine upload -u dana -p § dist/*",
    "poetry publish -u dana -p §",
    "mosquitto_pub -h b -u dana -P § -t a",
    "ldapsearch -x -D cn=admin -w § -b dc=x",
    "htpasswd -cb .htpasswd dana §",
    "keytool -list -storepass § -keystore a.jks",
    "ssh-keygen -t rsa -N § -f key",
    'echo "dana:§" | chpasswd',
    "echo § | docker login --password-stdin",
    "wrangler secret put SESSION <<< §",
    "gh secret set NPM_TOKEN -b §",
    "fly secrets set SESSION=§",
    "heroku config:set SESSION=§ -a app",
    "aws secretsmanager create-secret --name db --secret-string §",
    "aws ssm put-parameter --name /a --value §",
    "security add-generic-password -a dana -w §",
    "net user dana § /add",
    "plink -pw § dana@host",
    "kubectl create secret generic db --from-literal=value=§",
  ],
  spelling: [
    '{"a":"{\\"data\\":\\"{\\\\\\"password\\\\\\":\\\\\\"§\\\\\\"}"}',
    "export API_KEY=\\\n§",
    "deploy --api-key \\\n  § --now",
    "q=password%3D§",
    "password:\u00a0§",
    "password\uff1a§",
    "password \uff1d §",
    'password = """§"""',
    "<password><![CDATA[§]]></password>",
    "password: &main §",
    "**Password:** §",
    "password=&quot;§&quot;",
    "\u001b[32mpassword\u001b[0m: \u001b[1m§\u001b[0m",
  ],
  languages: [
    "Passwort: §",
    "Das Kennwort ist §",
    "mot de passe : §",
    "contraseña: §",
    "senha=§",
    "пароль: §",
    "密码：§",
    "パスワード：§",
    "비밀번호: §",
  ],
  "more commands": [
    "expdp dana/§ schemas=x",
    "snmpget -v3 -u dana -A § host 1.3",
    "steghide embed -cf a -p § -ef b",
    "echo -n § | cryptsetup open /dev/sda x",
  ],
  prose: ["the api key is §", "I set the token to §", "my password is `§`, keep it", "Password for dana: §"],
};

const ROWS = Object.entries(FORMS).flatMap(([sort, forms]) => forms.map((form) => [sort, form] as const));
const MARKER = /\[redacted:[\w-]+\]/g;

test.each(ROWS)("%s: the secret goes and what is around it stays: %s", (_sort, form) => {
  for (const secret of [random(40), random(32, "hex"), `${random(7)}${seam("4|!")}${random(4)}`]) {
    expect(redact(form.replace("§", () => secret)).replaceAll(MARKER, "§")).toBe(form);
  }
});

test.each(["a1b(c2)d3", "9[x]y8z7", "pa55{w}ord1"])("an unquoted value with brackets goes as a whole: %s", (secret) => {
  expect(redact(`export DB_PASSWORD=${secret}`)).toBe("export DB_PASSWORD=[redacted:secret]");
});

test.each([
  '"jsonwebtoken": "9.0.0",',
  '"@octokit/auth-token": "^4.0.0",',
  '"gtoken": "workspace:*"',
  '"integrity": "sha512-9mWrMkOoKOtGRbEwHcXzrL3hDg2Nd4rZ9mWrMkOoKOtGRbEwHcXzrL3hDg2Nd4rZ9mWrMkOoKOtGRbEwHcXzrA=="',
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHJ1q2Zx9mWrMkOoKOtGRbEwHcXzrL3hDg2Nd4rZaBc dana@example.com",
  'src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA9mWrMkOoKOtGRbEwHcXzrL3hDg2"',
  "/nix/store/0c9a1b2d3f4g5h6i7j8k9l0m1n2p3q4r-bash-5.2p26/bin/bash",
  "cache key: 5e28df337746db4f070c84f7069d365bfd0d72a8",
  '<li key="5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4">',
  "primary_key = user_identifier_2024_archive",
  "PASS: TestAppendsRows2 (0.00s)",
  "const token = tokens[index1]; parse(token, options2)",
  "password: { type: String, required: true }",
  'label: "Password", hint: "Enter your password"',
  "mkdir -p src/redact/2024 && git push -u origin main",
  "docker run -p 8080:80 app && ssh -p 2222 host",
  'flag("secret", "the secret that is used to authenticate")',
  "monkey: banana12 and turkey: gobble34",
  "key: ${{ runner.os }}-bun-v1",
])("ordinary text stays: %s", (text) => {
  expect(redact(text)).toBe(text);
});
