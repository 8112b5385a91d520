import { banks } from '@paygraph/shared/banks';
import { PageArgs, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { GraphQLError } from 'graphql';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isDay, ratesOn } from '../domain/vat';
import { routingId, taxSettingsId } from '../use-cases/one-for-each';
import { Bank } from './bank.type';
import type { CashRegister } from './cash-register.type';
import type { MerchantsContext } from './context';
import type { Contract } from './contract.type';
import { LegalEntity } from './legal-entity.type';
import { CashRegisterConnection, ContractConnection, LegalEntityConnection, list, PlatformConnection, VendorConnection, WarehouseConnection } from './lists';
import { load } from './load';
import { Merchant } from './merchant.type';
import type { Platform } from './platform.type';
import { Routing } from './routing.type';
import { TaxSettings } from './tax-settings.type';
import type { Vendor } from './vendor.type';
import { bankView, contractView, platformView, registerView, routingView } from './views';
import type { Warehouse } from './warehouse.type';

@Resolver()
export class Queries {
  @Query(() => Merchant, { nullable: true, description: 'The merchant of the token; null until it is registered.' })
  merchant(@Ctx() context: MerchantsContext): Promise<Merchant | null> {
    return load(context, 'Merchant', context.actor.merchantId);
  }

  @Query(() => LegalEntity, { nullable: true })
  legalEntity(@Arg('id', () => ID) id: string, @Ctx() context: MerchantsContext): Promise<LegalEntity | null> {
    return load(context, 'LegalEntity', id);
  }

  @Query(() => TaxSettings, { nullable: true, description: 'With `on` (YYYY-MM-DD) only the rates in force on that day.' })
  async taxSettings(@Arg('on', () => String, { nullable: true }) on: string | null, @Ctx() context: MerchantsContext): Promise<TaxSettings | null> {
    if (typeof on === 'string' && !isDay(on)) throw new GraphQLError('"on" is a day that exists, as YYYY-MM-DD.', { extensions: { code: 'BAD_DAY', field: 'on' } });
    const settings = await load(context, 'TaxSettings', taxSettingsId(context.actor.merchantId));
    return settings && typeof on === 'string' ? { ...settings, rates: ratesOn(settings.rates, on) } : settings;
  }

  @Query(() => LegalEntityConnection)
  legalEntities(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<LegalEntity>> {
    return list(context, page, { kind: 'LegalEntity', view: (thing) => thing });
  }

  @Query(() => VendorConnection)
  vendors(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<Vendor>> {
    return list(context, page, { kind: 'Vendor', view: (thing) => thing });
  }

  @Query(() => WarehouseConnection)
  warehouses(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<Warehouse>> {
    return list(context, page, { kind: 'Warehouse', view: (thing) => thing });
  }

  @Query(() => [Bank], { description: 'Every bank that a contract may name, those that are gone included.' })
  banks(): Bank[] {
    return banks.map(bankView);
  }

  @Query(() => Routing, { description: 'Empty until it is configured.' })
  async routing(@Ctx() context: MerchantsContext): Promise<Routing> {
    return routingView((await load(context, 'Routing', routingId(context.actor.merchantId))) ?? { rules: [], hiding: [] });
  }

  @Query(() => ContractConnection)
  contracts(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<Contract>> {
    return list(context, page, { kind: 'Contract', view: (thing) => contractView(thing, context.useCases) });
  }

  @Query(() => CashRegisterConnection)
  cashRegisters(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<CashRegister>> {
    return list(context, page, { kind: 'CashRegister', view: (thing) => registerView(thing, context.useCases) });
  }

  @Query(() => PlatformConnection)
  platforms(@Args(() => PageArgs) page: PageArgs, @Ctx() context: MerchantsContext): Promise<ConnectionValue<Platform>> {
    return list(context, page, { kind: 'Platform', view: (thing) => platformView(thing, context.useCases) });
  }
}
