import {
	BACKSLASH,
	BACKTICK,
	DASH,
	DOLLAR,
	GREATER_THAN,
	HASH,
	isSpace,
	LINE_FEED,
	SPACE,
	TAB,
	VERTICAL_BAR,
} from '../characters';
import type { BlockNode } from '../nodes';
import type { MarkdownOptions } from '../options';
import { readBigEmoji } from './big-emoji';
import { readBlockSpoiler } from './block-spoiler';
import { readFencedCode } from './fenced-code';
import { readHeading } from './heading';
import { readList } from './list';
import { readMathsBlock } from './maths-block';
import { MessageReader, type BlockReader } from './message-reader';
import { ParagraphWriter } from './paragraph-writer';
import { readQuote } from './quote';
import { readRule } from './rule';
import { readTable } from './table';

/**
 * Reads the blocks of a message. Rocket.Chat: rules "Start" and "Blocks"
 * @param source the message with `\n` at the end of every line
 */
export function readBlocks(source: string, options: MarkdownOptions): readonly BlockNode[] {
	const reader = new MessageReader(source, options);
	const bigEmoji = readBigEmoji(reader);
	if (bigEmoji) {
		return [bigEmoji];
	}
	const blocks: BlockNode[] = [];
	const paragraphs = new ParagraphWriter(blocks);
	while (reader.at < reader.source.length) {
		if (isBlankUpToLineEnd(reader)) {
			paragraphs.end();
			reader.skipLine();
			continue;
		}
		const block = readBlock(reader);
		if (block) {
			paragraphs.end();
			blocks.push(block);
			continue;
		}
		paragraphs.addLine(reader.line(), 0);
		reader.skipLine();
	}
	return blocks;
}

function isBlankUpToLineEnd({ source, at }: MessageReader): boolean {
	let end = at;
	while (isSpace(source.charCodeAt(end))) {
		end++;
	}
	return end >= source.length || source.charCodeAt(end) === LINE_FEED;
}

/** Reads the block at this position and goes to its end; undefined if only a paragraph can start. */
const readBlock: BlockReader = (reader) => readerFor(reader.source.charCodeAt(reader.at))(reader);

/** @returns the reader of the kinds of block that can start with this character */
function readerFor(first: number): BlockReader {
	switch (first) {
		case GREATER_THAN:
			return readQuote;
		case VERTICAL_BAR:
			return readSpoilerOrTable;
		case BACKTICK:
			return readFencedCode;
		case HASH:
			return readHeading;
		case BACKSLASH:
		case DOLLAR:
			return readMathsBlock;
		case DASH:
			return readRuleOrList;
		case SPACE:
		case TAB:
			return readRule;
		default:
			return readList;
	}
}

const readRuleOrList: BlockReader = (reader) => readRule(reader) ?? readList(reader);
const readSpoilerOrTable: BlockReader = (reader) => readBlockSpoiler(reader) ?? readTable(reader);
