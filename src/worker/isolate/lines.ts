/**
 * The lines of a stream, without their ends. An unfinished last line is left out.
 * @throws an error for a line that is longer than the limit
 */
export async function* splitLines(stream: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    if (lines.some((line) => line.length > maxBytes)) throw new Error(`a line is longer than ${maxBytes} bytes`);
    rest = lines.pop()!;
    yield* lines;
  }
}
