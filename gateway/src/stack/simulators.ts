import { startDeliverySimulator, type DeliverySimulator } from '@paygraph/simulators/delivery/index';
import { startKassaSimulator, type KassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';
import { startPayKeeperSimulator, type PayKeeperSimulator } from '@paygraph/simulators/paykeeper/index';

export type Simulators = Readonly<{ paykeeper: PayKeeperSimulator; kassa: KassaSimulator; delivery: DeliverySimulator; stop: () => Promise<void> }>;

/** The outside world of a stack: the bank's side, the cash register's side and a carrier, each a real HTTP server. */
export const startSimulators = async (): Promise<Simulators> => {
  const [paykeeper, kassa, delivery] = await Promise.all([startPayKeeperSimulator({}), startKassaSimulator({}), startDeliverySimulator({})]);
  return {
    paykeeper,
    kassa,
    delivery,
    stop: async () => {
      await Promise.all([paykeeper.stop(), kassa.stop(), delivery.stop()]);
    },
  };
};
