import { emoticonAt } from '../emoji/emoticons';
import { isSpace } from './characters';
import { readLine } from './inline';
import { Line } from './line';
import { readList } from './lists';
import type { MessageReader } from './message-reader';
import type { Block, Inline, Paragraph } from './nodes';
import { ParagraphWriter } from './paragraph-writer';
import { emoji, emoticon } from './words';

/**
 * Reads the blocks of a message. Rocket.Chat: rules "Start" and "Blocks"
 * @param reader at the start of the message
 */
export function readBlocks(reader: MessageReader): readonly Block[] {
	const bigEmoji = readBigEmoji(reader);
	if (bigEmoji) {
		return [bigEmoji];
	}
	const blocks: Block[] = [];
	const lines = new ParagraphWriter(blocks);
	while (reader.at < reader.source.length) {
		if (isBlank(reader, reader.at)) {
			lines.end();
			reader.skipLine();
			continue;
		}
		const block = readBlock(reader);
		if (block) {
			lines.end();
			blocks.push(block);
			continue;
		}
		lines.add(reader.line(), 0);
		reader.skipLine();
	}
	return blocks;
}

/** Reads the block at this place and goes behind it; undefined where none but a paragraph starts. */
function readBlock(reader: MessageReader): Block | undefined {
	switch (reader.source.charAt(reader.at)) {
		case '>':
			return readQuote(reader);
		case '|':
			return readSpoiler(reader);
		case '`':
			return readFence(reader);
		case '#':
			return readHeading(reader);
		case '\\':
		case '$':
			return readMaths(reader);
		default:
			return readList(reader);
	}
}

const COLON = 0x3a;
const FIRST_EMOJI = 0x2300;

/** Three emoji at most and nothing else are a message of their own kind. Rule "BigEmoji" */
function readBigEmoji({ source, options }: MessageReader): Block | undefined {
	const children: Inline[] = [];
	let count = 0;
	let whole: Line | undefined;
	for (let at = 0; at < source.length;) {
		const code = source.charCodeAt(at);
		if (isSpace(code) || code === 0x0a) {
			children.push(code === 0x0a ? { type: 'lineBreak' } : { type: 'text', text: source.charAt(at) });
			at++;
			continue;
		}
		if (code < FIRST_EMOJI && code !== COLON && !emoticonAt(source, at)) {
			return undefined;
		}
		whole ??= new Line(source, 0, true, options);
		const end = emoji(whole, at, children);
		at = end < 0 ? emoticon(whole, at, children) : end;
		if (at < 0 || ++count > 3) {
			return undefined;
		}
	}
	return count > 0 ? { type: 'paragraph', children } : undefined;
}

function isBlank({ source }: MessageReader, start: number): boolean {
	let at = start;
	while (isSpace(source.charCodeAt(at))) {
		at++;
	}
	return at >= source.length || source.charAt(at) === '\n';
}

/** Lines behind `>`, and empty ones between them. Rule "Blockquote" */
function readQuote(reader: MessageReader): Block | undefined {
	const { source } = reader;
	const children: Paragraph[] = [];
	const lines = new ParagraphWriter(children);
	const start = reader.at;
	while (source.charAt(reader.at) === '>') {
		const line = reader.line();
		const from = line.runEnd('spaces', 1);
		if (line.isLast && from === line.text.length) {
			break;
		}
		lines.add(line, from);
		reader.skipLine();
	}
	return reader.at > start ? { type: 'quote', children } : undefined;
}

const SPOILER = '||';

/** Lines between two lines of `||`. Rule "BlockSpoiler" */
function readSpoiler(reader: MessageReader): Block | undefined {
	const { source, at: start } = reader;
	if (!source.startsWith(`${SPOILER}\n`, start)) {
		return undefined;
	}
	const first = start + SPOILER.length + 1;
	let close = first;
	while (close < source.length && source.charAt(close) !== '\n' && !source.startsWith(SPOILER, close)) {
		close = reader.lineEnd(close) + 1;
	}
	const end = close + (source.charAt(close) === '\n' ? 1 : 0);
	if (close === first || !source.startsWith(SPOILER, end)) {
		return undefined;
	}
	const children = linesBetween(reader, first, close);
	reader.at = end + SPOILER.length;
	return { type: 'spoilerBlock', children, start, end: reader.at };
}

function linesBetween(reader: MessageReader, first: number, end: number): readonly Paragraph[] {
	const paragraphs: Paragraph[] = [];
	const lines = new ParagraphWriter(paragraphs);
	for (let at = first; at < end; at = reader.lineEnd(at) + 1) {
		lines.add(reader.line(at), 0);
	}
	return paragraphs;
}

const FENCE = '```';
const fenceStart = /```([a-zA-Z0-9 _\-.]*)\n/y;

/** Code between two lines of three backticks. Rule "Code" */
function readFence(reader: MessageReader): Block | undefined {
	const { source } = reader;
	fenceStart.lastIndex = reader.at;
	const language = fenceStart.exec(source)?.[1];
	const start = fenceStart.lastIndex;
	const close = language === undefined ? -1 : source.indexOf(FENCE, start);
	if (language === undefined || close <= start || source.charAt(close - 1) !== '\n') {
		return undefined;
	}
	const code = source.slice(start, close - 1);
	if (code === '' && close === start + 1) {
		return undefined;
	}
	reader.at = close + FENCE.length;
	// The grammar loses an empty first line.
	return { type: 'codeBlock', language, text: code.startsWith('\n') ? code.slice(1) : code };
}

const headingStart = /(#{1,4})[ \t]+(?=[^ \t\n])/y;

/** Rule "Heading" */
function readHeading(reader: MessageReader): Block | undefined {
	headingStart.lastIndex = reader.at;
	const [start, signs] = headingStart.exec(reader.source) ?? [];
	if (start === undefined || signs === undefined) {
		return undefined;
	}
	const children = readLine(reader.line(), start.length);
	reader.skipLine();
	return { type: 'heading', level: signs.length, children };
}

/** A formula between `\[` and `\]` or between two `$$`. Rule "Katex" */
function readMaths(reader: MessageReader): Block | undefined {
	const { source, at, options } = reader;
	const { dollarSyntax, parenthesisSyntax } = options.katex;
	const opens =
		(parenthesisSyntax && source.startsWith('\\[', at)) || (dollarSyntax && source.startsWith('$$', at));
	if (!opens || at >= reader.noMathsFrom) {
		return undefined;
	}
	const start = at + 2;
	const closes = [
		parenthesisSyntax ? source.indexOf('\\]', start) : -1,
		dollarSyntax ? source.indexOf('$$', start) : -1,
	].filter((place) => place >= 0);
	if (closes.length === 0) {
		reader.noMathsFrom = at;
		return undefined;
	}
	const close = Math.min(...closes);
	reader.at = close + 2;
	return { type: 'mathsBlock', source: source.slice(start, close) };
}
