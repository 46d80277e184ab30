import { isAddress, possibleAddress, partsOfAddress } from '../escape/address';
import { isCutAtBracket, isLinkedAsWritten } from '../escape/bare-link';
import { lineMarkersIn, markersAcrossLines } from '../escape/escape-text';
import { safeAddress } from '../escape/link';
import type { StyledText } from '../escape/styled-characters';
import { beginsLikeHost, endsOutsideOfHost } from './markup-fragments';
import { ALL_EMPHASIS, emphasisMarkers, ITALIC, type Style, type StyledRun } from './styled-run';

const maybeHoldsAddress = /[/#?@]/;
const needsBackslash = /[*_~`<]/;

/** An inline element of a line, as Rocket.Chat can read it. */
export type Inline =
	| {
			/** `address` is a web or e-mail address that Rocket.Chat makes a link of by itself. */
			readonly kind: Exclude<StyledRun['kind'], 'break'> | 'address';
			readonly text: string;
			readonly style: Style;
	  }
	| {
			readonly kind: 'link';
			readonly text: string;
			readonly style: Style;
			readonly address: string;
			/** The pieces of the text with the emphasis inside of the link, if there is any. */
			readonly parts?: readonly StyledText[];
			/** Whether the address stands in the text, and is no link of the sender's. */
			readonly isTyped?: boolean;
	  };

/** The inlines of one line. */
interface InlineLine {
	readonly inlines: readonly Inline[];
	/** The same before characters were taken out of emphasis, which need a backslash; undefined if there are none. */
	readonly unsplit?: readonly Inline[] | undefined;
	/** Markers that the text must not hold unescaped, as they would find a partner on this line or on a later one. */
	readonly markersToEscape: readonly string[];
}

/**
 * Converts the runs of one line to inlines. The runs of a link become one inline, addresses in text become links, and
 * what Rocket.Chat cannot read inside emphasis loses its emphasis.
 */
export function toInlines(runs: readonly StyledRun[]): InlineLine {
	let inlines = mergeLinksAndFindAddresses(runs);
	const hasLinks = inlines.some(({ kind }) => kind === 'link');
	if (hasLinks) {
		inlines = inlines.filter(({ text }) => text !== '').map(toBareAddress);
	}
	const markersToEscape = [
		...markersAcrossLines,
		...(inlines.some(holdsMarker) ? lineMarkersIn(inlines.map(withItsMarkers).join('')) : []),
		...(hasLinks ? ['<'] : []),
	];
	const mustSplit = inlines.some(({ text, style }) => style.emphasis !== 0 && needsBackslash.test(text));
	const split = mergeTextInlines(mustSplit ? splitAtBackslashes(inlines, markersToEscape) : inlines);
	return {
		inlines: split.some(isItalicHostBehindText)
			? mergeTextInlines(split.flatMap(withoutItalicHost))
			: split,
		unsplit: mustSplit ? mergeTextInlines(inlines) : undefined,
		markersToEscape,
	};
}

/**
 * Whether an italic text begins like the name of a host, right behind text that would belong to it. Rocket.Chat reads its marker
 * only behind a space, which would change `node_1.example.org`.
 */
function isItalicHostBehindText(
	{ kind, text, style }: Inline,
	index: number,
	inlines: readonly Inline[],
): boolean {
	const before = inlines[index - 1];
	return (
		kind === 'text' &&
		(style.emphasis & ITALIC) !== 0 &&
		/^\S/.test(text) &&
		beginsLikeHost.test(text) &&
		before?.style.emphasis === 0 &&
		(before.kind === 'text' || before.kind === 'mention' || before.kind === 'emoji') &&
		!endsOutsideOfHost.test(before.text)
	);
}

/** Such a word loses its italics, and the words behind it keep theirs. */
function withoutItalicHost(inline: Inline, index: number, inlines: readonly Inline[]): readonly Inline[] {
	if (!isItalicHostBehindText(inline, index, inlines)) {
		return [inline];
	}
	const { text, style } = inline;
	const word = /^\S*/.exec(text)?.[0] ?? '';
	return [
		{ kind: 'text', text: word, style: { ...style, emphasis: style.emphasis & ~ITALIC } },
		{ kind: 'text', text: text.slice(word.length), style },
	];
}

/** Whether a text has a character that may need a backslash. */
const holdsMarker = ({ kind, text }: Inline) => kind === 'text' && needsBackslash.test(text);

function mergeLinksAndFindAddresses(runs: readonly StyledRun[]): readonly Inline[] {
	const inlines: Inline[] = [];
	let index = 0;
	for (let run = runs[index]; run; run = runs[index]) {
		const { link } = run.style;
		const start = index++;
		if (!link) {
			const inline = toInline(run);
			if (inline.kind === 'text' && maybeHoldsAddress.test(inline.text)) {
				// A spread could pass more arguments than the stack holds.
				for (const part of splitAtAddresses(inline)) {
					inlines.push(part);
				}
			} else {
				inlines.push(inline);
			}
			continue;
		}
		// A link of which only a part is in a spoiler becomes two links.
		while (runs[index]?.style.link === link && runs[index]?.style.spoiler === run.style.spoiler) {
			index++;
		}
		inlines.push(...mergeLink(runs.slice(start, index), run.style, link.address));
	}
	return inlines;
}

/**
 * Makes one link of its runs. Emphasis that all of the runs have is kept around the link, other emphasis inside its label.
 * White space at the edges of the label is moved out of it.
 */
function mergeLink(runs: readonly StyledRun[], { spoiler }: Style, address: string): readonly Inline[] {
	const label = runs.map(({ text }) => text).join('');
	const emphasis = runs.reduce(
		(common, { text, style }) => (text.trim() ? common & style.emphasis : common),
		ALL_EMPHASIS,
	);
	const parts = runs.map(({ text, style }) => ({ text, emphasis: style.emphasis & ~emphasis }));
	const hasInnerEmphasis = parts.some((part) => part.emphasis !== 0 && part.text.trim() !== '');
	const style = { emphasis: label.trim() ? emphasis : 0, ...(spoiler && { spoiler }) };
	const space = (text: string): Inline => ({ kind: 'text', text, style });
	return label.trim() === ''
		? [space(label)]
		: [
				space(label.startsWith(' ') ? ' ' : ''),
				{
					kind: 'link',
					text: label.trim(),
					style,
					address,
					...(hasInnerEmphasis && { parts }),
				},
				space(label.endsWith(' ') ? ' ' : ''),
			];
}

/** Removes emphasis from formulas, since Rocket.Chat reads them only outside of it. */
function toInline({ kind, text, style }: StyledRun): Inline {
	switch (kind) {
		case 'text':
		case 'code':
		case 'mention':
		case 'emoji':
			return { kind, text, style };
		case 'formula':
			return { kind, text, style: { ...style, emphasis: 0 } };
		case 'break':
			return { kind: 'text', text: '', style };
	}
}

/** Makes links of the web and e-mail addresses in a text. */
function splitAtAddresses({ text, style }: Inline): readonly Inline[] {
	return text
		.split(possibleAddress)
		.flatMap((part, index) =>
			index % 2 === 1 && isAddress(part)
				? linkAddress(part, style)
				: [{ kind: 'text', text: part, style }],
		);
}

/** @param word an address, with brackets in front and punctuation behind */
function linkAddress(word: string, style: Style): readonly Inline[] {
	const [before, text, after] = partsOfAddress(word);
	const hasScheme = /^[a-z]+:\/\//i.test(text);
	const address = safeAddress(hasScheme ? text : `${text.includes('@') ? 'mailto:' : 'https://'}${text}`);
	return address === undefined
		? [{ kind: 'text', text: word, style }]
		: [
				{ kind: 'text', text: before, style },
				{ kind: 'link', text, style, address, isTyped: true },
				{ kind: 'text', text: after, style },
			];
}

/**
 * Writes a link without label if its label is the address and Rocket.Chat finds exactly this address by itself: outside
 * of emphasis and spoilers, with white space or punctuation around it.
 */
function toBareAddress(inline: Inline, index: number, inlines: readonly Inline[]): Inline {
	if (inline.kind !== 'link' || inline.style.emphasis !== 0 || inline.style.spoiler) {
		return inline;
	}
	const { text, style, address, isTyped } = inline;
	const isWhole = isTyped ? !isCutAtBracket(text) : isLinkedAsWritten(text);
	if (!isAddress(text) || !isWhole) {
		return inline;
	}
	const before = `${inlines[index - 2]?.text ?? ''}${inlines[index - 1]?.text ?? ''}`;
	const after = `${inlines[index + 1]?.text ?? ''}${inlines[index + 2]?.text ?? ''}`;
	// A question mark may belong to an address.
	const behind = isTyped ? /^[.,!?:;'")]*(?:\s|$)/ : /^[.,!:;'")]*(?:\s|$)/;
	const isFree = /(?:^|\s)\(*$/.test(before) && behind.test(after);
	const isSame = [text, `https://${text}`, `mailto:${text}`].some(
		(other) => safeAddress(other) === address,
	);
	return isFree && isSame ? { kind: 'address', text, style } : inline;
}

