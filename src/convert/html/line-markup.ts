import { holdsCutAddress } from '../escape/bare-link';
import { hasCertainMarkup } from '../escape/certain-markup';
import { inlineCode } from '../escape/code';
import {
	escapeInvisibly,
	escapeLine,
	escapeLineStart,
	escapeMarkup,
	escapeWholly,
	isReadAsPieces,
	markersAcrossLines,
	withoutNeedlessLineEscapes,
} from '../escape/escape-text';
import { linkTo } from '../escape/link';
import { WORD_JOINER } from '../escape/word-joiner';
import { toInlines, type Inline } from './inlines';
import {
	beginsLikeHost,
	escapeDotsNextToMarkup,
	ITALIC_MARKER_BEFORE_HOST,
	joinFragments,
	type MarkupFragment,
} from './markup-fragments';
import type { MessageState } from './message-state';
import { emphasisMarkers, ITALIC, plainStyle, type Style, type StyledRun } from './styled-run';

interface LineContext {
	readonly state: Pick<MessageState, 'hasBracket'>;
	/** Whether text is written without escapes. */
	readonly isRaw: boolean;
	readonly writeText: (text: string, style: Style) => string;
}

/**
 * Writes the runs of one line, none of which is a `break`, as a line of Rocket.Chat markup.
 * @param isPart whether they are only a part of the line, which keeps all escapes
 */
export function lineMarkup(runs: readonly StyledRun[], state: MessageState, isPart = false): string {
	const [first] = runs;
	if (!first || (runs.length === 1 && isPlainText(first))) {
		const text = first?.text.trim() ?? '';
		state.hasBracket ||= text.includes('[');
		return isPart ? escapeWholly(text) : escapeLine(text);
	}
	const { inlines, unsplit, markersToEscape } = toInlines(runs);
	const isAfterBracket = state.hasBracket;
	if (!isPart && unsplit?.every(isVisibleText)) {
		const whole = rawMarkup(unsplit, isAfterBracket);
		if (isReadAsInlines(whole, unsplit, isAfterBracket)) {
			state.hasBracket ||= whole.includes('[');
			return whole;
		}
	}
	const escapedTexts: string[] = [];
	const escaped = inlinesMarkup(inlines, {
		state,
		isRaw: false,
		writeText: (text, style) => {
			const written = escapedText(text, style, markersToEscape);
			if (written !== text) {
				escapedTexts.push(written);
			}
			return written;
		},
	});
	const isEscaped =
		escapedTexts.length > 0 ||
		escaped.includes(ESCAPED_DOT) ||
		(inlines[0]?.kind === 'text' && escapedStart.test(escaped));
	if (isPart || !isEscaped || inlines.some(needsItsEscapes)) {
		return escaped;
	}
	const raw = rawMarkup(inlines, isAfterBracket);
	if (raw === escaped || !inlines.every(isVisibleText)) {
		return withoutNeedlessLineEscapes(escaped, raw, markersAcrossLines, isAfterBracket);
	}
	return isReadAsInlines(raw, inlines, isAfterBracket) ? raw : escaped;
}

const isPlainText = ({ kind, style, text }: StyledRun) =>
	kind === 'text' && style === plainStyle && !holdsCutAddress(text);

const isVisibleText = ({ kind, style }: Inline) => kind === 'text' && !style.spoiler;

/** Whether Rocket.Chat reads a line without escapes as the texts that it was written from: `*snake_case*`, not `*2*3*`. */
function isReadAsInlines(raw: string, inlines: readonly Inline[], isAfterBracket: boolean): boolean {
	const pieces = inlines.map(({ text, style }) => ({ text, emphasis: style.emphasis }));
	return isReadAsPieces(raw, pieces, markersAcrossLines, isAfterBracket);
}

/** Writes inlines without escapes. */
function rawMarkup(inlines: readonly Inline[], isAfterBracket: boolean): string {
	return inlinesMarkup(inlines, {
		state: { hasBracket: isAfterBracket },
		isRaw: true,
		writeText: (text) => text,
	});
}

/** A dot beside markup. */
const ESCAPED_DOT = '\\.';
const escapedStart = /^\S+\u2060/;

/** A marker at the edge of a text would be read together with those of the markup beside it. */
const needsItsEscapes = ({ kind, text }: Inline) =>
	kind === 'text' && (/^[*_~`]|[*_~`]$/.test(text) || hasCertainMarkup(text));

function inlinesMarkup(inlines: readonly Inline[], context: LineContext): string {
	const { isRaw } = context;
	const fragments = spoilerFragments(inlines, context);
	const line = joinFragments(isRaw ? fragments : escapeDotsNextToMarkup(fragments, false)).trim();
	const firstVisible = inlines.find(({ text }) => text.trim() !== '');
	return firstVisible?.kind === 'text' && !isRaw ? escapeLineStart(line) : line;
}

/** Writes inlines; each spoiler becomes one fragment. */
function spoilerFragments(inlines: readonly Inline[], context: LineContext): readonly MarkupFragment[] {
	if (!inlines.some(({ style }) => style.spoiler)) {
		return emphasisFragments(inlines, context);
	}
	return splitAtSpoilers(inlines).flatMap((passage) => {
		const fragments = emphasisFragments(passage, context);
		if (!passage[0]?.style.spoiler) {
			return fragments;
		}
		// Rocket.Chat reads a mention only behind white space.
		const firstVisible = fragments.find(({ text }) => text.trim() !== '');
		const opening = firstVisible?.kind === 'mention' ? '|| ' : '||';
		// A `|` of the text at the edge would be read as a part of the marker.
		const content = joinFragments(
			context.isRaw ? fragments : escapeDotsNextToMarkup(fragments, true),
		).replace(/^ ?(?=\|)|(?<=\|)(?= ?$)/g, `$&${WORD_JOINER}`);
		return wrapInMarkers(opening, content, '||');
	});
}

