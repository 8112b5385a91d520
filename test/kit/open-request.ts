import { Agent, request, type IncomingMessage } from 'node:http';

export type Answered = Readonly<{ status: number; connection: string | undefined; text: string }>;
/** A request whose headers the server has and whose body it waits for: in flight for as long as the test likes. */
export type OpenRequest = { finish(): Promise<Answered> };
export type Ask = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: string }>;

const read = async (response: IncomingMessage): Promise<Answered> => {
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece as string;
  return { status: response.statusCode ?? 0, connection: response.headers.connection, text };
};

/** Sends the headers of a POST and resolves when the server has read them. */
export const openRequest = ({ url, headers, body }: Ask): Promise<OpenRequest> =>
  new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: true });
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers, 'content-length': Buffer.byteLength(body), expect: '100-continue' } });
    const answered = new Promise<Answered>((answer, fail) => sent.once('response', (response) => void read(response).then(answer, fail)).once('error', fail));
    answered.catch(reject);
    sent.once('continue', () =>
      resolve({
        finish: () => {
          sent.end(body);
          return answered.finally(() => agent.destroy());
        },
      }));
    sent.flushHeaders();
  });
