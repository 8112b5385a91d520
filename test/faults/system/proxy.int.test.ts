import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { openLink, type Link } from './proxy';

let echo: Server;
let link: Link;
const heard: string[] = [];
beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      heard.push(piece.toString());
      socket.write(piece);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
});
beforeEach(async () => {
  heard.length = 0;
  link = await openLink((echo.address() as AddressInfo).port);
});
afterEach(() => link.stop());
afterAll(() => new Promise((resolve) => echo.close(resolve)));

type Talk = Readonly<{ socket: Socket; answers: string[]; ended: Promise<string> }>;

const talk = async (): Promise<Talk> => {
  const socket = connect(link.port, '127.0.0.1');
  const answers: string[] = [];
  socket.on('data', (piece) => answers.push(piece.toString()));
  const ended = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.once('close', () => resolve('closed'));
  });
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), ended]);
  return { socket, answers, ended };
};
const soon = (): Promise<void> => pause(60);

describe('a line that a test can hurt', () => {
  it('passes both ways, a hundred kilobytes too', async () => {
    const { socket, answers } = await talk();
    socket.write('x'.repeat(100_000));
    await pause(200);
    expect(answers.join('')).toHaveLength(100_000);
    expect(link.hits()).toBe(0);
    socket.destroy();
  });

  it('cut: resets what is open and refuses what is new, then passes again', async () => {
    const open = await talk();
    link.set('cut');
    expect(await open.ended).toBe('ECONNRESET');
    expect(await (await talk()).ended).toMatch(/ECONNRESET|closed/);
    link.set('pass');
    const again = await talk();
    again.socket.write('hello');
    await soon();
    expect(again.answers).toEqual(['hello']);
    expect(link.hits()).toBeGreaterThan(1);
    again.socket.destroy();
  });

  it('stall: keeps everything waiting, new connections too, and loses nothing', async () => {
    const open = await talk();
    link.set('stall');
    open.socket.write('held');
    const late = await talk();
    late.socket.write('late');
    await soon();
    expect(heard).toEqual([]);
    link.set('pass');
    await soon();
    expect([open.answers, late.answers]).toEqual([['held'], ['late']]);
    open.socket.destroy();
    late.socket.destroy();
  });

  it('mute: what is asked is done, the answer never comes, and the line breaks at the end', async () => {
    const { socket, answers, ended } = await talk();
    link.set('mute');
    socket.write('do it');
    await soon();
    expect(heard).toEqual(['do it']);
    link.set('pass');
    expect(await ended).toBe('ECONNRESET');
    expect(answers).toEqual([]);
  });

  it('slow, then healed: what is sent after the healing does not overtake what is late', async () => {
    const { socket, answers } = await talk();
    link.set('slow');
    socket.write('first ');
    await soon();
    link.set('pass');
    socket.write('second');
    await pause(1_000);
    expect(answers.join('')).toBe('first second');
    socket.destroy();
  });

  it('slow: comes late and whole', async () => {
    const { socket, answers } = await talk();
    link.set('slow');
    socket.write('patience');
    await soon();
    expect(heard).toEqual([]);
    await pause(1_000);
    expect(answers).toEqual(['patience']);
    socket.destroy();
  });
});
