export type SseEvent = Readonly<{ event: string; data: string }>;
type Sink = Readonly<{ event: (event: SseEvent) => void; ended: (why: unknown) => void }>;
type Ask = Readonly<{ url: string; token: string; body: object }>;

const fieldOf = (block: string, name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';

const readAll = async ({ url, token, body }: Ask, sink: Sink, signal: AbortSignal): Promise<void> => {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  if (!response.ok || !response.body) return sink.ended(await response.text());
  let waiting = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = `${waiting}${piece}`.split('\n\n');
    waiting = blocks.pop() ?? '';
    for (const block of blocks.filter((text) => !text.startsWith(':'))) sink.event({ event: fieldOf(block, 'event'), data: fieldOf(block, 'data') });
  }
  sink.ended('the stream is over');
};

/** Reads a stream of server-sent events; what it gives back tears the connection. */
export const readSse = (ask: Ask, sink: Sink): (() => void) => {
  const abort = new AbortController();
  readAll(ask, sink, abort.signal).catch(sink.ended);
  return () => abort.abort();
};