/** Splits the inlines of a line where a spoiler begins or ends. */
function splitAtSpoilers(inlines: readonly Inline[]): readonly (readonly Inline[])[] {
	const passages: Inline[][] = [];
	for (const inline of inlines) {
		const last = passages.at(-1);
		if (last?.[0]?.style.spoiler === inline.style.spoiler && last) {
			last.push(inline);
		} else {
			passages.push([inline]);
		}
	}
	return passages;
}

/**
 * Writes inlines; each passage of emphasis becomes one fragment, with the emphasis inside of it.
 * @param openEmphasis the emphasis around the inlines, whose markers are written by the caller
 */
function emphasisFragments(
	inlines: readonly Inline[],
	context: LineContext,
	openEmphasis = 0,
): readonly MarkupFragment[] {
	const fragments: MarkupFragment[] = [];
	let index = 0;
	for (let inline = inlines[index]; inline; inline = inlines[index]) {
		const passage =
			inline.style.emphasis & ~openEmphasis ? longestEmphasis(inlines, index, openEmphasis) : undefined;
		if (!passage) {
			fragments.push(toFragment(inline, context));
			index++;
			continue;
		}
		const { bit, end } = passage;
		const content = joinFragments(
			emphasisFragments(inlines.slice(index, end), context, openEmphasis | bit),
		);
		// A host may begin with one underscore: Rocket.Chat would read `_e.g.` of `_e.g. this_` as a host.
		const isLikeHost = openEmphasis === 0 && bit === ITALIC && beginsLikeHost.test(content);
		const marker = isLikeHost ? ITALIC_MARKER_BEFORE_HOST : passage.marker;
		fragments.push(...wrapInMarkers(marker, content, marker));
		index = end;
	}
	return fragments;
}

/**
 * Finds the emphasis that covers the most inlines from `start` on, so that it can be written around shorter ones.
 * @returns the emphasis, with the index behind its last inline that is not blank; undefined if none begins here
 */
function longestEmphasis(inlines: readonly Inline[], start: number, openEmphasis: number) {
	const first = inlines[start];
	if (!first || first.text.trim() === '' || isReadBehindSpace(first)) {
		return undefined;
	}
	let longest: { bit: number; marker: string; end: number } | undefined;
	for (const [bit, marker] of emphasisMarkers) {
		let end = start;
		while (
			!(openEmphasis & bit) &&
			(inlines[end]?.style.emphasis ?? 0) & bit &&
			!(end > start && mustBeginEmphasis(inlines, end))
		) {
			end++;
		}
		while (end > start && mustStayBehind(inlines[end - 1], bit)) {
			end--;
		}
		if (end > (longest?.end ?? start)) {
			longest = { bit, marker, end };
		}
	}
	return longest;
}

/** Rocket.Chat's server finds a mention only behind white space, and emoji become text without it. */
const isReadBehindSpace = ({ kind }: Inline) => kind === 'mention' || kind === 'emoji';

/** White space at the end of emphasis stays outside of it, and so does a mention whose name would take the underscore. */
const mustStayBehind = (last: Inline | undefined, bit: number) =>
	last?.text.trim() === '' || (bit === ITALIC && last?.kind === 'mention');

/** Inside emphasis Rocket.Chat reads links and code only at the start and behind white space. */
function mustBeginEmphasis(inlines: readonly Inline[], index: number): boolean {
	const before = inlines[index - 1];
	return inlines[index]?.kind !== 'text' && !(before?.kind === 'text' && /\s$/.test(before.text));
}

/** Puts markers around content. White space at its edges stays outside of them, as Rocket.Chat requires. */
function wrapInMarkers(opening: string, content: string, closing: string): readonly MarkupFragment[] {
	const words = content.trim();
	if (words === '') {
		return [{ kind: 'text', text: content }];
	}
	// At the edges, `@_` and `#_` would be mentions; `*)`, `:*` and `=*` would be emoticons.
	const safe = /^[-)\\]|[@#:=^-]$/.test(words)
		? words
				.replace(/[@#]$|(?<![A-Za-z0-9:=^-])[:=^-]+$/, `$&${WORD_JOINER}`)
				.replace(/^(?=-?\)|\\)/, WORD_JOINER)
		: words;
	const markup: MarkupFragment = { kind: 'markup', text: opening + safe + closing };
	return words === content
		? [markup]
		: [
				{ kind: 'text', text: content.startsWith(words) ? '' : ' ' },
				markup,
				{ kind: 'text', text: content.endsWith(words) ? '' : ' ' },
			];
}

/** Escapes an inline, or writes its own markup; its emphasis is written by the caller. */
function toFragment(inline: Inline, { state, writeText }: LineContext): MarkupFragment {
	const { kind, text, style } = inline;
	switch (kind) {
		case 'text':
			state.hasBracket ||= text.includes('[');
			return { kind, text: writeText(text, style) };
		case 'address':
			return { kind: 'text', text };
		case 'code':
			return { kind: 'markup', text: inlineCode(text, state.hasBracket) };
		case 'link':
			return { kind: 'markup', text: linkTo(inline.address, text, state.hasBracket, inline.parts) };
		case 'formula':
			state.hasBracket ||= text.includes('[');
			return { kind: 'markup', text };
		case 'mention':
		case 'emoji':
			return { kind, text };
	}
}

/** Backslashes work only outside of emphasis. */
function escapedText(text: string, { emphasis }: Style, markersToEscape: readonly string[]): string {
	return emphasis === 0 ? escapeMarkup(text, markersToEscape) : escapeInvisibly(text, markersToEscape);
}