/** @returns the text of an inline and the markers that it will be written with */
function withItsMarkers({ kind, text, style }: Inline): string {
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

/**
 * Splits text in emphasis at the characters that are escaped by a backslash, and removes their emphasis: inside
 * emphasis Rocket.Chat shows the backslash.
 */
function splitAtBackslashes(
	inlines: readonly Inline[],
	markersToEscape: readonly string[],
): readonly Inline[] {
	return inlines.flatMap((inline): readonly Inline[] => {
		const { kind, text, style } = inline;
		if (kind !== 'text' || style.emphasis === 0) {
			return [inline];
		}
		// An asterisk in a box is an emoji.
		return text.split(/([_~`<]|\*(?!\uFE0F?\u20E3))/).map((part) => {
			const isEscaped = part === '<' || markersToEscape.includes(part);
			return { kind, text: part, style: isEscaped ? { ...style, emphasis: 0 } : style };
		});
	});
}

/** Merges neighbouring texts of the same style, since how text is escaped depends on what is around it. */
function mergeTextInlines(inlines: readonly Inline[]): readonly Inline[] {
	if (inlines.length === 1) {
		return inlines;
	}
	const result: Inline[] = [];
	for (const inline of inlines) {
		const last = result.at(-1);
		if (inline.text === '') {
			continue;
		}
		if (last?.kind === 'text' && inline.kind === 'text' && hasSameStyle(last, inline)) {
			result[result.length - 1] = { ...last, text: last.text + inline.text };
		} else {
			result.push(inline);
		}
	}
	return result;
}

/** Compares two texts. Text that is in a link is a part of the link's inline, so no text has a link in its style. */
function hasSameStyle(one: Inline, other: Inline): boolean {
	return one.style.emphasis === other.style.emphasis && one.style.spoiler === other.style.spoiler;
}
