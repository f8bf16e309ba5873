/** The contrast of a page's text with what is behind it, as WCAG 2.2 computes it (1.4.3, AA). */
import type { BrowserPage } from "./browser.ts";

/**
 * Runs in the page. A canvas turns every notation of a colour into bytes, and lays one colour over another.
 * A text of 24 px, or of 18.66 px in bold, is large: 3 is enough there.
 */
const MEASURE = `(() => {
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const bytes = (...layers) => {
    for (const layer of layers) {
      brush.fillStyle = layer;
      brush.fillRect(0, 0, 1, 1);
    }
    return brush.getImageData(0, 0, 1, 1).data;
  };
  const channel = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    const layers = [];
    for (let one = element; one !== null; one = one.parentElement) layers.unshift(getComputedStyle(one).backgroundColor);
    return ["Canvas", ...layers];
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === "" || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const layers = behind(element);
    const [low, high] = [luminance(bytes(...layers)), luminance(bytes(...layers, color))].toSorted((a, b) => a - b);
    const isLarge = parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
    const names = element.tagName.toLowerCase() + [...element.classList].map((name) => "." + name).join("");
    found.push({ element: names, text: text.data.slice(0, 40), ratio: (high + 0.05) / (low + 0.05), least: isLarge ? 3 : 4.5 });
  }
  return found;
})()`;

interface Contrast {
  readonly element: string;
  readonly text: string;
  readonly ratio: number;
  readonly least: number;
}

/** Each visible text of the page in a colour scheme. */
export async function contrasts({ view }: BrowserPage, scheme: "light" | "dark"): Promise<readonly Contrast[]> {
  const features = [{ name: "prefers-color-scheme", value: scheme }];
  await view.cdp("Emulation.setEmulatedMedia", { media: "", features });
  return await view.evaluate<readonly Contrast[]>(MEASURE);
}
