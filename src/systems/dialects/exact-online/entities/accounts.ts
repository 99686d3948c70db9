import { OF_EVERY_ENTITY, countryName, referred } from './computed';
import { defineProperties } from './types';
import type { EntityDefinition } from './types';

/** How many characters a code of an account has; blanks are put in front of it. */
export const ACCOUNT_CODE_LENGTH = 18;

const LEFT = { to: ACCOUNT_CODE_LENGTH, side: 'left' } as const;

/**
 * Relations: customers, prospects, suppliers
 * (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=CRMAccounts). The page says of no property that it
 * is read-only; those are taken for it whose descriptions leave nothing to write. What it calls obsolete is left out.
 */
export const ACCOUNTS: EntityDefinition = {
  name: 'Accounts',
  service: 'crm',
  type: 'Exact.Web.Api.Models.Account',
  key: 'ID',
  mandatoryFilter: true,
  unique: 'Code',
  collections: new Map([['BankAccounts', undefined]]),
  properties: defineProperties('ID', {
    kinds: {
      guid: `ID Accountant AccountManager ActivitySector ActivitySubSector BusinessType Classification1 Classification2
        Classification3 Classification4 Classification5 Classification6 Classification7 Classification8 CompanySize Creator
        GLAccountPurchase GLAccountSales GLAP GLAR InvoiceAccount LeadPurpose LeadSource MainContact Modifier Parent PriceList
        Reseller ShippingMethod`,
      string: `AccountManagerFullName AddressLine1 AddressLine2 AddressLine3 BSN ChamberOfCommerce City Code CodeAtSupplier
        Country CountryName CreatorFullName Email EORINumber Fax GlnNumber InvoiceAccountCode InvoiceAccountName Language
        LanguageDescription LogoFileName LogoThumbnailUrl LogoUrl ModifierFullName Name OINNumber PaymentConditionPurchase
        PaymentConditionPurchaseDescription PaymentConditionSales PaymentConditionSalesDescription Phone PhoneExtension
        Postcode PurchaseCurrency PurchaseCurrencyDescription PurchaseVATCode PurchaseVATCodeDescription Remarks ResellerCode
        ResellerName RSIN SalesCurrency SalesCurrencyDescription SalesVATCode SalesVATCodeDescription SearchCode State
        StateName Status TradeName Type VATLiability VATNumber Website`,
      integer: `AccountManagerHID AutomaticProcessProposedEntry ConsolidationScenario DeliveryAdvice Division
        InvoiceAttachmentType InvoicingMethod IsAccountant IsAgency IsAnonymised IsCompetitor IsMailing PurchaseLeadDays
        SecurityLevel SeparateInvPerSubscription ShippingLeadDays`,
      number: `CreditLinePurchase CreditLineSales DiscountPurchase DiscountSales Latitude Longitude`,
      boolean: `Blocked CanDropShip EnableSalesPaymentLink IsExtraDuty IsPilot IsReseller IsSales IsSupplier
        ShowRemarkForSales`,
      date: `ControlledDate Created EndDate EstablishedDate Modified StartDate`,
    },
    readOnly: `AccountManagerFullName AccountManagerHID CountryName Created Creator CreatorFullName Division
      InvoiceAccountCode InvoiceAccountName IsAnonymised LanguageDescription LogoThumbnailUrl LogoUrl Modified Modifier
      ModifierFullName PaymentConditionPurchaseDescription PaymentConditionSalesDescription PurchaseCurrencyDescription
      PurchaseVATCodeDescription ResellerCode ResellerName SalesCurrencyDescription SalesVATCodeDescription StateName Type`,
    selective: `ID Accountant AccountManager AddressLine1 AddressLine2 AddressLine3 Blocked BSN ChamberOfCommerce City
      Classification1 Classification2 Classification3 Classification4 Classification5 Classification6 Classification7
      Classification8 Code CodeAtSupplier Country Created Email EndDate EORINumber Fax InvoiceAccount IsAccountant IsReseller
      IsSales IsSupplier MainContact Modified Name Parent Phone Postcode PriceList Reseller RSIN SearchCode StartDate Status
      Type VATNumber`,
    marks: {
      Name: { required: true },
      Code: { lasting: true, length: ACCOUNT_CODE_LENGTH, padded: LEFT },
      Country: { length: 3, padded: { to: 3, side: 'right' } },
      SalesVATCode: { lasting: true, length: 3, padded: { to: 3, side: 'right' } },
      PurchaseVATCode: { lasting: true, length: 3, padded: { to: 3, side: 'right' } },
      Status: { length: 1 },
      SalesCurrency: { currency: true },
      PurchaseCurrency: { currency: true },
      InvoiceAccount: { references: 'Accounts' },
      Parent: { references: 'Accounts' },
      Reseller: { references: 'Accounts' },
      Accountant: { references: 'Accounts' },
    },
  }),
  computed: new Map([
    ...OF_EVERY_ENTITY,
    ['CountryName', countryName],
    ['InvoiceAccountCode', referred('Accounts', 'InvoiceAccount', 'Accounts', 'Code')],
    ['InvoiceAccountName', referred('Accounts', 'InvoiceAccount', 'Accounts', 'Name')],
    ['ResellerCode', referred('Accounts', 'Reseller', 'Accounts', 'Code')],
    ['ResellerName', referred('Accounts', 'Reseller', 'Accounts', 'Name')],
  ]),
  /** What a real account was seen with that had been given a name and little else (tests of https://github.com/ossobv/exactonline). */
  defaults: {
    Blocked: false,
    ConsolidationScenario: 2,
    InvoicingMethod: 0,
    IsAccountant: 0,
    IsAgency: 0,
    IsAnonymised: 0,
    IsCompetitor: 0,
    IsMailing: 0,
    IsPilot: false,
    IsReseller: false,
    IsSales: false,
    IsSupplier: false,
    PurchaseCurrency: 'EUR',
    SalesCurrency: 'EUR',
    SecurityLevel: 10,
    Type: 'A',
  },
};
