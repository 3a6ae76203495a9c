import { type Key, t } from '../i18n/index.svelte';
import { TYPE_KEY, type FieldName, cellOf, isFieldName } from './field-keys';

/** What a field, a cell or the type is called; the key itself for one that only a newer API knows. */
export function nameOf(key: string): string {
  const cell = cellOf(key);
  if (cell) return t('cell.of', { row: cell.row + 1, name: t(`cell.${cell.name}`) });
  return isFieldName(key) || key === TYPE_KEY ? t(`field.${key}` satisfies Key) : key;
}

/** Fields whose every character counts: numbers of things and amounts, in letters that tell 0 from O. */
const EXACT: readonly FieldName[] = [
  'number',
  'order_number',
  'seller_tax_number',
  'seller_phone',
  'buyer_tax_number',
  'subtotal_amount',
  'discount_amount',
  'tax_amount',
  'tax_rate',
  'total_amount',
  'paid_amount',
  'change_amount',
  'bank_account',
  'vehicle_plate',
  'container_number',
  'package_count',
  'weight',
];
const DATES: readonly FieldName[] = ['issued_on', 'due_on', 'delivered_on'];

export function isDate(key: string): boolean {
  return DATES.includes(key as FieldName);
}

export function isAmount(key: string): boolean {
  const cell = cellOf(key)?.name;
  return key.endsWith('_amount') || cell === 'price' || cell === 'amount';
}

/** Whether its value is shown in mono; a date only when it is all digits. */
export function isExact(key: string, value: string): boolean {
  const cell = cellOf(key)?.name;
  if (cell) return cell !== 'name' && cell !== 'unit';
  return isDate(key) ? !/\p{L}/u.test(value) : EXACT.includes(key as FieldName);
}
