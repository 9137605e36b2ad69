// Which area a map is cut to.

/** `west,south,east,north` in degrees. */
export function parseBox(text) {
  const box = text.split(',').map(Number);
  const [west, south, east, north] = box;
  const sound = box.length === 4 && box.every(Number.isFinite) && west >= -180 && east <= 180 && south >= -85
    && north <= 85 && west < east && south < north;
  if (!sound) {
    throw new Error(`--bbox '${text}': west,south,east,north in degrees, such as 121.7,29.75,122.65,30.35; `
      + 'an area across the 180th meridian is not cut');
  }
  return box;
}

/** Everything that a registry places somewhere, and a margin around it in degrees. */
export function boxOfRegistry(text, margin) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  visit(JSON.parse(plain(text)), (lon, lat) => {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  });
  if (box[0] > box[2]) throw new Error('the registry places nothing: give --bbox');
  const outward = (value, way) => Math[way](value * 100) / 100;
  return parseBox([
    outward(box[0] - margin, 'floor'), outward(box[1] - margin, 'floor'),
    outward(box[2] + margin, 'ceil'), outward(box[3] + margin, 'ceil'),
  ].join(','));
}

function visit(value, place) {
  if (Array.isArray(value)) {
    if (value.length >= 2 && value.every((one) => typeof one === 'number')) place(value[0], value[1]);
    else for (const one of value) visit(one, place);
  } else if (value && typeof value === 'object') {
    if (typeof value.lat === 'number' && typeof value.lon === 'number') place(value.lon, value.lat);
    else for (const one of Object.values(value)) visit(one, place);
  }
}

/** JSON without the comments and trailing commas that a registry may have. Strings stay as they are. */
export function plain(text) {
  const withoutComments = text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string) => string ?? ' ');
  return withoutComments.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[\]}])/g, (_, string) => string ?? '');
}
