import { controlRoutes, guarded, jsonBody } from '../kit/control-routes';
import { json, type Reply } from '../kit/reply';
import type { Exchange, Route } from '../kit/route';
import type { BuyerAct } from './buyer';
import { pay, resend, type PayKeeperControl, type Resend } from './control';
import type { PayKeeperSettings } from './settings';
import type { World } from './world';

const outcomes: readonly unknown[] = ['success', 'decline'];

const payOverHttp = async (world: World, exchange: Exchange): Promise<Reply> => {
  const act = { outcome: 'success', ...jsonBody(exchange) } as BuyerAct;
  if (!outcomes.includes(act.outcome)) throw new RangeError('outcome must be success or decline.');
  return json(await pay(world, act, exchange.afterAnswer));
};

const notifyOverHttp = async (world: World, exchange: Exchange): Promise<Reply> => {
  if (world.settings.notifyUrl === '') throw new RangeError('No notifyUrl is set: POST /__sim/config {"notifyUrl": …} first.');
  return json({ accepted: await resend(world, jsonBody(exchange) as Resend) });
};

/** The control plane: faults, journal, books, settings, time, and the buyer's and the bank's acts. */
export const simRoutes = (world: World, control: PayKeeperControl): Route[] => {
  const { faults, journal, agenda } = world;
  const configure = (patch: Readonly<Record<string, unknown>>): void => control.configure(patch as Partial<PayKeeperSettings>);
  return [
    ...controlRoutes({ faults, journal, agenda, configure, books: control.books, settings: () => world.settings }),
    { method: 'POST', path: '/__sim/pay', run: guarded((exchange) => payOverHttp(world, exchange)) },
    { method: 'POST', path: '/__sim/notify', run: guarded((exchange) => notifyOverHttp(world, exchange)) },
  ];
};
