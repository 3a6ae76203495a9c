import type { ScanSummary } from '../api/client';
import { day } from '../i18n/format';
import { t } from '../i18n/index.svelte';

type Known = Pick<ScanSummary, 'documentType' | 'documentNumber' | 'sellerName' | 'buyerName' | 'issuedOn'>;

/** "Surat jalan SJ/2026/11/00482": type and number, as far as they are known; null where neither is. */
export function titleOf({ documentType, documentNumber }: Known): string | null {
  const type = documentType && documentType !== 'other' ? t(`type.${documentType}`) : null;
  return [type, documentNumber].filter(Boolean).join(' ') || null;
}

/** Who it is about: goods and bills go to somebody, money and receipts come from somebody. */
export function partyOf({ documentType, sellerName, buyerName }: Known): string | null {
  const toSomebody = documentType === 'delivery_note' || documentType === 'invoice';
  return toSomebody ? (buyerName ?? sellerName) : (sellerName ?? buyerName);
}

/** "CV Maju Bersama Logistik · 21 Nov 2026"; null where neither is known. */
export function aboutOf(known: Known): string | null {
  return [partyOf(known), known.issuedOn && day(known.issuedOn)].filter(Boolean).join(' · ') || null;
}
