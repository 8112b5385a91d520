import type { KassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';

const path = '/change/receipt/print/';

/** Hands the register a request that was thought lost, as a slow network would: the same fields, under a token that is valid now. */
export const deliverLate = async ({ url, login, password, journal }: KassaSimulator, receiptKey: string | undefined): Promise<void> => {
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  const lost = journal.entries({ kind: 'request' }).map(({ data }) => data).find(({ endpoint, fields }) => endpoint === path && (fields as Record<string, string>)['receipt_key'] === receiptKey);
  if (lost === undefined) throw new Error(`No request of the receipt ${receiptKey ?? ''} was sent`);
  const { token } = (await (await fetch(`${url}/info/settings/token/`, { headers: { authorization } })).json()) as { token: string };
  const body = new URLSearchParams({ ...(lost['fields'] as Record<string, string>), token });
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers: { authorization }, body });
  if (!JSON.stringify(await answer.json()).includes('receipt_id')) throw new Error('The register did not take the late request');
};
