import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type FieldName = Schemas['FieldName'];
export type CellName = Schemas['CellName'];
export type DocumentType = Schemas['DocumentType'];

/** The key of the document's type; a field's is its name, a cell's `items.3.quantity`, a word's `1:0:4`. */
export const TYPE_KEY = 'document_type';

/** In the order of the API's own list; a name that is missing here does not compile. */
const FIELDS: Record<FieldName, true> = {
  number: true,
  order_number: true,
  issued_on: true,
  due_on: true,
  delivered_on: true,
  seller_name: true,
  seller_tax_number: true,
  seller_address: true,
  seller_phone: true,
  buyer_name: true,
  buyer_tax_number: true,
  buyer_address: true,
  currency: true,
  subtotal_amount: true,
  discount_amount: true,
  tax_amount: true,
  tax_rate: true,
  total_amount: true,
  paid_amount: true,
  change_amount: true,
  amount_in_words: true,
  payment_method: true,
  bank_account: true,
  sender_name: true,
  recipient_name: true,
  driver_name: true,
  vehicle_plate: true,
  container_number: true,
  package_count: true,
  weight: true,
};
const CELLS: Record<CellName, true> = { name: true, quantity: true, unit: true, price: true, amount: true };
const TYPES: Record<DocumentType, true> = {
  delivery_note: true,
  invoice: true,
  receipt: true,
  payment_receipt: true,
  transfer_slip: true,
  other: true,
};
export const DOCUMENT_TYPES = Object.keys(TYPES) as readonly DocumentType[];
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];
export const CELL_NAMES = Object.keys(CELLS) as readonly CellName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

export function cellKey(row: number, name: CellName): string {
  return `items.${row}.${name}`;
}

/** The row (from 0) and column that a key names; null for any other thing. */
export function cellOf(key: string): { row: number; name: CellName } | null {
  const [items, row, name = ''] = key.split('.');
  if (items !== 'items' || !/^\d{1,4}$/.test(row ?? '') || !Object.hasOwn(CELLS, name)) return null;
  return { row: Number(row), name: name as CellName };
}

/** Whether the key is that of a field, a cell or the type, rather than of a word. */
export function isFieldKey(key: string): boolean {
  return key === TYPE_KEY || isFieldName(key) || cellOf(key) !== null;
}
