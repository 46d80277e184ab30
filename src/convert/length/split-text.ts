import { cutText } from './cut-text';

const FENCE = '```';
const CLOSING_FENCE = `\n${FENCE}`;
/** A line that opens or closes a block of code. Rocket.Chat: packages/message-parser, rule "Code" */
const fenceLine = /^```[\w .-]*$/;
/** A line that separates two paragraphs, also in a quote. */
const paragraphGap = /^[> ]*$/;

/** Cuts a line that does not fit into a message. `maxLength` is in UTF-16 units. */
type LineCutter = (line: string, maxLength: number) => readonly string[];

/**
 * Splits a text into messages that are not too long: between paragraphs if a message then has at least a quarter of
 * its length, else between lines. A block of code is closed and opened again. Only empty lines at a cut are lost.
 * @param limit the longest message; UTF-16 units
 * @param cutLine cuts lines that are too long; the default is for text without markup
 * @param taken the length of what the caller puts in front of the first message; UTF-16 units
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
	const splitter = new MessageSplitter(limit, taken);
	for (const line of text.split('\n')) {
		if (splitter.canHold(line)) {
			splitter.addLine(line);
		} else {
			// With a very small limit every part becomes a message of its own. Nothing is refused here.
			cutLine(line, splitter.maxLineLength).forEach((part) => splitter.addLine(part));
		}
	}
	return splitter.finish();
}

/** Fills one message after the other with lines. */
class MessageSplitter {
	readonly #messages: string[] = [];
	/** The lines of the current message. */
	#lines: string[] = [];
	#length = 0;
	/** The index of the last line at which the current message may end between two paragraphs. */
	#gap: number | undefined;
	/** The line that opened the block of code around the next line, undefined outside of code. */
	#openFence: string | undefined;
	readonly #limit: number;
	readonly #taken: number;

	constructor(limit: number, taken: number) {
		this.#limit = limit;
		this.#taken = taken;
	}

	/** The length of the longest line that a message can hold, at least 1. */
	get maxLineLength(): number {
		const fences = this.#openFence === undefined ? 0 : this.#openFence.length + 1 + CLOSING_FENCE.length;
		return Math.max(1, this.#maxMessageLength - fences);
	}

	get #maxMessageLength(): number {
		return this.#limit - (this.#messages.length === 0 ? this.#taken : 0);
	}

	/** Whether a message can hold this line. A fence is never cut. */
	canHold(line: string): boolean {
		return this.#isFence(line) || line.length <= this.maxLineLength;
	}

	/** Adds a line to the current message, or to the next one if the current one has no space for it. */
	addLine(line: string): void {
		const openFence = this.#openFenceAfter(line);
		while (this.#lines.length > 0 && !this.#fits(line, openFence) && this.#startNextMessage()) {
			// The next message may start with lines of this one and have no space for the line either.
		}
		if (this.#openFence === undefined && paragraphGap.test(line)) {
			if (this.#lines.length === 0) {
				return;
			}
			this.#gap = this.#length >= this.#limit / 4 ? this.#lines.length : this.#gap;
		}
		this.#appendLine(line);
		this.#openFence = openFence;
	}

	/** @returns all messages */
	finish(): readonly string[] {
		this.#addMessage(this.#lines);
		return this.#messages;
	}

	#appendLine(line: string): void {
		this.#length += line.length + (this.#lines.length > 0 ? 1 : 0);
		this.#lines.push(line);
	}

	#isFence(line: string): boolean {
		return fenceLine.test(line) && line.length <= this.#limit / 2;
	}

	/**
	 * @returns the opening line of the block of code that is open after a line, without a language that is too long to
	 * be repeated in every message; undefined if none is open
	 */
	#openFenceAfter(line: string): string | undefined {
		if (!this.#isFence(line)) {
			return this.#openFence;
		}
		const opening = line.length > this.#limit / 8 ? FENCE : line;
		return this.#openFence === undefined ? opening : undefined;
	}

	/** Whether the current message has space for a line, and for the fence that closes the block of code after it. */
	#fits(line: string, openFence: string | undefined): boolean {
		const closing = openFence === undefined ? 0 : CLOSING_FENCE.length;
		return this.#length + 1 + line.length + closing <= this.#maxMessageLength;
	}

	/** Ends the current message and starts the next one. @returns whether the next one has fewer lines */
	#startNextMessage(): boolean {
		const lines = this.#lines;
		if (this.#gap !== undefined) {
			this.#startMessage(lines.slice(this.#gap + 1));
			this.#addMessage(lines.slice(0, lines.length - this.#lines.length - 1));
			return true;
		}
		const last = lines.at(-1) ?? '';
		if (this.#openFence !== undefined && this.#isFence(last)) {
			// The block of code is still empty, so all of it goes to the next message.
			this.#startMessage([last]);
			this.#addMessage(lines.slice(0, -1));
			return lines.length > 1;
		}
		if (this.#openFence === undefined) {
			this.#startMessage([]);
			this.#addMessage(lines);
			return true;
		}
		this.#startMessage([this.#openFence]);
		this.#addMessage([...lines, FENCE]);
		return lines.length > 1;
	}

	#startMessage(lines: readonly string[]): void {
		this.#lines = [];
		this.#length = 0;
		this.#gap = undefined;
		lines.forEach((line) => this.#appendLine(line));
	}

	#addMessage(lines: readonly string[]): void {
		const message = lines.join('\n').trimEnd();
		if (message.trim() !== '') {
			this.#messages.push(message);
		}
	}
}
