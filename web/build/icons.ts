import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg, initWasm } from '@resvg/resvg-wasm';

let ready: Promise<void> | undefined;

/** The drawing as a PNG, so many pixels wide. */
export async function png(svg: string, widthPx: number): Promise<Uint8Array> {
  const program = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await (ready ??= initWasm(readFileSync(program)));
  return new Resvg(svg, { fitTo: { mode: 'width', value: widthPx } }).render().asPng();
}

/** The logo without its round corners, for systems that cut icons in their own shape; nothing of it is near an edge. */
export function fullBleed(logo: string): string {
  const square = logo.replace('rx="11"', '');
  if (square === logo) throw new Error('the logo has no corners of 11 to take away');
  return square;
}

/** One .ico file of square PNGs (the form that all browsers read: a directory of 16 bytes an image, then the images). */
export function ico(images: readonly { sizePx: number; data: Uint8Array }[]): Uint8Array {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [at, { sizePx, data }] of images.entries()) {
    const entry = 6 + 16 * at;
    head.writeUInt8(sizePx % 256, entry);
    head.writeUInt8(sizePx % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(data.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += data.length;
  }
  return Buffer.concat([head, ...images.map(({ data }) => data)]);
}
