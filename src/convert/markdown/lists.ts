import type { StateBlock } from 'markdown-it';
import type { BlockRule } from './blocks';
import { isStarItem } from './inline';
import type { Line } from './line';
import { addTextBlock, lineAt } from './text-blocks';
import type { MarkdownOptions } from './options';

/** A kind of list. Every item is one line. */
interface ListKind {
	/** What the list is in tokens and in HTML. */
	readonly tokens: readonly [type: string, tag: string];
	readonly item: string;
	/** What stands before the text; its group is the number, or `x` on a task that is done. */
	readonly marker: RegExp;
	/** Tells whether the text is that of an item. */
	readonly accepts?: (line: Line, from: number) => boolean;
}

const kinds: readonly ListKind[] = [
	{ tokens: ['bullet_list', 'ul'], item: 'task_item', marker: /^- \[([x ])\][ \t]+(?=[^ \t])/ },
	{ tokens: ['ordered_list', 'ol'], item: 'list_item', marker: /^([0-9]+)\.[ \t]+(?=[^ \t])/ },
	{ tokens: ['bullet_list', 'ul'], item: 'list_item', marker: /^-()[ \t]+(?=[^ \t])/ },
	{
		tokens: ['bullet_list', 'ul'],
		item: 'list_item',
		marker: /^\*()[ \t]+(?=[^ \t])/,
		accepts: isStarItem,
	},
];

/** One rule for every kind of list. Rules "Tasks", "OrderedList" and "UnorderedList" */
export const listRules = (options: MarkdownOptions): readonly BlockRule[] =>
	kinds.map((kind) => (state, first, last, silent) => {
		if (!itemAt(state, first, kind, options)) {
			return false;
		}
		if (silent) {
			return true;
		}
		state.push(`${kind.tokens[0]}_open`, kind.tokens[1], 1);
		let number = first;
		let expected = NaN;
		for (
			let item = itemAt(state, number, kind, options);
			item && number < last;
			item = itemAt(state, ++number, kind, options)
		) {
			const token = addTextBlock(state, [kind.item, 'li'], [[item.line, item.from]]);
			token.info = item.info;
			token.markup = Number(item.info) === expected ? '' : 'start';
			expected = Number(item.info) + 1;
		}
		state.push(`${kind.tokens[0]}_close`, kind.tokens[1], -1);
		state.line = number;
		return true;
	});

function itemAt(
	state: StateBlock,
	number: number,
	{ marker, accepts }: ListKind,
	options: MarkdownOptions,
): { readonly line: Line; readonly from: number; readonly info: string } | undefined {
	const first = state.src.charCodeAt(state.bMarks[number] ?? state.src.length);
	// The first characters of all markers: a digit, a dash or a star.
	if (!((first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2a)) {
		return undefined;
	}
	const line = lineAt(state, number, options);
	const [start, info = ''] = marker.exec(line.text) ?? [];
	return start !== undefined && (accepts?.(line, start.length) ?? true)
		? { line, from: start.length, info }
		: undefined;
}
