import { openDatabase } from '@paygraph/shared/db/database';
import { migrateService } from '@paygraph/shared/db/migrate';
import { newId, type ContractId, type MerchantId } from '@paygraph/shared/ids';
import { createLog } from '@paygraph/shared/log';
import { testRolePassword as rolePassword } from '@paygraph/shared/testing/kernel-database';
import { testDatabase } from '@paygraph/shared/testing/test-database';
import { ContractMethods1764400000000 } from '../../migrations/1764400000000-contract-methods';
import { migrations } from '../../migrations/index';
import { contractOf } from './contracts';

const before = migrations.slice(0, migrations.indexOf(ContractMethods1764400000000));
const insert = `
  INSERT INTO contract_facts (id, merchant_id, legal_entity_id, name, provider, base_url, sealed_credentials, capabilities, settings, active)
  VALUES ($1, $2, $3, 'Old', 'paykeeper', 'https://bank.example', 'sealed', $4, '{}', true)`;

it('a contract that was there before methods had capabilities of their own keeps what it could do', async () => {
  const { ownerUrl, stop } = await testDatabase();
  await migrateService({ ownerUrl, service: 'payments', rolePassword, migrations: before });
  const db = await openDatabase({ service: 'payments', url: ownerUrl, poolSize: 1, log: createLog({ service: 'payments', level: 'silent' }) });
  const [id, merchantId] = [newId<ContractId>(), newId<MerchantId>()];
  try {
    const could = { methods: ['sbp', 'card'], hold: true, holdDays: 5, partialCapture: true, partialRefund: false, savedCards: true };
    await db.transaction(merchantId, (tx) => tx.query(insert, [id, merchantId, newId(), JSON.stringify(could)]));
    await migrateService({ ownerUrl, service: 'payments', rolePassword, migrations });
    const { methods, bank } = await db.read(merchantId, (sql) => contractOf(sql, id));
    const told = { holdDays: 5, partialRefund: false, payee: 'settlement', minAmount: null, maxAmount: null, feeBasisPoints: null };
    expect(methods).toEqual([
      { ...told, method: 'sbp', hold: false, partialCapture: false, saved: false },
      { ...told, method: 'card', hold: true, partialCapture: true, saved: true },
    ]);
    expect(bank).toBeNull();
  } finally {
    await db.stop();
    await stop();
  }
});
