import { WORD_JOINER } from '../escape/word-joiner';

/** A finished piece of a line. */
export interface Piece {
	readonly kind: 'text' | 'markup' | 'mention' | 'emoji';
	readonly text: string;
}

/** Italics whose first word could be the name of a host */
export const HOST_ITALIC = '__';

/** What neither a host nor a mention may hold: `DomainChar` of `@rocket.chat/message-parser`; a colon may end a scheme */
const endOfNoHost = /[\s.,!%~*"';()=$&+?\\/|><`[\]]$/;

/** Not behind `:` and `=`, where a backslash would make an emoticon */
const dotOfHost = /(?<![\\:=])\./g;

/** Puts pieces side by side so that Rocket.Chat reads each as it was meant. */
export function joined(pieces: readonly Piece[]): string {
	let result = '';
	let before: Piece | undefined;
	for (const piece of pieces) {
		if (piece.text !== '') {
			result += (before ? between(before, piece) : '') + piece.text;
			before = piece;
		}
	}
	return result;
}

/**
 * Texts that touch markup, without the dots by which Rocket.Chat would take them for an address: that would go on up
 * to the next white space and take the markup with it. Only for pieces outside of emphasis, where a backslash works.
 * @param isInSpoiler whether the markers of a spoiler stand around the pieces
 */
export function withoutAddresses(pieces: readonly Piece[], isInSpoiler: boolean): readonly Piece[] {
	if (!pieces.some(({ kind, text }) => kind === 'text' && text.includes('.'))) {
		return pieces;
	}
	const full = withTextsWhole(pieces);
	const last = full.findLastIndex(({ text }) => text.trim() !== '');
	return full.map((piece, index) => {
		if (piece.kind !== 'text' || !piece.text.includes('.')) {
			return piece;
		}
		let { text } = piece;
		if (full[index - 1]?.kind === 'markup') {
			text = text.replace(/^\S+/, withoutDots);
		}
		if (full[index + 1]?.kind === 'markup') {
			text = withLastWord(text, withoutDots);
		}
		if (isInSpoiler && index === last) {
			const end = text.trimEnd();
			text = withLastWord(end, withoutInnerDots) + text.slice(end.length);
		}
		return { ...piece, text };
	});
}

function withTextsWhole(pieces: readonly Piece[]): readonly Piece[] {
	const result: Piece[] = [];
	for (const piece of pieces) {
		const last = result.at(-1);
		if (last?.kind === 'text' && piece.kind === 'text') {
			result[result.length - 1] = { kind: 'text', text: last.text + piece.text };
		} else if (piece.text !== '') {
			result.push(piece);
		}
	}
	return result;
}

function withLastWord(text: string, changed: (word: string) => string): string {
	let start = text.length;
	while (start > 0 && !isSpace(text.charAt(start - 1))) {
		start--;
	}
	return text.slice(0, start) + changed(text.slice(start));
}

function withoutInnerDots(word: string): string {
	return word.replace(dotOfHost, (dot, index: number) => (index === word.length - 1 ? dot : `\\${dot}`));
}

function withoutDots(word: string): string {
	return word.replace(dotOfHost, '\\.');
}

function isSpace(character: string): boolean {
	return character === ' ' || (character !== '' && character.trim() === '');
}

function between(before: Piece, after: Piece): string {
	const last = before.text.slice(-1);
	if (isSpace(last) || isSpace(after.text.charAt(0)) || (before.kind === 'text' && after.kind === 'text')) {
		return '';
	}
	if (after.text.startsWith(HOST_ITALIC)) {
		// A letter in front would be part of the host, and so would the invisible character.
		return endOfNoHost.test(before.text) ? '' : ' ';
	}
	// The server sees a mention only behind white space (`MentionsParser.ts`).
	if (after.kind === 'mention') {
		return ' ';
	}
	// An emoji that touches text is text (`joinEmoji` in `utils.ts` of the parser).
	if (before.kind === 'emoji' || after.kind === 'emoji') {
		return before.kind === after.kind ? '' : ' ';
	}
	// A letter next to a marker makes text of it (`_a_b`), others an emoticon (`*a*)`) or an image (`![a](…)`).
	const isHarmless =
		after.kind === 'text'
			? before.kind === 'markup' && /^[.,!?](?!\w)/.test(after.text)
			: before.kind === 'text' && `"'(`.includes(last);
	return isHarmless ? '' : WORD_JOINER;
}
