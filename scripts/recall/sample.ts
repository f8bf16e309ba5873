/** A text that holds a secret, and of which family of formats it is. */
export interface Sample {
  readonly family: string;
  readonly text: string;
  readonly secret: string;
}

/** A secret is leaked when it, or 60 % of it in one piece, is still there. */
export function isLeaked(secret: string, redacted: string): boolean {
  const length = Math.max(1, Math.ceil(secret.length * 0.6));
  for (let from = 0; from + length <= secret.length; from++) {
    if (redacted.includes(secret.slice(from, from + length))) return true;
  }
  return false;
}

export interface Recall {
  readonly secrets: number;
  readonly families: number;
  readonly leaked: readonly Sample[];
}

export function recallOf(samples: readonly Sample[], redact: (text: string) => string): Recall {
  return {
    secrets: samples.length,
    families: new Set(samples.map(({ family }) => family)).size,
    leaked: samples.filter(({ secret, text }) => isLeaked(secret, redact(text))),
  };
}
