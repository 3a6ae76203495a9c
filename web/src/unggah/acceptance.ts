export type Limits = { maxImageBytes: number; maxPdfBytes: number };
export type Refusal = { why: 'upload.refused.empty' | 'upload.refused.type' | 'upload.refused.large'; limitBytes?: number };

const ENDINGS = ['jpg', 'jpeg', 'png', 'webp', 'heic', 'heif', 'tif', 'tiff', 'pdf'];
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'image/tiff', 'application/pdf'];

/** For `<input accept>`. */
export const ACCEPT = [...TYPES, ...ENDINGS.map((ending) => `.${ending}`)].join(',');

/**
 * Why a file need not be sent at all; null when the server may have it. Only what is surely none of ours is refused here:
 * of a name and a type that say nothing, the server looks at the content.
 */
export function refusal(file: { name: string; type: string; size: number }, limits: Limits | null): Refusal | null {
  if (file.size === 0) return { why: 'upload.refused.empty' };
  const ending = /\.([^.]{1,8})$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const known = ENDINGS.includes(ending) || TYPES.includes(file.type);
  if (!known && (ending || file.type)) return { why: 'upload.refused.type' };
  const isPdf = ending === 'pdf' || file.type === 'application/pdf';
  const limitBytes = limits && (isPdf ? limits.maxPdfBytes : limits.maxImageBytes);
  if (limitBytes && file.size > limitBytes) return { why: 'upload.refused.large', limitBytes };
  return null;
}
