import { WORD_JOINER } from '../escape/word-joiner';

/** A part of a line that is escaped and has its markers. */
export interface MarkupFragment {
	/** `markup` is anything with markers: emphasis, spoilers, links, code and formulas. */
	readonly kind: 'text' | 'markup' | 'mention' | 'emoji';
	readonly text: string;
}

/**
 * Opens and closes italics whose first word could be the name of a host. With only one underscore in front, Rocket.Chat
 * would read that word as a host.
 */
export const ITALIC_MARKER_BEFORE_HOST = '__';

/** Italics that could begin with the name of a host. */
export const beginsLikeHost = /^\s*[^\s.<[]*\.(?:\S|\s*$)/;

/**
 * Text whose last character neither a host nor a mention may hold: rule `DomainChar` of `@rocket.chat/message-parser`.
 * A colon is not among them, since it may end a scheme.
 */
export const endsOutsideOfHost = /[\s.,!%~*"';()=$&+?\\/|><`[\]]$/;

/** A dot that a backslash may escape. Not behind `:` and `=`, where the backslash would make an emoticon. */
const escapableDot = /(?<![\\:=])\./g;

/** Joins the fragments of a line, with a separator if Rocket.Chat would read two neighbours as something else. */
export function joinFragments(fragments: readonly MarkupFragment[]): string {
	let result = '';
	let before: MarkupFragment | undefined;
	for (const fragment of fragments) {
		if (fragment.text !== '') {
			result += (before ? separatorBetween(before, fragment) : '') + fragment.text;
			before = fragment;
		}
	}
	return result;
}

/**
 * Escapes the dots of words that touch markup. With a dot, Rocket.Chat could read such a word as an address, which
 * ends only at the next white space, so the markup would be a part of it. Only for fragments outside of emphasis, since
 * a backslash works only there.
 * @param isInSpoiler whether the markers of a spoiler will be put around the fragments
 */
export function escapeDotsNextToMarkup(
	fragments: readonly MarkupFragment[],
	isInSpoiler: boolean,
): readonly MarkupFragment[] {
	if (!fragments.some(({ kind, text }) => kind === 'text' && text.includes('.'))) {
		return fragments;
	}
	const merged = mergeTextFragments(fragments);
	const last = merged.findLastIndex(({ text }) => text.trim() !== '');
	return merged.map((fragment, index) => {
		if (fragment.kind !== 'text' || !fragment.text.includes('.')) {
			return fragment;
		}
		let { text } = fragment;
		if (merged[index - 1]?.kind === 'markup') {
			text = text.replace(/^\S+/, (word) =>
				// Behind the last dots of a word there is nothing that could make them parts of an address.
				word.length < text.length || !merged[index + 1] ? escapeInnerDots(word) : escapeDots(word),
			);
		}
		if (merged[index + 1]?.kind === 'markup') {
			text = changeLastWord(text, escapeDots);
		}
		if (isInSpoiler && index === last) {
			const words = text.trimEnd();
			text = changeLastWord(words, escapeInnerDots) + text.slice(words.length);
		}
		return { ...fragment, text };
	});
}

/** Merges neighbouring texts and drops empty fragments, so that neighbours in the list are neighbours in the line. */
function mergeTextFragments(fragments: readonly MarkupFragment[]): readonly MarkupFragment[] {
	const result: MarkupFragment[] = [];
	for (const fragment of fragments) {
		const last = result.at(-1);
		if (last?.kind === 'text' && fragment.kind === 'text') {
			result[result.length - 1] = { kind: 'text', text: last.text + fragment.text };
		} else if (fragment.text !== '') {
			result.push(fragment);
		}
	}
	return result;
}

/** A loop and not a regular expression, which would take quadratic time for `\S+$`. */
function changeLastWord(text: string, change: (word: string) => string): string {
	let start = text.length;
	while (start > 0 && !isWhiteSpace(text.charAt(start - 1))) {
		start--;
	}
	return text.slice(0, start) + change(text.slice(start));
}

/** Escapes the dots of a word, but not those at its end. */
function escapeInnerDots(word: string): string {
	let end = word.length;
	while (word.charAt(end - 1) === '.') {
		end--;
	}
	return escapeDots(word.slice(0, end)) + word.slice(end);
}

function escapeDots(word: string): string {
	return word.replace(escapableDot, '\\.');
}

function isWhiteSpace(character: string): boolean {
	return character === ' ' || (character !== '' && character.trim() === '');
}

/** @returns what is written between two neighbours: nothing, the invisible word joiner, or a space */
function separatorBetween(before: MarkupFragment, after: MarkupFragment): string {
	const lastCharacter = before.text.slice(-1);
	if (
		isWhiteSpace(lastCharacter) ||
		isWhiteSpace(after.text.charAt(0)) ||
		(before.kind === 'text' && after.kind === 'text')
	) {
		return '';
	}
	if (after.text.startsWith(ITALIC_MARKER_BEFORE_HOST)) {
		// A letter in front would be a part of the host, and so would the word joiner.
		return endsOutsideOfHost.test(before.text) ? '' : ' ';
	}
	// Rocket.Chat's server finds a mention only behind white space (`MentionsParser.ts`).
	if (after.kind === 'mention') {
		return ' ';
	}
	// An emoji that touches text is read as text (`joinEmoji` in `utils.ts` of the parser).
	if (before.kind === 'emoji' || after.kind === 'emoji') {
		return before.kind === after.kind ? '' : ' ';
	}
	// Next to a letter a marker is read as text (`_a_b`), next to other characters as an emoticon (`*a*)`) or an image
	// (`![a](…)`).
	const isHarmless =
		after.kind === 'text'
			? isHarmlessBehind(before, after.text)
			: before.kind === 'text' && `"'(`.includes(lastCharacter);
	return isHarmless ? '' : WORD_JOINER;
}

/** Whether text behind markup stays text without a separator: the punctuation of a sentence. */
function isHarmlessBehind({ kind, text: markup }: MarkupFragment, text: string): boolean {
	if (kind === 'mention') {
		return /^[:,!?](?=\s|$)/.test(text);
	}
	return (
		kind === 'markup' &&
		(/^(?:[.,!?](?!\w)|:(?=\s|$))/.test(text) ||
			(markup.endsWith(')') && /^\)(?=[.,!?]?(?:\s|$))/.test(text)))
	);
}
