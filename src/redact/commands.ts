import { type Group, isValue, once, type Rule } from "./rule.ts";

/** The rest of a command: up to the next one, over quoted line ends. */
const rest = (): string => String.raw`(?:[^\n|;&\\]|&(?!&)|\\[\s\S])*`;
const value = (): string => String.raw`(?:"(?:[^"\\\n]|\\.)+|'[^'\n]+|[^\s"'\x60\\-][^\s"'\x60\\]*)`;

interface Command {
  /** Some of the names, in lower case. */
  readonly names: readonly string[];
  /** The pattern of a name, where the names alone are not it. */
  readonly pattern?: string;
  /** The text before the secret. */
  readonly before: string;
  readonly kind?: string;
}

/** A program's option or argument that is a secret and has no name that says so. */
function command(gates: readonly string[], { names, pattern, before, kind = "password" }: Command): Rule {
  const scope = (): RegExp =>
    new RegExp(String.raw`(?:\b|\\[nrt])(?:${pattern ?? names.join("|")})(?![\w-])${rest()}`, "gi");
  return {
    kind,
    gates,
    keywords: names,
    scope,
    pattern: () => new RegExp(`(${before})${value()}`, "g"),
    accepts: isValue,
  };
}

const flags = (): readonly Rule[] => [
  command([" -p", " -hp", " /p:"], {
    names:
      "login sshpass mongo twine poetry nuget cqlsh psexec winrm winrs rdesktop xfreerdp ncftp rabbitmqadmin altool usermod useradd security 7z rar steghide".split(
        " ",
      ),
    pattern: String.raw`sshpass|(?:docker|podman|nerdctl|helm|skopeo|az|oc|eas)[ \t][^\n|;&]{0,80}?login|mongo(?:sh|dump|restore|export|import)?|twine|poetry|nuget[ \t]+add[ \t]+source|cqlsh|psexec|evil-winrm|winrs|rdesktop|xfreerdp|ncftp\w*|rabbitmqadmin|altool|usermod|useradd|security|7za?|rar|unrar|steghide`,
    before: String.raw`[ \t](?:-h?p:?|/p:)[ \t]{0,4}`,
  }),
  command([" -p ", " -n "], {
    names: ["sqlcmd", "bcp", "zip", "ssh-keygen", "mosquitto_", "security", "ipmitool"],
    pattern: String.raw`sqlcmd|bcp|(?:un)?zip|ssh-keygen|mosquitto_\w+|security|ipmitool`,
    before: String.raw`[ \t]-[PN][ \t]{1,4}`,
  }),
  command([" -p"], {
    names: ["mysql", "mariadb"],
    pattern: String.raw`mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?`,
    before: String.raw`[ \t]-p(?=["'\w])`,
  }),
  command([" -a ", " -x "], {
    names: ["snmp"],
    pattern: String.raw`snmp\w+`,
    before: String.raw`[ \t]-[AX][ \t]{1,4}`,
  }),
  command([" -pw "], { names: ["plink", "pscp", "psftp"], before: String.raw`[ \t]-pw[ \t]{1,4}` }),
  command([" -w"], {
    names: ["ldap", "security", "irssi", "kadmin"],
    pattern: String.raw`ldap\w+|security|irssi|kadmin`,
    before: String.raw`[ \t]-w(?:[ \t]{1,4}|(?=["']))`,
  }),
  command([" -a "], { names: ["redis-cli"], before: String.raw`[ \t]-a[ \t]{1,4}` }),
  command(["pass:", " -k "], {
    names: ["openssl", "apksigner", "nuget"],
    before: String.raw`[ \t"']pass:|[ \t]-k[ \t]{1,4}`,
  }),
  command(["sqlplus", "expdp", "impdp", "sqlldr"], {
    names: ["sqlplus", "expdp", "impdp", "sqlldr"],
    before: String.raw`[ \t]["']?\w{1,60}/(?!/)`,
  }),
  command([" -u"], { names: ["smbclient"], before: String.raw`-U[ \t]{0,4}["']?[^\s%]{1,100}%` }),
  command([" -u"], { names: ["lftp"], before: String.raw`-u[ \t]{1,4}["']?[^\s,"']{1,100},` }),
  command([" -ap ", " -xp "], { names: ["swaks", "sendemail"], before: String.raw`[ \t]-[ax]p[ \t]{1,4}` }),
  command([" -t "], { names: ["codecov"], before: String.raw`[ \t]-t[ \t]{1,4}` }),
  command([" -u", " -a", "-user", "--auth"], {
    names: ["curl", "http", "xh ", "etcdctl"],
    pattern: "curl|https?|xh|etcdctl",
    before: String.raw`[ \t](?:-[auU]|--(?:user|auth|proxy-user))[ \t=]{0,4}["']?[^\s:"'/[\]]{0,100}:`,
  }),
  command([" -b", "--cookie"], {
    names: ["curl"],
    before: String.raw`[ \t](?:-b|--cookie)[ \t=]{1,4}["']?[\w.$-]{1,100}=`,
    kind: "cookie",
  }),
  command([" -b", " -v", "--body", "--value", "-string"], {
    names: ["gh ", "az ", "aws ", "llm", "kaggle"],
    pattern: "gh|az|aws|llm|kaggle",
    before: String.raw`[ \t](?:-b|-v|--body|--value|--secret-string)[ \t=]{1,4}`,
  }),
];

