import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Root } from '@rocket.chat/message-parser';
import { escapeText } from '../../src/convert/escape/escape-text';

const root = new URL('../..', import.meta.url).pathname;

/** The lines of the documentation of this app and of the packages that it is built and tested with, each once. */
export function documentationLines(): readonly string[] {
	const own = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownIn('docs')];
	const packages = readdirSync(join(root, 'node_modules')).flatMap((name) =>
		name.startsWith('@')
			? readdirSync(join(root, 'node_modules', name)).map((part) => join(name, part))
			: [name],
	);
	const readmes = packages
		.map((name) => join('node_modules', name, 'README.md'))
		.filter((path) => existsSync(join(root, path)));
	const lines = [...own, ...readmes].flatMap((path) =>
		readFileSync(join(root, path), 'utf8').split(/\r?\n/),
	);
	return [...new Set(lines.filter((line) => line.trim() !== ''))];
}

const markdownIn = (folder: string) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(folder, name));

/** @returns the lines that are escaped although Rocket.Chat's parser reads them as text without that */
export function needlesslyEscaped(lines: readonly string[]): readonly string[] {
	return lines.filter((line) => escapeText(line) !== line && isPlain(line));
}

/** What Rocket.Chat's server takes for a mention. */
const serverMention = /(?:^|[\s>])[@#][^\s]/;

const options = {
	colors: true,
	emoticons: true,
	katex: { dollarSyntax: true, parenthesisSyntax: true },
};

/** Whether Rocket.Chat shows just the characters of a line, apart from links of bare addresses. */
function isPlain(line: string): boolean {
	if (serverMention.test(line) || /[^\S\t ]/.test(line)) {
		return false;
	}
	const [block, ...more]: readonly (Root[number] | undefined)[] = parse(line, options);
	if (block?.type !== 'PARAGRAPH' || more.length > 0) {
		return false;
	}
	let shown = '';
	for (const node of block.value) {
		if (node.type === 'PLAIN_TEXT') {
			shown += node.value;
		} else if (node.type === 'EMOJI' && node.value === undefined) {
			shown += node.unicode;
		} else if (node.type === 'LINK') {
			const [label] = [node.value.label].flat();
			shown += label?.type === 'PLAIN_TEXT' ? label.value : '';
		} else {
			return false;
		}
	}
	return shown === line;
}
