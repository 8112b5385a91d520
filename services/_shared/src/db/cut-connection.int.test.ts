import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createLog } from '../log';
import { testDatabase, type TestDatabase } from '../testing/test-database';
import { openDatabase } from './database';
import { migrateService, roleUrl } from './migrate';

const service = 'kernel_cut';
const rolePassword = 'kernel-cut-password';
const text = (value: string): Buffer => Buffer.from(`${value}\0`);

/** What Postgres says when an administrator ends a connection: ErrorResponse, FATAL 57P01. */
const farewell = (): Buffer => {
  const fields = Buffer.concat([text('SFATAL'), text('VFATAL'), text('C57P01'), text('Mterminating connection due to administrator command'), Buffer.from([0])]);
  const head = Buffer.from('E0000');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A wire to Postgres that can end every connection, and the next ones in the very packet in which Postgres says that it is ready. */
const createWire = async (target: URL) => {
  const open = new Set<Socket>();
  const state = { cutsAtWelcome: 0 };
  const carry = (near: Socket): void => {
    const far = connect(Number(target.port), target.hostname);
    let welcomed = false;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      const isWelcome = !welcomed && chunk.subarray(-readyForQuery.length).equals(readyForQuery);
      welcomed ||= isWelcome;
      if (!isWelcome || state.cutsAtWelcome === 0) return void near.write(chunk);
      state.cutsAtWelcome -= 1;
      near.end(Buffer.concat([chunk, farewell()]));
    });
  };
  const server: Server = createServer(carry);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    state,
    port: (server.address() as AddressInfo).port,
    cut: () => open.forEach((socket) => socket.destroy()),
    stop: () => new Promise<void>((resolve) => {
      open.forEach((socket) => socket.destroy());
      server.close(() => resolve());
    }),
  };
};

describe('a connection that is cut in the moment in which it is made', () => {
  let postgres: TestDatabase;
  beforeAll(async () => {
    postgres = await testDatabase();
    await migrateService({ ownerUrl: postgres.ownerUrl, service, rolePassword, migrations: [] });
  }, 60_000);
  afterAll(() => postgres.stop());

  it('fails its user at most and not the process', async () => {
    const direct = roleUrl(postgres.ownerUrl, service, rolePassword);
    const wire = await createWire(new URL(direct));
    const url = Object.assign(new URL(direct), { port: String(wire.port) }).href;
    const db = await openDatabase({ service, url, poolSize: 2, log: createLog({ service, level: 'fatal' }) });
    try {
      wire.state.cutsAtWelcome = 2;
      wire.cut();
      expect(await db.transaction('system', (tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
      expect(wire.state.cutsAtWelcome).toBe(0);
    } finally {
      await db.stop();
      await wire.stop();
    }
  });
});