/** Options whose values are secrets of certain programs. */
export const FLAGS: Group = {
  words:
    "sqlplus|expdp|impdp|sqlldr| -x | -p| -hp| /p:| -n | -w| -a | -k |pass:| -u| -ap | -xp | -t |-user|--auth| -b|--cookie| -v|--body|--value|-string".split(
      "|",
    ),
  rules: once(flags),
};

const positions = (): readonly Rule[] => [
  command(["htpasswd"], {
    names: ["htpasswd"],
    before: String.raw`[ \t]-[a-zB]{0,6}n[a-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}|[ \t]-[a-mo-zB]{0,6}b[a-mo-zB]{0,6}[ \t]{1,4}[^\s-]\S{0,200}[ \t]{1,4}\S{1,200}[ \t]{1,4}`,
  }),
  command(
    [
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
      "-password ",
    ],
    {
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
        "grafana",
      ],
      pattern:
        "vault|cargo|wandb|snyk|ngrok|rabbitmqctl|nmcli|wpa_passphrase|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw|rclone|openssl|grafana(?:-cli)?",
      before: String.raw`(?:vault[ \t]{1,4}login|cargo[ \t]{1,4}login|wandb[ \t]{1,4}login|snyk[ \t]{1,4}auth|ngrok[ \t][^\n]{0,40}?authtoken|(?:change_password|add_user)[ \t]{1,4}\S{1,100}|nmcli[^\n]{0,200}?[ \t]password|wpa_passphrase[ \t]{1,4}\S{1,100}|requirepass|masterauth|bindpw|rootpw|wpa-psk|bw[ \t]{1,4}(?:unlock|login[ \t]{1,4}\S{1,100})|rclone[ \t]{1,4}obscure|openssl[ \t]{1,4}passwd(?:[ \t]{1,4}-\w{1,6})?|reset-admin-password)[ \t]{1,4}(?:token=)?`,
    },
  ),
  command(["net use", "http-basic", "pypi-token", "bundle config", "input_pw"], {
    names: ["net ", "composer", "poetry", "bundle", "pdftk"],
    pattern: String.raw`net[ \t]{1,4}user?|composer|poetry|bundle|pdftk`,
    before: String.raw`(?:net[ \t]{1,4}user?[ \t]{1,4}\S{1,100}(?:[ \t]{1,4}\\\\\S{1,200})?|http-basic\.\S{1,100}[ \t]{1,4}\S{1,100}|pypi-token\.\S{1,100}|input_pw)[ \t]{1,4}(?!/)|bundle[ \t]{1,4}config[ \t]{1,4}\S{1,100}[ \t]{1,4}[^\s:]{1,100}:`,
  }),
  command(["secret", "config:set", "config:add", "variables", "from-literal", "kv put", "vault write"], {
    names: ["doppler", "fly", "heroku", "railway", "supabase", "wrangler", "kubectl", "vault"],
    pattern: "doppler|fly(?:ctl)?|heroku|railway|supabase|wrangler|kubectl|vault",
    before: String.raw`(?:secrets?|config:(?:set|add)|variables|from-literal|kv|write)\b[^\n]{0,300}?[ \t=]["']?\w[\w.-]{0,100}=`,
  }),
  command(["env:set", "env add", "secret", "encrypt_", ".nupkg"], {
    names: ["netlify", "vercel", "pulumi", "dotnet", "nuget", "ansible-vault", "sops"],
    before: String.raw`env:set[ \t]{1,4}\w{1,100}[ \t]{1,4}|env[ \t]{1,4}add[ \t]{1,4}\w{1,100}[ \t]{1,4}|--secret[ \t]{1,4}\w{1,100}[ \t]{1,4}|config[ \t]{1,4}set[ \t]{1,4}\w{1,100}[ \t]{1,4}(?=\S{1,200}[ \t]{1,4}--secret)|user-secrets[ \t]{1,4}set[ \t]{1,4}\S{1,100}[ \t]{1,4}|encrypt_string[ \t]{1,4}|--set[ \t]{1,4}'[^'\n]{1,100}\][ \t]{1,4}|push[ \t]{1,4}\S{1,200}\.nupkg[ \t]{1,4}`,
  }),
];

/** Arguments that are secrets by their place. */
export const POSITIONS: Group = {
  words:
    "htpasswd|bindpw|rootpw|wpa-psk|unlock|obscure|passwd|-password |login|auth|add_user|change_pass|nmcli|wpa_pass|requirepass|net use|http-basic|pypi-token|bundle config|input_pw|secret|config:set|config:add|variables|from-literal|kv put|vault write|env:set|env add|encrypt_|.nupkg".split(
      "|",
    ),
  rules: once(positions),
};
