import { objectIn, type JsonObject } from '../json';
import type { ConversionContext } from '../html/known-people';
import { plainText } from '../html/plain-text';

/** A `geo` URI (RFC 5870) with latitude and longitude in degrees; altitude and uncertainty are ignored. */
const geoUri = /^geo:(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)(?:[,;]|$)/;

/**
 * Converts an `m.location` to its body, the description of the place, and a link to the place on OpenStreetMap. Client-Server API,
 * "m.location"; MSC3488, "Extending events with location data".
 * @returns undefined if it has neither a text nor a valid place
 */
export function locationText(
	content: JsonObject,
	{ longestLine }: Pick<ConversionContext, 'longestLine'>,
): string | undefined {
	const { body, geo_uri: given } = content;
	const place = objectIn(content['m.location'] ?? content['org.matrix.msc3488.location']);
	const { description } = place;
	const uri = given ?? place.uri;
	const [, latitude = '', longitude = ''] = geoUri.exec(typeof uri === 'string' ? uri : '') ?? [];
	const isOnEarth =
		latitude !== '' && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
	const texts = [body, description].filter((text) => typeof text === 'string');
	const isSaid = (text: string, index: number) =>
		texts.slice(0, index).some((other) => other.includes(text));
	const lines = [
		...texts
			.filter((text, index) => !isSaid(text, index))
			.map((text) => plainText(text, longestLine).trim()),
		isOnEarth ? `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}` : '',
	].filter((line) => line !== '');
	return lines.length > 0 ? lines.join('\n') : undefined;
}
