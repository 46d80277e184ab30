import type { Names } from '../html/names';
import { plainText } from '../html/plain-text';

/** A `geo` URI (RFC 5870) with latitude and longitude in degrees; altitude and uncertainty are not shown. */
const geo = /^geo:(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)(?:[,;]|$)/;

/**
 * `m.location`: what it says, and a link to the place on OpenStreetMap. Client-Server API, "m.location".
 * @returns undefined where there is nothing to show
 */
export function locationText(
	content: Readonly<Record<string, unknown>>,
	{ longestLine }: Names,
): string | undefined {
	const { body, geo_uri: uri } = content;
	const [, latitude, longitude] = geo.exec(typeof uri === 'string' ? uri : '') ?? [];
	const isOnEarth = Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
	const parts = [
		typeof body === 'string' ? plainText(body, longestLine).trim() : '',
		isOnEarth ? `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}` : '',
	].filter((part) => part !== '');
	return parts.length > 0 ? parts.join('\n') : undefined;
}
