import { inlineCode } from '../escape/code';
import { escapeInvisibly, escapeLine, escapeLineStart, escapeMarkup } from '../escape/escape-text';
import { linkTo } from '../escape/link';
import { WORD_JOINER } from '../escape/word-joiner';
import { itemsOf, type Item } from './items';
import { linesWithin } from './long-line';
import { HOST_ITALIC, joined, withoutAddresses, type Piece } from './pieces';
import { emphasisMarkers, ITALIC, plain, type Run } from './run';
import { bare, mayTake, type Written } from './written';

/**
 * Writes the runs of a paragraph, which are cut into lines at its breaks and where they are too long.
 * @param room of a line, in UTF-16 units
 */
export function linesOf(runs: readonly Run[], written: Written, room: number): readonly string[] {
	if (!runs.some(({ kind }) => kind === 'break')) {
		return fittingLines(runs, written, room);
	}
	const lines: Run[][] = [[]];
	for (const run of runs) {
		if (run.kind === 'break') {
			lines.push([]);
		} else {
			lines.at(-1)?.push(run);
		}
	}
	return lines.flatMap((line) => fittingLines(line, written, room));
}

function fittingLines(runs: readonly Run[], written: Written, room: number): readonly string[] {
	const line = lineOf(runs, written);
	const isAffordable = mayTake(line.length, runs, written);
	return isAffordable && line.length <= room
		? [line]
		: linesWithin(isAffordable ? runs : runs.map(bare), room, (piece) => lineOf(piece, written));
}

interface LineContext {
	readonly written: Written;
	readonly markers: readonly string[];
}

function lineOf(runs: readonly Run[], written: Written): string {
	const [first] = runs;
	if (!first || (runs.length === 1 && first.kind === 'text' && first.style === plain)) {
		const text = first?.text.trim() ?? '';
		written.bracket ||= text.includes('[');
		return escapeLine(text);
	}
	const { items, markers } = itemsOf(runs);
	const line = joined(withoutAddresses(withSpoilers(items, { written, markers }), false)).trim();
	return items.find(({ text }) => text.trim() !== '')?.kind === 'text' ? escapeLineStart(line) : line;
}

function withSpoilers(items: readonly Item[], context: LineContext): readonly Piece[] {
	if (!items.some(({ style }) => style.spoiler)) {
		return withEmphasis(items, context);
	}
	return passagesOf(items).flatMap((passage) => {
		const pieces = withEmphasis(passage, context);
		if (!passage[0]?.style.spoiler) {
			return pieces;
		}
		// A mention needs white space in front; a `|` at the edge would move the marker.
		const opening = pieces.find(({ text }) => text.trim() !== '')?.kind === 'mention' ? '|| ' : '||';
		return wrapped(
			opening,
			joined(withoutAddresses(pieces, true)).replace(/^ ?(?=\|)|(?<=\|)(?= ?$)/g, `$&${WORD_JOINER}`),
			'||',
		);
	});
}

/** Cuts the items of a line where another spoiler begins or ends. */
function passagesOf(items: readonly Item[]): readonly (readonly Item[])[] {
	const passages: Item[][] = [];
	for (const item of items) {
		const last = passages.at(-1);
		if (last?.[0]?.style.spoiler === item.style.spoiler && last) {
			last.push(item);
		} else {
			passages.push([item]);
		}
	}
	return passages;
}

function withEmphasis(items: readonly Item[], context: LineContext, held = 0): readonly Piece[] {
	const pieces: Piece[] = [];
	let index = 0;
	for (let item = items[index]; item; item = items[index]) {
		const passage = item.style.emphasis & ~held ? longestPassage(items, index, held) : undefined;
		if (!passage) {
			pieces.push(pieceOf(item, context));
			index++;
			continue;
		}
		const inside = withEmphasis(items.slice(index, passage.end), context, held | passage.bit);
		const text = joined(inside);
		// A host may begin with one underscore, so that `_e.g. this_` would be one up to the white space.
		const isHost = held === 0 && passage.bit === ITALIC && /^\s*[^\s.<[]*\.(?:\S|$)/.test(text);
		const marker = isHost ? HOST_ITALIC : passage.marker;
		pieces.push(...wrapped(marker, text, marker));
		index = passage.end;
	}
	return pieces;
}

/** The emphasis that lasts longest from here on; blanks at its edges carry none. */
function longestPassage(items: readonly Item[], start: number, held: number) {
	if (items[start]?.text.trim() === '') {
		return undefined;
	}
	let longest: { bit: number; marker: string; end: number } | undefined;
	for (const [bit, marker] of emphasisMarkers) {
		let end = start;
		while (
			!(held & bit) &&
			(items[end]?.style.emphasis ?? 0) & bit &&
			!(end > start && beginsAnew(items, end))
		) {
			end++;
		}
		while (end > start && items[end - 1]?.text.trim() === '') {
			end--;
		}
		if (end > (longest?.end ?? start)) {
			longest = { bit, marker, end };
		}
	}
	return longest;
}

/** Inside emphasis Rocket.Chat sees links and code only behind white space or at the start. */
function beginsAnew(items: readonly Item[], index: number): boolean {
	const before = items[index - 1];
	return items[index]?.kind !== 'text' && !(before?.kind === 'text' && /\s$/.test(before.text));
}

/** White space at the edges stands outside of the markers. */
function wrapped(opening: string, text: string, closing: string): readonly Piece[] {
	const words = text.trim();
	if (words === '') {
		return [{ kind: 'text', text }];
	}
	// `@_` and `#_` would be mentions; `*)`, `:*` and `=*` emoticons.
	const safe = /^[-)\\]|[@#:=^-]$/.test(words)
		? words
				.replace(/[@#]$|(?<![A-Za-z0-9:=^-])[:=^-]+$/, `$&${WORD_JOINER}`)
				.replace(/^(?=-?\)|\\)/, WORD_JOINER)
		: words;
	const markup: Piece = { kind: 'markup', text: opening + safe + closing };
	return words === text
		? [markup]
		: [
				{ kind: 'text', text: text.startsWith(words) ? '' : ' ' },
				markup,
				{ kind: 'text', text: text.endsWith(words) ? '' : ' ' },
			];
}

function pieceOf(item: Item, { written, markers }: LineContext): Piece {
	const { kind, text, style } = item;
	switch (kind) {
		case 'text':
			written.bracket ||= text.includes('[');
			return {
				kind,
				text: style.emphasis === 0 ? escapeMarkup(text, markers) : escapeInvisibly(text, markers),
			};
		case 'address':
			return { kind: 'text', text };
		case 'code':
			return { kind: 'markup', text: inlineCode(text, written.bracket) };
		case 'link':
			return { kind: 'markup', text: linkTo(item.address, text, written.bracket) };
		case 'formula':
			written.bracket ||= text.includes('[');
			return { kind: 'markup', text };
		case 'mention':
		case 'emoji':
			return { kind, text };
	}
}
