import type { EventBody } from '@paygraph/schema/events/index';
import type { CashRegisterId, LegalEntityId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { takeConfiguration } from '../use-cases/take-configuration';

export const onLegalEntityConfigured: Handler = async (tx, event) => {
  const { legalEntityId, name, inn, taxationSystem, receiptSenderEmail, active } = event.body as EventBody<'merchants.configuration.v1', 'LegalEntityConfigured'>;
  const row = { id: legalEntityId, name, inn, taxationSystem, senderEmail: receiptSenderEmail, active };
  await takeConfiguration(tx, event.merchantId, { thing: 'legal-entity', row });
  return 'done';
};

export const onCashRegisterConfigured: Handler = async (tx, event) => {
  const { cashRegisterId, legalEntityId, ...rest } = event.body as EventBody<'merchants.configuration.v1', 'CashRegisterConfigured'>;
  const row = { ...rest, id: cashRegisterId as CashRegisterId, legalEntityId: legalEntityId as LegalEntityId };
  await takeConfiguration(tx, event.merchantId, { thing: 'cash-register', row });
  return 'done';
};

export const onTaxSettingsConfigured: Handler = async (tx, event) => {
  const { rates } = event.body as EventBody<'merchants.configuration.v1', 'TaxSettingsConfigured'>;
  await takeConfiguration(tx, event.merchantId, { thing: 'tax-rates', rates });
  return 'done';
};
