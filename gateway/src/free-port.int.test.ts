import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freeOrAny } from './free-port';

describe('the port that nobody has named', () => {
  it('is the usual one when it is free, and any other when somebody has it', async () => {
    const somebody = createServer().listen(0);
    await once(somebody, 'listening');
    const { port } = somebody.address() as AddressInfo;
    expect(await freeOrAny(port)).toBe(0);
    somebody.close();
    await once(somebody, 'close');
    expect(await freeOrAny(port)).toBe(port);
  });
});
