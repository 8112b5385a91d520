import { createPayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import { httpCall } from '@paygraph/shared/http/client';
import { z } from 'zod';
import type { CashRegisterConnector } from '../../domain/cash-register';
import { paykeeperRegister } from './client';
import { requestWith } from './print-request';

const Credentials = z.object({ login: z.string().min(1), password: z.string().min(1) });

/** `timeoutMs` for one call. `allowAgents`: send lines with an agent sign under assumed field names (MAPPING.md); refused otherwise. */
export type PayKeeperKassaSettings = Readonly<{ timeoutMs: number; allowAgents: boolean }>;

export const paykeeperKassa = ({ timeoutMs, allowAgents }: PayKeeperKassaSettings): CashRegisterConnector => ({
  code: 'paykeeper',
  requestOf: requestWith(allowAgents),
  connect: ({ baseUrl, credentials }) => {
    const user = Credentials.safeParse(credentials);
    if (!user.success) return undefined;
    return paykeeperRegister({ baseUrl, session: createPayKeeperSession({ baseUrl, ...user.data, http: httpCall, timeoutMs }) });
  },
});
