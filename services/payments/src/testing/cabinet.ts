import type { Shop } from './shop';

/** Somebody gives money back in the bank's own cabinet. */
export const reverseByHand = async ({ bank }: Pick<Shop, 'bank'>, form: Record<string, string>): Promise<void> => {
  const authorization = `Basic ${Buffer.from(`${bank.login}:${bank.password}`).toString('base64')}`;
  const { token } = (await (await fetch(`${bank.url}/info/settings/token/`, { headers: { authorization } })).json()) as { token: string };
  const answer = await fetch(`${bank.url}/change/payment/reverse/`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token, ...form }) });
  if (!(await answer.text()).includes('success')) throw new Error('The bank refused');
};
