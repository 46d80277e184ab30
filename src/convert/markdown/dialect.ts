import MarkdownIt, { type MarkdownIt as Parser } from 'markdown-it';
import {
	bigEmojiRule,
	fenceRule,
	headingRule,
	mathsRule,
	paragraphRule,
	quoteRule,
	spoilerRule,
} from './blocks';
import { hideParagraphs } from './text-blocks';
import { listRules } from './lists';
import type { MarkdownOptions } from './options';

/**
 * A plugin of markdown-it that replaces CommonMark by Rocket.Chat's own markdown, block by block. The text of a block
 * is read along with it, since a list is one only where its text can be read.
 * Rocket.Chat: packages/message-parser, src/grammar.pegjs (0.31.36)
 */
export function rocketChatDialect(markdown: Parser, options: MarkdownOptions): void {
	const rules = [
		quoteRule(options),
		spoilerRule(options),
		fenceRule(options),
		headingRule(options),
		...listRules(options),
		mathsRule(options),
	];
	markdown.core.ruler.enableOnly(['block']);
	markdown.core.ruler.push('lone_paragraph', ({ tokens }) => {
		if (tokens.length === 3 && tokens[0]?.type === 'paragraph_open') {
			hideParagraphs(tokens, 0);
		}
	});
	const { ruler } = markdown.block;
	ruler.at('paragraph', paragraphRule(options));
	ruler.enableOnly(['paragraph']);
	ruler.before('paragraph', 'big_emoji', bigEmojiRule(options));
	for (const [index, rule] of rules.entries()) {
		ruler.before('paragraph', `rocketchat_${index}`, rule, { alt: ['paragraph'] });
	}
}

const parsers = new WeakMap<MarkdownOptions, Parser>();

/** @returns a parser of the dialect, one for every object of options */
export function parserFor(options: MarkdownOptions): Parser {
	const known = parsers.get(options);
	if (known) {
		return known;
	}
	const parser = new MarkdownIt('zero').use(rocketChatDialect, options);
	parsers.set(options, parser);
	return parser;
}
