import { OF_EVERY_ENTITY } from './computed';
import { defineProperties } from './types';
import type { EntityDefinition } from './types';

function numbered(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}_${String(index + 1).padStart(2, '0')}`).join(
    ' ',
  );
}

/**
 * Goods and services
 * (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=LogisticsItems). The codes of items are not padded
 * (tests of https://github.com/picqer/exact-php-client). Which properties meet the mandatory filter is known of some alone;
 * the others that distinguish items are taken for it. The sales price belongs to `SalesItemPrices`, so it is read-only.
 */
export const ITEMS: EntityDefinition = {
  name: 'Items',
  service: 'logistics',
  type: 'Exact.Web.Api.Models.Item',
  key: 'ID',
  mandatoryFilter: true,
  unique: 'Code',
  collections: new Map(),
  properties: defineProperties('ID', {
    kinds: {
      guid: 'ID Creator GLCosts GLRevenue GLStock ItemGroup Modifier',
      string: `Barcode ${numbered('Class', 10)} Code CostPriceCurrency CreatorFullName Description ExtraDescription
        ${numbered('FreeTextField', 10)} GLCostsCode GLCostsDescription GLRevenueCode GLRevenueDescription GLStockCode
        GLStockDescription ItemGroupCode ItemGroupDescription ModifierFullName NetWeightUnit Notes PictureName
        PictureThumbnailUrl PictureUrl SalesVatCode SalesVatCodeDescription SearchCode StatisticalCode Unit UnitDescription
        UnitType`,
      integer: `CopyRemarks Division IsBatchItem IsMakeItem IsNewContract IsOnDemandItem IsTaxableItem IsTime IsWebshopItem
        SecurityLevel`,
      number: `AverageCost CostPriceNew CostPriceStandard ${numbered('FreeNumberField', 8)} GrossWeight NetWeight
        StandardSalesPrice StatisticalNetWeight StatisticalUnits StatisticalValue Stock`,
      boolean: `${numbered('FreeBoolField', 5)} IsFractionAllowedItem IsPackageItem IsPurchaseItem IsSalesItem IsSerialItem
        IsStockItem IsSubcontractedItem`,
      date: `Created EndDate ${numbered('FreeDateField', 5)} Modified StartDate`,
    },
    readOnly: `AverageCost Created Creator CreatorFullName Division GLCostsCode GLCostsDescription GLRevenueCode
      GLRevenueDescription GLStockCode GLStockDescription ItemGroupCode ItemGroupDescription Modified Modifier
      ModifierFullName PictureThumbnailUrl PictureUrl SalesVatCodeDescription StandardSalesPrice Stock UnitDescription UnitType`,
    selective: `ID Barcode ${numbered('Class', 10)} Code CostPriceNew Created Description EndDate IsBatchItem IsSalesItem
      IsStockItem IsWebshopItem ItemGroup Modified SearchCode StandardSalesPrice StartDate`,
    marks: {
      Code: { required: true, length: 30 },
      Description: { required: true, length: 255 },
      ExtraDescription: { length: 255 },
      CostPriceCurrency: { currency: true },
      SalesVatCode: { length: 3, padded: { to: 3, side: 'right' } },
      Unit: { length: 8, padded: { to: 8, side: 'right' } },
    },
  }),
  computed: new Map(OF_EVERY_ENTITY),
  defaults: {
    AverageCost: 0,
    CopyRemarks: 0,
    CostPriceCurrency: 'EUR',
    CostPriceStandard: 0,
    IsBatchItem: 0,
    IsFractionAllowedItem: false,
    IsMakeItem: 0,
    IsNewContract: 0,
    IsOnDemandItem: 0,
    IsPackageItem: false,
    IsPurchaseItem: false,
    IsSalesItem: true,
    IsSerialItem: false,
    IsStockItem: false,
    IsSubcontractedItem: false,
    IsTaxableItem: 1,
    IsTime: 0,
    IsWebshopItem: 0,
    SecurityLevel: 10,
    StandardSalesPrice: 0,
    Stock: 0,
    Unit: 'pc',
    UnitType: 'O',
  },
};
