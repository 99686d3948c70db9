/**
 * Records that are in every administration from the beginning, under the same keys: whom an order is for, and what it
 * is about, where nobody says so. The token's user may read and name them, and finds them in no listing.
 */
import { guidOf } from '../../../core/guid';

/** The customer of orders without one. */
export const STOCK_ACCOUNT = guidOf('exact-online', 'stock', 'account');

/** The item of order lines without one. */
export const STOCK_ITEM = guidOf('exact-online', 'stock', 'item');
