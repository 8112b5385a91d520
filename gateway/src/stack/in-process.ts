import { createFiscalization, type FiscalizationDeps } from '@paygraph/fiscalization/service';
import { createMerchants } from '@paygraph/merchants/service';
import { createOrdersSync } from '@paygraph/orders-sync/service';
import { createPayments, type PaymentsDeps } from '@paygraph/payments/service';
import { systemClock } from '@paygraph/shared/clock';
import type { Log } from '@paygraph/shared/log';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { createTokens } from '@paygraph/tokens/service';
import type { ServiceName } from './schemas';
import { busOf, databaseUrlOf, publicKeysOf, type World } from './world';

/** Starts one service somewhere: in this process for the laptop, in a process of its own for the tests that kill it. */
export type ServiceHost = (name: ServiceName) => Promise<RunningService>;

/** How patient services are; tests live through hours in seconds with it. */
export type StackSettings = Readonly<{ payments?: PaymentsDeps['settings']; fiscalization?: FiscalizationDeps['settings'] }>;
type Create = (deps: ServiceDeps, settings: StackSettings) => Promise<RunningService>;

const creators: Record<ServiceName, Create> = {
  merchants: createMerchants,
  tokens: createTokens,
  payments: (deps, { payments }) => createPayments({ ...deps, settings: payments }),
  fiscalization: (deps, { fiscalization }) => createFiscalization({ ...deps, settings: fiscalization }),
  'orders-sync': createOrdersSync,
};

// Small pools win: on two cores eight to ten connections in all were measured faster than thirty-two.
const poolSizes: Record<ServiceName, number> = { merchants: 2, tokens: 2, payments: 5, fiscalization: 3, 'orders-sync': 5 };

export const inProcess =
  (world: World, log: Log, settings: StackSettings = {}): ServiceHost =>
  async (name) =>
    startInOrder(async (keep) => {
      const child = log.child({ service: name });
      const bus = keep(busOf(world, name, child));
      const service = keep(
        await creators[name](
          {
            databaseUrl: databaseUrlOf(world, name),
            poolSize: poolSizes[name],
            bus,
            identityKeys: world.identityKeys,
            sealingKeys: world.sealingKeys[name],
            peerSealingKeys: publicKeysOf(world),
            log: child,
            crash: () => undefined,
            clock: systemClock,
            port: 0,
          },
          settings,
        ),
      );
      return { url: service.url, port: service.port };
    });
