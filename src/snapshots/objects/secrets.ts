import { findsSecret } from "../../redact/apply.ts";
import { rulesForOneOfMany } from "../../redact/keywords.ts";

/** Names of files whose purpose is to hold secrets, at any depth. */
const NAMES =
  /(?:^|\/)(?:\.env(?:\..*|rc)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)|id_[a-z0-9]+|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.htpasswd|\.git-credentials|credentials(?:\.\w+)?|secrets?(?:\.\w+)?|.*\.tfstate(?:\.backup)?|.*\.tfvars)$/i;
/** Examples are made to be shared. */
const EXAMPLES = /\.(?:example|sample|template|dist|pub)$/i;
/** git calls a file binary by its first bytes, too. */
const BINARY_PROBE_BYTES = 8000;

export const isSecretName = (path: string): boolean => NAMES.test(path) && !EXAMPLES.test(path);

/** Whether a file is withheld: by its name, or since a secret is found in its text. */
export function holdsSecret(path: string, bytes: Buffer): boolean {
  if (isSecretName(path)) return true;
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) return false;
  // @mutant a secret in a file's text is not kept
  return tellsSecret(bytes.toString("utf8"));
}

/** Whether redaction would find a secret in a text. */
export const tellsSecret = (text: string): boolean => rulesForOneOfMany(text).some((rule) => findsSecret(rule, text));
