/** Shorter parts would be nothing but fences. UTF-16 units. */
const MIN_LIMIT = 64;
const FENCE = '```';
const CLOSING = `\n${FENCE}`;
/** The best place first: an empty line, the end of a line, white space. */
const boundaries = [/\n\n/g, /\n/g, /[ \t]/g];

/**
 * Cuts a Rocket.Chat text into messages that are not too long: between paragraphs, lines or words where a part keeps
 * at least a quarter of its room, else between characters. A block of code is closed and opened again. Only the white
 * space at a cut is lost.
 * @param limit the longest message, setting `Message_MaxAllowedSize`; UTF-16 units
 * @throws RangeError where the limit is below 64
 */
export function splitText(text: string, limit: number): readonly string[] {
	if (limit < MIN_LIMIT) {
		throw new RangeError(`no message is as short as ${limit}`);
	}
	const parts: string[] = [];
	let rest = text;
	while (rest.length > limit) {
		const [part, remaining] = firstPart(rest, limit);
		parts.push(part);
		rest = remaining;
	}
	return [...parts, rest].filter((part) => part.trim() !== '');
}

function firstPart(text: string, limit: number): readonly [part: string, rest: string] {
	const isInFence = fenceAt(text.slice(0, cutAt(text, limit)), limit) !== undefined;
	const end = cutAt(text, isInFence ? limit - CLOSING.length : limit);
	const part = text.slice(0, end);
	// A shorter part may end in front of the fence that the longer one was cut in.
	const fence = fenceAt(part, limit);
	if (fence === undefined) {
		return [part.trimEnd(), text.slice(end).replace(/^\s+/, '')];
	}
	const opening = part.lastIndexOf(`\n${FENCE}`);
	if (opening > 0 && !part.includes('\n', opening + 1)) {
		return [part.slice(0, opening).trimEnd(), text.slice(opening + 1)];
	}
	const rest = text.slice(end);
	return [
		part + CLOSING,
		rest.startsWith(CLOSING)
			? rest.slice(CLOSING.length).replace(/^\s+/, '')
			: `${fence}\n${rest.replace(/^\n/, '')}`,
	];
}

/** How much of a text goes into a part. */
function cutAt(text: string, limit: number): number {
	const room = text.slice(0, limit);
	for (const boundary of boundaries) {
		const index = [...room.matchAll(boundary)].at(-1)?.index ?? 0;
		if (index >= limit / 4) {
			return index;
		}
	}
	const isInPair = /[\ud800-\udbff]$/.test(room) && /^[\udc00-\udfff]/.test(text.slice(limit));
	return isInPair ? limit - 1 : limit;
}

/** The opening line of the block of code that a text ends in, without a language too long to repeat. */
function fenceAt(text: string, limit: number): string | undefined {
	const fences = text.split('\n').filter((line) => line.startsWith(FENCE));
	const last = fences.length % 2 === 1 ? fences.at(-1) : undefined;
	return last !== undefined && last.length > limit / 8 ? FENCE : last;
}
