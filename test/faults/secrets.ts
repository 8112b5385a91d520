import type { System } from './system/system';

/** What was planted in the run and must be in no log. */
export const secretsOf = ({ shops, world }: System): Record<string, string> => ({
  ...Object.fromEntries(shops.flatMap(({ kind, outside: { paykeeper, kassa, delivery }, tokens }) => [
    [`the password of the bank (${kind})`, paykeeper.password],
    [`the secret word (${kind})`, paykeeper.secret],
    [`the password of the register (${kind})`, kassa.password],
    [`the carrier's secret (${kind})`, delivery.secret],
    [`the administrator's token (${kind})`, tokens.ADMIN],
    [`the buyer's token (${kind})`, tokens.CUSTOMER],
  ])),
  'the key of the internal identity': world.identityKeys.current.secret,
  'the password of the database roles': world.rolePassword,
  'the buyer\'s e-mail': 'buyer@example.com',
});
