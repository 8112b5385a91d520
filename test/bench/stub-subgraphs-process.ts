import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from './host/serve-parent';
import { stubAnswers } from './host/stub-answers';

const textOf = async (req: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** All subgraphs, each under its own path, with next to no work of their own: what is measured is who asks them. */
void serveParent(async () => {
  const names = (process.env['SUBGRAPHS'] ?? '').split(',');
  const answers = new Map(names.map((name) => [`/${name}/graphql`, stubAnswers(name)]));
  const server = createServer((req, res) => {
    void textOf(req)
      .then(answers.get(req.url ?? '') ?? (() => Promise.resolve('{}')))
      .then((text) => res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const told = { subgraphs: Object.fromEntries(names.map((name) => [name, `http://127.0.0.1:${port}/${name}/graphql`])) };
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { told, stop };
});
