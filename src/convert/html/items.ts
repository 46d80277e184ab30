import { isAddress, partsOfAddress, possibleAddress } from '../escape/address';
import { lineMarkersIn, markersAcrossLines } from '../escape/escape-text';
import { safeAddress } from '../escape/link';
import { emphasisMarkers, type Run, type Style } from './run';

const maybeHoldsAddress = /[/#?@]/;
const needsBackslash = /[*_~`<]/;

/** A part of a line that is written in one go. */
export type Item =
	| {
			/** `address` is a web or e-mail address that Rocket.Chat makes a link of by itself. */
			readonly kind: Exclude<Run['kind'], 'break'> | 'address';
			readonly text: string;
			readonly style: Style;
	  }
	| { readonly kind: 'link'; readonly text: string; readonly style: Style; readonly address: string };

/** A line ready to be written. */
export interface Line {
	readonly items: readonly Item[];
	/** The markers that would find a partner on this line, so that its text must not hold them. */
	readonly markers: readonly string[];
}

/**
 * Makes the runs of one line into items: the pieces of a link become one, addresses in text become links, and what
 * emphasis cannot hold stands outside of it.
 */
export function itemsOf(runs: readonly Run[]): Line {
	let items = withLinksWhole(runs);
	const hasLinks = items.some(({ kind }) => kind === 'link');
	if (hasLinks) {
		items = items.filter(({ text }) => text !== '').map(withoutLabel);
	}
	const markers = [
		...markersAcrossLines,
		...lineMarkersIn(items.map(markersOf).join('')),
		...(hasLinks ? ['<'] : []),
	];
	const mustSplit = items.some((item) => item.style.emphasis !== 0 && needsBackslash.test(item.text));
	return { items: withTextsWhole(mustSplit ? splitWhere(items, markers) : items), markers };
}

/** Items in text that emphasis surrounds are cut where a backslash is needed. */
function splitWhere(items: readonly Item[], markers: readonly string[]): readonly Item[] {
	return items.flatMap((item) =>
		item.kind === 'text' && item.style.emphasis !== 0 ? outsideOfEmphasis(item, markers) : [item],
	);
}

function withLinksWhole(runs: readonly Run[]): readonly Item[] {
	const items: Item[] = [];
	let index = 0;
	for (let run = runs[index]; run; run = runs[index]) {
		const { link } = run.style;
		const start = index++;
		if (!link) {
			const item = itemOf(run);
			if (item.kind === 'text' && maybeHoldsAddress.test(item.text)) {
				// A spread could take more arguments than the stack holds.
				for (const part of withAddresses(item)) {
					items.push(part);
				}
			} else {
				items.push(item);
			}
			continue;
		}
		// A link of which a part is hidden becomes two.
		while (runs[index]?.style.link === link && runs[index]?.style.spoiler === run.style.spoiler) {
			index++;
		}
		items.push(...linkOf(runs.slice(start, index), run.style, link.address));
	}
	return items;
}

/** The emphasis that all of a link has stands around it, white space at its edges too. */
function linkOf(runs: readonly Run[], { spoiler }: Style, address: string): readonly Item[] {
	const label = runs.map(({ text }) => text).join('');
	const emphasis = runs.reduce((all, { text, style }) => (text.trim() ? all & style.emphasis : all), 7);
	const style = { emphasis: label.trim() ? emphasis : 0, ...(spoiler && { spoiler }) };
	const space = (text: string): Item => ({ kind: 'text', text, style });
	return label.trim() === ''
		? [space(label)]
		: [
				space(label.startsWith(' ') ? ' ' : ''),
				{ kind: 'link', text: label.trim(), style, address },
				space(label.endsWith(' ') ? ' ' : ''),
			];
}

/** Emphasis around what Rocket.Chat reads only outside of it is dropped. */
function itemOf({ kind, text, style }: Run): Item {
	switch (kind) {
		case 'text':
		case 'code':
			return { kind, text, style };
		case 'mention':
		case 'emoji':
		case 'formula':
			return { kind, text, style: { ...style, emphasis: 0 } };
		case 'break':
			return { kind: 'text', text: '', style };
	}
}

function withAddresses({ text, style }: Item): readonly Item[] {
	return text
		.split(possibleAddress)
		.flatMap((part, index) =>
			index % 2 === 1 && isAddress(part)
				? linkedWord(part, style)
				: [{ kind: 'text', text: part, style }],
		);
}

function linkedWord(word: string, style: Style): readonly Item[] {
	const [before, text, after] = partsOfAddress(word);
	const hasScheme = /^[a-z]+:\/\//i.test(text);
	const address = safeAddress(hasScheme ? text : `${text.includes('@') ? 'mailto:' : 'https://'}${text}`);
	return address === undefined
		? [{ kind: 'text', text: word, style }]
		: [
				{ kind: 'text', text: before, style },
				{ kind: 'link', text, style, address },
				{ kind: 'text', text: after, style },
			];
}

/** A link that says just where it goes stands as a bare address where Rocket.Chat finds that by itself. */
function withoutLabel(item: Item, index: number, items: readonly Item[]): Item {
	if (item.kind !== 'link' || item.style.emphasis !== 0 || item.style.spoiler) {
		return item;
	}
	const { text, style, address } = item;
	if (!isAddress(text)) {
		return item;
	}
	const before = `${items[index - 2]?.text ?? ''}${items[index - 1]?.text ?? ''}`;
	const after = `${items[index + 1]?.text ?? ''}${items[index + 2]?.text ?? ''}`;
	const isFree = /(?:^|\s)\(*$/.test(before) && /^[.,!?:;'")]*(?:\s|$)/.test(after);
	const isSame = [text, `https://${text}`, `mailto:${text}`].some(
		(other) => safeAddress(other) === address,
	);
	return isFree && isSame ? { kind: 'address', text, style } : item;
}

/** The text of an item with the markers that it will be written with. */
function markersOf({ kind, text, style }: Item): string {
	let result = `${text} `;
	for (const [bit, marker] of emphasisMarkers) {
		if (style.emphasis & bit) {
			result += `${marker} ${marker} `;
		}
	}
	if (kind === 'code') {
		return `${result}\` \` `;
	}
	return kind === 'link' ? `${result}< ` : result;
}

/** A backslash works only outside of emphasis, so that what needs one stands there. */
function outsideOfEmphasis(item: Item, markers: readonly string[]): readonly Item[] {
	const { text, style } = item;
	return text.split(/([*_~`<])/).map((part) => {
		const isOutside = part === '<' || markers.includes(part);
		return { kind: 'text', text: part, style: isOutside ? { ...style, emphasis: 0 } : style };
	});
}

/** Neighbouring texts of one style become one, since an escape depends on what is around. */
function withTextsWhole(items: readonly Item[]): readonly Item[] {
	if (items.length === 1) {
		return items;
	}
	const result: Item[] = [];
	for (const item of items) {
		const last = result.at(-1);
		if (item.text === '') {
			continue;
		}
		if (last?.kind === 'text' && item.kind === 'text' && hasStyleOf(last, item)) {
			result[result.length - 1] = { ...last, text: last.text + item.text };
		} else {
			result.push(item);
		}
	}
	return result;
}

function hasStyleOf(one: Item, other: Item): boolean {
	return one.style.emphasis === other.style.emphasis && one.style.spoiler === other.style.spoiler;
}
