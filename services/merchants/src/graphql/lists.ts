import { connectionOf, pageOf, toConnection, type ConnectionValue, type PageArgs } from '@paygraph/shared/graphql/connections';
import { isUuid } from '@paygraph/shared/ids';
import { GraphQLError } from 'graphql';
import type { Kind, Stored, Things } from '../domain/things';
import { CashRegister } from './cash-register.type';
import type { MerchantsContext } from './context';
import { Contract } from './contract.type';
import { LegalEntity } from './legal-entity.type';
import { Platform } from './platform.type';
import { Vendor } from './vendor.type';
import { Warehouse } from './warehouse.type';

export const { Connection: LegalEntityConnection } = connectionOf(LegalEntity, 'LegalEntity');
export const { Connection: VendorConnection } = connectionOf(Vendor, 'Vendor');
export const { Connection: WarehouseConnection } = connectionOf(Warehouse, 'Warehouse');
export const { Connection: ContractConnection } = connectionOf(Contract, 'Contract');
export const { Connection: CashRegisterConnection } = connectionOf(CashRegister, 'CashRegister');
export const { Connection: PlatformConnection } = connectionOf(Platform, 'Platform');

const afterId = (value: string | number | undefined): string | null => {
  if (value === undefined) return null;
  if (typeof value === 'string' && isUuid(value)) return value;
  throw new GraphQLError('The cursor in "after" is not one of this list: use endCursor of its last page.', { extensions: { code: 'BAD_PAGE', field: 'after' } });
};

type View<K extends Kind, V> = (thing: Stored<Things[K]>) => V;

/** A page of the merchant's things of one kind, by id. */
export const list = async <K extends Kind, V extends { id: string }>({ actor, useCases }: MerchantsContext, args: PageArgs, { kind, view }: { kind: K; view: View<K, V> }): Promise<ConnectionValue<V>> => {
  const page = pageOf(args, 1);
  const things = await useCases.reads.list(kind, actor.merchantId, { after: afterId(page.after?.[0]), limit: page.limit + 1 });
  return toConnection(things.map(view), page, ({ id }) => [id]);
};
