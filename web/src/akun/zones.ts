/** Zones of Indonesia with the names that people use for their time, west to east. */
const INDONESIA = [
  ['Asia/Jakarta', 'WIB – Jakarta, Sumatra'],
  ['Asia/Pontianak', 'WIB – Pontianak'],
  ['Asia/Makassar', 'WITA – Makassar, Bali'],
  ['Asia/Jayapura', 'WIT – Jayapura, Ambon'],
] as const;

export type Zone = { name: string; label: string };
export type ZoneGroup = { region: string; zones: Zone[] };

/** Indonesia's zones first, the others by region and city; `own` is among them whatever the browser knows. */
export function zoneGroups(own: string, known: readonly string[], indonesia: string): ZoneGroup[] {
  const groups: ZoneGroup[] = [{ region: indonesia, zones: INDONESIA.map(([name, label]) => ({ name, label })) }];
  const listed = new Set<string>(INDONESIA.map(([name]) => name));
  const others = [...new Set([...known, own])].filter((name) => !listed.has(name)).sort();
  for (const name of others) {
    const [region = name, ...place] = name.split('/');
    let group = groups.find((one, at) => at > 0 && one.region === region);
    if (!group) groups.push((group = { region, zones: [] }));
    group.zones.push({ name, label: cityOf(place.length ? place.join('/') : region) });
  }
  return groups;
}

/** Port-au-Prince, from `America/Port-au-Prince`; `Argentina – Ushuaia` where a region lies within one. */
function cityOf(place: string): string {
  return place.replaceAll('/', ' – ').replaceAll('_', ' ');
}

/** What a person calls the zone. */
export function zoneLabel(name: string): string {
  return INDONESIA.find(([known]) => known === name)?.[1] ?? cityOf(name);
}
