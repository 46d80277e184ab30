import type { ShownMessage, ShownRoom } from './history';
import { FILE_VERSION, keyText, type MessageKey, type Side } from './numbered-text';

/** What went wrong with the messages of one direction. */
export interface Verdict {
	/** Messages that the source shows and the destination does not, or not all of their text. */
	readonly lost: readonly string[];
	/** Messages that the destination shows more than once. */
	readonly doubled: readonly string[];
	/** The fewest messages that would have to be moved to restore the order of the source. */
	readonly reordered: readonly string[];
	/** Messages whose text is not that of the source: an edit was not applied. */
	readonly notEdited: readonly string[];
	/** Messages that the source does not show any more. */
	readonly notDeleted: readonly string[];
	/** Messages with another number of reactions. */
	readonly wrongReactions: readonly string[];
	/** Messages that are in another thread, or that quote another message. */
	readonly wrongAnswers: readonly string[];
	/** Messages that are pinned on one side only. */
	readonly wrongPins: readonly string[];
}

/**
 * Which messages have to be in order. A file that could not be carried at once comes later, behind what was written meanwhile, so
 * that texts wait for no file: then only the order of `texts` counts.
 */
export type JudgedOrder = 'all' | 'texts' | 'none';

/** A message as one side shows it, put together from its parts. */
interface Joined {
	readonly version: number;
	/** The lines of its text, in the order that the side shows them. */
	readonly lines: readonly number[];
	/** Of all its parts. */
	readonly reactions: number;
	/** What its first part answers. */
	readonly answers: string | undefined;
	readonly isPinned: boolean;
	readonly hasFile: boolean;
	/** Its rank in the room. Messages of the same millisecond have the same rank. */
	readonly rank: number;
}

/**
 * Compares what both sides show of one room.
 * @param run only messages of this run count
 * @param side where the messages were written; this side is right
 */
export function judgeRoom(
	source: ShownRoom,
	destination: ShownRoom,
	run: number,
	side: Side,
	order: JudgedOrder = 'all',
): Verdict {
	const wanted = joined(source.messages, run, side);
	const found = joined(destination.messages, run, side);
	const keys = [...wanted.keys()];
	const differing = (differ: (one: Joined, other: Joined) => boolean) =>
		keys.filter((key) => {
			const [one, other] = [wanted.get(key), found.get(key)];
			return one !== undefined && other !== undefined && differ(one, other);
		});
	const isShort = (one: Joined, other: Joined) =>
		one.lines.some((line) => !other.lines.includes(line)) && one.version === other.version;
	return {
		lost: [...keys.filter((key) => !found.has(key)), ...differing(isShort)],
		doubled: [...found].filter(([, { lines }]) => new Set(lines).size < lines.length).map(([key]) => key),
		reordered: movedBetween(wanted, ordered(found, order)),
		notEdited: differing((one, other) => one.version !== other.version),
		notDeleted: [...found.keys()].filter((key) => !wanted.has(key)),
		wrongReactions: differing((one, other) => one.reactions !== other.reactions),
		wrongAnswers: differing((one, other) => one.answers !== other.answers),
		wrongPins: differing((one, other) => one.isPinned !== other.isPinned),
	};
}

function joined(messages: readonly ShownMessage[], run: number, side: Side): Map<string, Joined> {
	const all = new Map<string, Joined>();
	messages.forEach(({ tokens, reactions, answers, isPinned = false, at }, position) => {
		const rank = at ?? position;
		const [first] = tokens;
		for (const { key, version, line } of tokens.filter((token) => isOf(token.key, run, side))) {
			const text = keyText(key);
			const before = all.get(text);
			all.set(text, {
				version: Math.max(before?.version ?? 0, version),
				lines: [...(before?.lines ?? []), line],
				reactions: before?.reactions ?? 0,
				answers: before ? before.answers : answers,
				isPinned: (before?.isPinned ?? false) || isPinned,
				hasFile: (before?.hasFile ?? false) || version === FILE_VERSION,
				rank: before?.rank ?? rank,
			});
		}
		const text = first && keyText(first.key);
		const message = text === undefined ? undefined : all.get(text);
		if (text !== undefined && message) {
			all.set(text, { ...message, reactions: message.reactions + reactions });
		}
	});
	return all;
}

/** @returns the messages whose order counts */
function ordered(all: ReadonlyMap<string, Joined>, order: JudgedOrder): ReadonlyMap<string, Joined> {
	const counts = ({ hasFile }: Joined) => order === 'all' || (order === 'texts' && !hasFile);
	return new Map([...all].filter(([, message]) => counts(message)));
}

function isOf(key: MessageKey, run: number, side: Side): boolean {
	return key.run === run && key.side === side;
}

/** @returns the messages outside the longest part that is in order, and those whose own lines are not in order */
function movedBetween(wanted: ReadonlyMap<string, Joined>, found: ReadonlyMap<string, Joined>): string[] {
	const common = [...found].flatMap(([key, { rank }]) => {
		const original = wanted.get(key);
		return original ? [{ key, original: original.rank, rank }] : [];
	});
	// Where the destination shows two messages of the same millisecond, either order is right.
	common.sort((one, other) => one.rank - other.rank || one.original - other.original);
	const inOrder = longestRise(common.map(({ original }) => original));
	const confused = [...found].filter(([, { lines }]) =>
		[...new Set(lines)].some((line, index, all) => line < (all[index - 1] ?? line)),
	);
	return [...common.filter((_, index) => !inOrder.has(index)), ...confused.map(([key]) => ({ key }))].map(
		({ key }) => key,
	);
}

/** @returns the positions of the longest subsequence that never falls */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
	/** For each length, the position of the smallest number that ends a rise of that length. */
	const ends: number[] = [];
	const before: (number | undefined)[] = [];
	numbers.forEach((number, position) => {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((numbers[ends[middle] ?? 0] ?? 0) <= number) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		before.push(ends[low - 1]);
		ends[low] = position;
	});
	const rise = new Set<number>();
	for (let position = ends.at(-1); position !== undefined; position = before[position]) {
		rise.add(position);
	}
	return rise;
}
