import { startDeliverySimulator } from '@paygraph/simulators/delivery/index';
import { startKassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';
import { startPayKeeperSimulator } from '@paygraph/simulators/paykeeper/index';
import { serveParent } from './host/serve-parent';

const startOutside = async () => {
  const [bank, register, carrier] = await Promise.all([startPayKeeperSimulator({}), startKassaSimulator({}), startDeliverySimulator({})]);
  return {
    told: {
      paykeeper: { url: bank.url, login: bank.login, password: bank.password, secret: bank.secret },
      kassa: { url: register.url, login: register.login, password: register.password },
      delivery: { url: carrier.url, secret: carrier.secret },
    },
    stop: () => Promise.all([bank.stop(), register.stop(), carrier.stop()]),
  };
};

/** The outside worlds of all shops in a process of their own, so that they do not share an event loop with what is measured. */
void serveParent(async () => {
  const outsides = await Promise.all(Array.from({ length: Number(process.env['SHOPS']) }, startOutside));
  return { told: { outsides: outsides.map(({ told }) => told) }, stop: async () => void (await Promise.all(outsides.map(({ stop }) => stop()))) };
});
