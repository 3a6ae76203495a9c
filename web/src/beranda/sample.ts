import sampleUrl from '../../../samples/receipt.jpg';
import { uploads } from '../unggah/uploads.svelte';

/** Sends the receipt that comes with the application, just as any other file. */
export async function sendSample(): Promise<void> {
  const content = await (await fetch(sampleUrl)).blob();
  uploads.add([new File([content], 'contoh-struk.jpg', { type: 'image/jpeg' })]);
}
