import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CashRegister } from './cash-register.type';
import type { MerchantsContext } from './context';
import { Contract } from './contract.type';
import { LegalEntity } from './legal-entity.type';
import { load } from './load';
import { Vendor } from './vendor.type';
import { Warehouse } from './warehouse.type';

type Owned = { legalEntityId: string };

const ownerOf = async ({ legalEntityId }: Owned, context: MerchantsContext): Promise<LegalEntity> => {
  const owner = await load(context, 'LegalEntity', legalEntityId);
  // The foreign key of the table makes this a bug, never a state of the data.
  if (!owner) throw new Error('A thing refers to a legal entity that is not there');
  return owner;
};

@Resolver(() => Warehouse)
export class WarehouseOwner {
  @FieldResolver(() => LegalEntity)
  legalEntity(@Root() warehouse: Warehouse, @Ctx() context: MerchantsContext): Promise<LegalEntity> {
    return ownerOf(warehouse, context);
  }
}

@Resolver(() => Contract)
export class ContractOwner {
  @FieldResolver(() => LegalEntity)
  legalEntity(@Root() contract: Contract, @Ctx() context: MerchantsContext): Promise<LegalEntity> {
    return ownerOf(contract, context);
  }
}

@Resolver(() => CashRegister)
export class CashRegisterOwner {
  @FieldResolver(() => LegalEntity)
  legalEntity(@Root() cashRegister: CashRegister, @Ctx() context: MerchantsContext): Promise<LegalEntity> {
    return ownerOf(cashRegister, context);
  }
}

@Resolver(() => Vendor)
export class VendorOwner {
  @FieldResolver(() => LegalEntity, { nullable: true })
  legalEntity(@Root() { legalEntityId }: Vendor, @Ctx() context: MerchantsContext): Promise<LegalEntity | null> {
    return legalEntityId === null ? Promise.resolve(null) : ownerOf({ legalEntityId }, context);
  }
}
