// @bun
// src/worker/isolate/lines.ts
async function* splitLines(stream, maxBytes) {
  let decoder = /* @__PURE__ */ new TextDecoder, rest = "";
  for await (let chunk of stream) {
    rest += decoder.decode(chunk, { stream: !0 });
    let lines = rest.split(`
`);
    if (lines.some((line) => line.length > maxBytes))
      throw Error(`a line is longer than ${maxBytes} bytes`);
    rest = lines.pop(), yield* lines;
  }
}

export { splitLines };
