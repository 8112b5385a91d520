import { Api } from '../kit/testing/api';
import { invoiceFor, startScene, type Row, type Scene } from './testing';

describe('access to a PayKeeper server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  it.each([
    ['401', 401],
    ['html200', 200],
    ['303', 303],
  ] as const)('is refused with wrong credentials, shown as %s', async (refusal, status) => {
    scene.bank.control.configure({ refusal });
    const stranger = new Api({ ...scene.bank, password: 'wrong' });
    const answer = await stranger.call('/info/settings/token/');
    expect(answer).toMatchObject({ status, body: undefined });
  });

  it('gives a token of 32 hex digits, with or without the last slash, as an object or in an array', async () => {
    const token = await scene.api.token();
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(await scene.api.get('/info/settings/token')).toEqual({ token });
    scene.bank.control.configure({ tokenShape: 'array' });
    expect(await scene.api.get('/info/settings/token/')).toEqual([{ token }]);
  });

  it('refuses a command with a wrong token in the exact words, escaped', async () => {
    const { status, text } = await scene.api.call('/change/payment/capture/', { method: 'POST', body: new URLSearchParams({ id: '1', token: 'f'.repeat(32) }) });
    expect(status).toBe(200);
    expect(text).toMatch(/^[\x00-\x7f]+$/);
    expect(text).toContain('\\u0422\\u043e\\u043a\\u0435\\u043d');
    expect(JSON.parse(text)).toEqual({ result: 'fail', msg: 'Токен безопасности не верен.' });
  });

  it('changes the token once a day and when told to', async () => {
    const first = await scene.api.token();
    expect(await scene.api.token()).toBe(first);
    scene.bank.control.advance(24 * 3600);
    const second = await scene.api.token();
    await scene.api.sim('rotate-token', {});
    const third = await scene.api.token();
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('voids the earlier token at every reading under the fault rotateToken', async () => {
    const id = await invoiceFor(scene, '1.00');
    scene.bank.control.setFaults({ rotateToken: true });
    const old = await scene.api.token();
    await scene.api.token();
    const late = await scene.api.call('/change/invoice/revoke/', { method: 'POST', body: new URLSearchParams({ id, token: old }) });
    expect(late.body).toMatchObject({ result: 'fail' });
    expect(await scene.api.command('/change/invoice/revoke/', { id })).toEqual({ result: 'success' });
  });

  it('wraps the results of commands in an array where the server is set so', async () => {
    scene.bank.control.configure({ wrapCommands: true });
    const id = await invoiceFor(scene, '1.00');
    expect(await scene.api.command('/change/invoice/revoke/', { id })).toEqual([{ result: 'success' }]);
  });

  it('never writes a token into the journal', async () => {
    await invoiceFor(scene, '1.00');
    const token = await scene.api.token();
    const { entries } = await scene.api.sim<{ entries: { kind: string; data: Row }[] }>('journal');
    expect(JSON.stringify(entries)).not.toContain(token);
    expect(entries.map(({ kind }) => kind)).toContain('invoice.created');
  });
});
