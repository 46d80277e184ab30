import { cutText } from './cut-text';

const FENCE = '```';
const CLOSING = `\n${FENCE}`;
/** Opens or closes a block of code: rule `Code` of `@rocket.chat/message-parser`. */
const fenceLine = /^```[\w .-]*$/;
/** A line that separates paragraphs, in a quote too. */
const gap = /^[> ]*$/;

/** Cuts a line that does not fit into a message. */
export type LineCutter = (line: string, room: number) => readonly string[];

/**
 * Cuts a text into messages that are not too long: between paragraphs where a message keeps at least a quarter of its
 * room, else between lines. A block of code is closed and opened again. Only empty lines at a cut are lost.
 * @param limit the longest message; UTF-16 units
 * @param cutLine for lines that are too long; the default is for text without markup
 * @param taken what stands in front of the first message already
 */
export function splitText(
	text: string,
	limit: number,
	cutLine: LineCutter = cutText,
	taken = 0,
): readonly string[] {
	if (text.length + taken <= limit) {
		return text.trim() === '' ? [] : [text];
	}
	const messages = new Messages(limit, taken);
	for (const line of text.split('\n')) {
		if (messages.hasRoomFor(line)) {
			messages.add(line);
		} else {
			// Each makes a message of its own at worst: nothing is refused here, however small the limit.
			cutLine(line, messages.roomForLine).forEach((piece) => messages.add(piece));
		}
	}
	return messages.finish();
}

/** Messages while they are filled with lines, one after the other. */
class Messages {
	readonly #done: string[] = [];
	#lines: string[] = [];
	#length = 0;
	/** Where the last paragraph ends that may be the last of this message. */
	#gap: number | undefined;
	/** What opens the block of code that the next line stands in. */
	#fence: string | undefined;
	readonly #limit: number;
	readonly #taken: number;

	constructor(limit: number, taken: number) {
		this.#limit = limit;
		this.#taken = taken;
	}

	/** The longest line that fits into any message; at least 1. */
	get roomForLine(): number {
		const around = this.#fence === undefined ? 0 : this.#fence.length + 1 + CLOSING.length;
		return Math.max(1, this.#limit - (this.#done.length === 0 ? this.#taken : 0) - around);
	}

	hasRoomFor(line: string): boolean {
		return this.#isFence(line) || line.length <= this.roomForLine;
	}

	add(line: string): void {
		const fence = this.#fenceAfter(line);
		while (this.#lines.length > 0 && !this.#fits(line, fence) && this.#end()) {
			// Ending a message may leave some of its lines for the next one.
		}
		if (this.#fence === undefined && gap.test(line)) {
			if (this.#lines.length === 0) {
				return;
			}
			this.#gap = this.#length >= this.#limit / 4 ? this.#lines.length : this.#gap;
		}
		this.#push(line);
		this.#fence = fence;
	}

	finish(): readonly string[] {
		this.#close(this.#lines);
		return this.#done;
	}

	#push(line: string): void {
		this.#length += line.length + (this.#lines.length > 0 ? 1 : 0);
		this.#lines.push(line);
	}

	#isFence(line: string): boolean {
		return fenceLine.test(line) && line.length <= this.#limit / 2;
	}

	/** The opening line of the block of code that is open behind a line, without a language too long to repeat. */
	#fenceAfter(line: string): string | undefined {
		if (!this.#isFence(line)) {
			return this.#fence;
		}
		const opening = line.length > this.#limit / 8 ? FENCE : line;
		return this.#fence === undefined ? opening : undefined;
	}

	#fits(line: string, fence: string | undefined): boolean {
		const room = this.#limit - (this.#done.length === 0 ? this.#taken : 0);
		const closing = fence === undefined ? 0 : CLOSING.length;
		// The line that closes a block has its room already.
		return this.#length + 1 + line.length + closing <= room;
	}

	/** Ends a message. @returns whether that made room */
	#end(): boolean {
		const lines = this.#lines;
		const opening = this.#fence === undefined ? [] : [this.#fence];
		if (this.#gap !== undefined) {
			this.#begin(lines.slice(this.#gap + 1));
			this.#close(lines.slice(0, lines.length - this.#lines.length - 1));
			return true;
		}
		const last = lines.at(-1) ?? '';
		if (this.#fence !== undefined && this.#isFence(last)) {
			// Nothing of the code is in this message yet.
			this.#begin([last]);
			this.#close(lines.slice(0, -1));
			return lines.length > 1;
		}
		this.#begin(opening);
		this.#close(opening.length > 0 ? [...lines, FENCE] : lines);
		return opening.length === 0 || lines.length > 1;
	}

	#begin(lines: readonly string[]): void {
		this.#lines = [];
		this.#length = 0;
		this.#gap = undefined;
		lines.forEach((line) => this.#push(line));
	}

	#close(lines: readonly string[]): void {
		const message = lines.join('\n').trimEnd();
		if (message.trim() !== '') {
			this.#done.push(message);
		}
	}
}
