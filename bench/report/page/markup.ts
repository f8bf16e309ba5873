/** HTML from elements. Strings are text and are escaped; only results of {@link element} are inserted unescaped. */

/** A well-formed piece of a page. */
export class Markup {
  readonly text: string;

  /** @param text goes into the page as it is: never anything from a result */
  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Markup | string | readonly Child[];
export type Attributes = Readonly<Record<string, string | number>>;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as XML holds it: control characters, which XML forbids, are shown as dots. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n]|\p{Noncharacter_Code_Point}/gu, "·")
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}

function written(child: Child): string {
  if (child instanceof Markup) return child.text;
  return typeof child === "string" ? escaped(child) : child.map(written).join("");
}

/** A coordinate needs no more than a hundredth of a pixel. */
function attribute(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : escaped(value);
}

const VOID = new Set(["br", "meta"]);

/** An element, so closed that the page is HTML and XML. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  const inner = children.map(written).join("");
  const start = `<${name}${listed.join("")}`;
  return new Markup(VOID.has(name) ? `${start}/>` : `${start}>${inner}</${name}>`);
}
