import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway, RemoteGraphQLDataSource, type GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { AuthOptions } from '@paygraph/gateway/auth/tokens';
import type { GatewayContext } from '@paygraph/gateway/context';
import { createSigner } from '@paygraph/gateway/keys';
import { systemClock } from '@paygraph/shared/clock';
import { bodyHashOf, identityHeader, type IdentityKeys } from '@paygraph/shared/identity';
import { root } from '../kit/root';
import { serveApollo } from './host/serve-apollo';
import { serveParent } from './host/serve-parent';

type Settings = Readonly<{ auth: AuthOptions; subgraphs: Readonly<Record<string, string>>; identityKeys: IdentityKeys }>;
type Sending = GraphQLDataSourceProcessOptions<GatewayContext>;

/** Apollo's own way to a subgraph, with nothing but the identity added without which ours answer nobody. */
const sourceOf = ({ subgraphs, identityKeys }: Settings) => {
  const sign = createSigner(identityKeys, systemClock);
  return ({ name }: { name: string }) => {
    const url = subgraphs[name] ?? '';
    const { pathname: path } = new URL(url);
    return new RemoteGraphQLDataSource<GatewayContext>({
      url,
      willSendRequest: ({ request: { http, query, ...rest }, context }: Sending) => {
        const { actor } = context as GatewayContext;
        // The bytes that the data source will send.
        const body = JSON.stringify({ query, ...rest });
        http?.headers.set(identityHeader, sign({ actor, audience: name, method: 'POST', path, bodyHash: bodyHashOf(body) }));
      },
    });
  };
};

void serveParent(() => {
  const settings = JSON.parse(process.env['STOCK_GATEWAY'] ?? '') as Settings;
  const supergraphSdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
  return serveApollo('stock-gateway', settings.auth, { gateway: new ApolloGateway({ supergraphSdl, buildService: sourceOf(settings), logger: { debug() {}, info() {}, warn() {}, error() {} } }) });
});
