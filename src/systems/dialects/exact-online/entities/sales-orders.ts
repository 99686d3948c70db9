import {
  OF_EVERY_ENTITY,
  lineAmount,
  netPrice,
  orderAmount,
  orderedBy,
  referred,
  sameAsOrderedBy,
  stateText,
  unitPrice,
} from './computed';
import { defineProperties } from './types';
import type { EntityDefinition } from './types';

/** The state of an order that can be changed no more. */
export const COMPLETE = 21;

/**
 * Sales orders
 * (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=SalesOrderSalesOrders). The page says of
 * `OrderedBy`, `DeliverTo` and `InvoiceTo` that they cannot be changed in an existing order.
 */
export const SALES_ORDERS: EntityDefinition = {
  name: 'SalesOrders',
  service: 'salesorder',
  type: 'Exact.Web.Api.Models.SalesOrder',
  key: 'OrderID',
  mandatoryFilter: false,
  collections: new Map([['SalesOrderLines', 'SalesOrderLines']]),
  properties: defineProperties('OrderID', {
    kinds: {
      guid: `OrderID Approver Creator DeliverTo DeliverToContactPerson DeliveryAddress Document InvoiceTo
        InvoiceToContactPerson Modifier OrderedBy OrderedByContactPerson SalesChannel Salesperson SelectionCode
        ShippingMethod WarehouseID`,
      string: `ApprovalStatusDescription ApproverFullName CreatorFullName Currency DeliverToContactPersonFullName
        DeliverToName DeliveryStatusDescription Description DocumentSubject IncotermAddress IncotermCode
        InvoiceStatusDescription InvoiceToContactPersonFullName InvoiceToName ModifierFullName
        OrderedByContactPersonFullName OrderedByName PaymentCondition PaymentConditionDescription PaymentReference Remarks
        SalesChannelCode SalesChannelDescription SalespersonFullName SelectionCodeCode SelectionCodeDescription
        ShippingMethodDescription StatusDescription WarehouseCode WarehouseDescription YourRef`,
      integer: `ApprovalStatus DeliveryStatus Division DocumentNumber IncotermVersion InvoiceStatus OrderNumber Status`,
      number: 'AmountDC AmountDiscount AmountDiscountExclVat AmountFC AmountFCExclVat Discount',
      boolean: '',
      date: 'Approved Created DeliveryDate Modified OrderDate',
    },
    readOnly: `AmountDC AmountDiscountExclVat AmountFC AmountFCExclVat ApprovalStatus ApprovalStatusDescription Approved
      Approver ApproverFullName Created Creator CreatorFullName DeliverToContactPersonFullName DeliverToName DeliveryStatus
      DeliveryStatusDescription Division DocumentNumber DocumentSubject InvoiceStatus InvoiceStatusDescription
      InvoiceToContactPersonFullName InvoiceToName Modified Modifier ModifierFullName OrderedByContactPersonFullName
      OrderedByName OrderNumber PaymentConditionDescription SalesChannelCode SalesChannelDescription SalespersonFullName
      SelectionCodeCode SelectionCodeDescription ShippingMethodDescription Status StatusDescription WarehouseCode
      WarehouseDescription`,
    marks: {
      OrderedBy: { required: true, fixed: true, references: 'Accounts' },
      DeliverTo: { fixed: true, references: 'Accounts' },
      InvoiceTo: { fixed: true, references: 'Accounts' },
      Currency: { currency: true },
    },
  }),
  computed: new Map([
    ...OF_EVERY_ENTITY,
    ['OrderedBy', orderedBy],
    ['DeliverTo', sameAsOrderedBy],
    ['InvoiceTo', sameAsOrderedBy],
    ['AmountDC', orderAmount],
    ['AmountFC', orderAmount],
    ['AmountFCExclVat', orderAmount],
    ['OrderedByName', referred('SalesOrders', 'OrderedBy', 'Accounts', 'Name')],
    ['DeliverToName', referred('SalesOrders', 'DeliverTo', 'Accounts', 'Name')],
    ['InvoiceToName', referred('SalesOrders', 'InvoiceTo', 'Accounts', 'Name')],
    ['StatusDescription', stateText('Status')],
    ['DeliveryStatusDescription', stateText('DeliveryStatus')],
    ['InvoiceStatusDescription', stateText('InvoiceStatus')],
  ]),
  defaults: {
    AmountDiscount: 0,
    AmountDiscountExclVat: 0,
    ApprovalStatus: 1,
    Currency: 'EUR',
    DeliveryStatus: 12,
    Discount: 0,
    InvoiceStatus: 12,
    Status: 12,
  },
};

/**
 * The lines of sales orders
 * (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=SalesOrderSalesOrderLines). They have no times of
 * their own. Prices without a value come from the item, which no page says.
 */
export const SALES_ORDER_LINES: EntityDefinition = {
  name: 'SalesOrderLines',
  service: 'salesorder',
  type: 'Exact.Web.Api.Models.SalesOrderLine',
  key: 'ID',
  mandatoryFilter: false,
  collections: new Map(),
  properties: defineProperties('ID', {
    kinds: {
      guid: 'ID Item ItemVersion OrderID Pricelist Project PurchaseOrder PurchaseOrderLine ShopOrder TaxSchedule',
      string: `CostCenter CostCenterDescription CostUnit CostUnitDescription Description ItemCode ItemDescription
        ItemVersionDescription Notes PricelistDescription ProjectDescription TaxScheduleCode TaxScheduleDescription UnitCode
        UnitDescription VATCode VATCodeDescription`,
      integer: 'Division LineNumber OrderNumber PurchaseOrderLineNumber PurchaseOrderNumber UseDropShipment',
      number: `AmountDC AmountFC CostPriceFC Discount Margin NetPrice Quantity QuantityDelivered QuantityInvoiced UnitPrice
        VATAmount VATPercentage`,
      boolean: '',
      date: 'DeliveryDate',
    },
    readOnly: `AmountDC AmountFC CostCenterDescription CostUnitDescription Division ItemCode ItemDescription
      ItemVersionDescription LineNumber Margin OrderNumber PricelistDescription ProjectDescription
      PurchaseOrderLineNumber PurchaseOrderNumber QuantityDelivered QuantityInvoiced TaxScheduleCode TaxScheduleDescription
      UnitDescription VATCodeDescription`,
    marks: {
      OrderID: { required: true, fixed: true, references: 'SalesOrders' },
      Item: { required: true, references: 'Items' },
      UnitCode: { length: 8, padded: { to: 8, side: 'right' } },
      VATCode: { length: 3, padded: { to: 3, side: 'right' } },
    },
  }),
  computed: new Map([
    ['Division', (_line, { division }) => division],
    ['ItemCode', referred('SalesOrderLines', 'Item', 'Items', 'Code')],
    ['ItemDescription', referred('SalesOrderLines', 'Item', 'Items', 'Description')],
    ['OrderNumber', referred('SalesOrderLines', 'OrderID', 'SalesOrders', 'OrderNumber')],
    ['UnitPrice', unitPrice],
    ['NetPrice', netPrice],
    ['AmountDC', lineAmount],
    ['AmountFC', lineAmount],
  ]),
  defaults: { Discount: 0, QuantityDelivered: 0, QuantityInvoiced: 0, UseDropShipment: 0 },
};
