import type { LegalEntityId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import { subtract } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { BasketLine } from './basket';
import type { Known } from './known';
import { grossOf } from './line-money';
import type { PlannedLine } from './plan-order';
import { problem, type Agent, type InputProblem, type VatCategory } from './words';

export type LineGroup = Readonly<{
  legalEntityId: LegalEntityId;
  warehouseId: WarehouseId;
  /** Set when all goods of the group are of one vendor: that vendor may see and pick the child order. */
  vendorId: VendorId | null;
  defaultVat: VatCategory;
  lines: readonly PlannedLine[];
}>;

type Place = Readonly<{ legalEntityId: LegalEntityId; warehouseId: WarehouseId; ownVendor: VendorId | null; defaultVat: VatCategory; agent: Agent | null }>;

type Seller = Readonly<{ ownLegalEntityId: LegalEntityId | null; agent: Agent | null }>;
const theHouse: Seller = { ownLegalEntityId: null, agent: null };

/** Who sells for himself is nobody's principal: the agent's sign belongs only to goods sold through another's legal entity. */
const sellerOf = ({ vendorId }: BasketLine, { vendors }: Known): Seller | null => {
  if (vendorId === null) return theHouse;
  const vendor = vendors.get(vendorId);
  return vendor ? { ownLegalEntityId: vendor.legalEntityId, agent: vendor.legalEntityId ? null : vendor.agent } : null;
};

const placeOf = (line: BasketLine, at: string, known: Known): Result<Place, InputProblem> => {
  const { warehouseId, vendorId } = line;
  const warehouse = known.warehouses.get(warehouseId);
  if (!warehouse) return err(problem(`${at}.warehouseId`, 'must be an active warehouse of this merchant'));
  const seller = sellerOf(line, known);
  if (!seller) return err(problem(`${at}.vendorId`, 'must be an active vendor of this merchant'));
  const legalEntityId = seller.ownLegalEntityId ?? warehouse.legalEntityId;
  const legalEntity = known.legalEntities.get(legalEntityId);
  if (!legalEntity) return err(problem(`${at}.warehouseId`, 'leads to a legal entity that is not active; activate it or choose another warehouse'));
  return ok({ legalEntityId, warehouseId, ownVendor: seller.ownLegalEntityId ? vendorId : null, defaultVat: legalEntity.defaultVat, agent: seller.agent });
};

const plannedLine = (line: BasketLine, { defaultVat, agent }: Place): PlannedLine => {
  const { name, sku, kind, quantityMilli, measure, price, discount } = line;
  const total = subtract(grossOf(price, quantityMilli), discount);
  return { kind, name, sku, quantityMilli, measure, price, discount, total, vatCategory: line.vatCategory ?? defaultVat, agent };
};

type Growing = { place: Place; vendors: Set<VendorId | null>; lines: PlannedLine[] };

const onlyVendor = (vendors: ReadonlySet<VendorId | null>): VendorId | null => (vendors.size === 1 ? ([...vendors][0] ?? null) : null);

const closed = ({ place, vendors, lines }: Growing): LineGroup => ({
  legalEntityId: place.legalEntityId, warehouseId: place.warehouseId, vendorId: onlyVendor(vendors), defaultVat: place.defaultVat, lines,
});

/** Lines by (legal entity, warehouse, vendor that sells for itself), in the order in which the groups first appear. */
export const groupLines = (lines: readonly BasketLine[], known: Known): Result<readonly LineGroup[], InputProblem> => {
  const groups = new Map<string, Growing>();
  for (const [index, line] of lines.entries()) {
    const place = placeOf(line, `lines[${index}]`, known);
    if (!place.ok) return place;
    const key = [place.value.legalEntityId, place.value.warehouseId, place.value.ownVendor].join();
    const group = groups.get(key) ?? { place: place.value, vendors: new Set(), lines: [] };
    groups.set(key, group);
    group.vendors.add(line.vendorId);
    group.lines.push(plannedLine(line, place.value));
  }
  return ok([...groups.values()].map(closed));
};
