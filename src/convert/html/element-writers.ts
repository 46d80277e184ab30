import { isReadableAddress, safeAddress } from '../escape/link';
import type { ElementContext } from './element-context';
import { holdsAttribute, textContent, type HtmlElement, type HtmlNode } from './html-tree';
import { katexFormula } from './katex-formula';
import { englishPermalinkLabels, permalinkLabel } from './permalink';
import { pillOf } from './pill';
import { writePill } from './pill-writer';
import { BOLD, ITALIC, STRIKE, type LinkTarget, type Style } from './styled-run';
import { superOrSubscript } from './super-subscript';
import { tableLines } from './table';

type ElementWriter = (element: HtmlElement, context: ElementContext) => void;

/** Adds text and elements to the message, one after the other. */
export function writeNodes(nodes: readonly HtmlNode[], context: ElementContext): void {
	for (const node of nodes) {
		if (typeof node === 'string') {
			context.builder.addText(node, context.style);
		} else {
			(writers.get(node.name) ?? writeChildren)(node, context);
		}
	}
}

const writeChildren: ElementWriter = ({ children }, context) => writeNodes(children, context);

const emphasis =
	(bit: number): ElementWriter =>
	({ children }, context) => {
		const { style } = context;
		writeNodes(children, { ...context, style: { ...style, emphasis: style.emphasis | bit } });
	};

const writeBlock: ElementWriter = ({ children }, context) => {
	context.builder.endParagraph();
	writeNodes(children, context);
	context.builder.endParagraph();
};

/** Rocket.Chat has headings of four levels, and none in quotes and lists; any other is a paragraph in bold. */
const heading =
	(level: number): ElementWriter =>
	(element, context) => {
		const { builder } = context;
		builder.endParagraph();
		if (level > 4 || builder.isInQuoteOrList) {
			emphasis(BOLD)(element, context);
			builder.endParagraph();
			return;
		}
		writeNodes(element.children, context);
		builder.endHeading(level);
	};

const list =
	(markerOf: (number: number) => string): ElementWriter =>
	({ children, attributes }, context) => {
		let number = firstNumber(attributes.start);
		context.builder.addList(() => {
			for (const child of children) {
				if (typeof child !== 'string' && child.name === 'li') {
					context.builder.addListItem(markerOf(number++), () =>
						writeNodes(child.children, context),
					);
				} else {
					writeNodes([child], context);
				}
			}
		});
	};

/** Client-Server API: `start` of `ol` is to be kept. Rocket.Chat reads no negative numbers, so those become 1. */
function firstNumber(start = '1'): number {
	return /^\d{1,10}$/.test(start) ? Number(start) : 1;
}

/**
 * Writes a `div` or `span`, which is a formula or a spoiler if it has the attribute of one. Client-Server API,
 * "m.room.message msgtypes": `data-mx-maths`, `data-mx-spoiler`.
 * @param write writes the content
 */
const divOrSpan =
	(write: ElementWriter): ElementWriter =>
	(element, context) => {
		const { builder, style } = context;
		const { 'data-mx-spoiler': reason, 'data-mx-maths': latex } = element.attributes;
		if (latex !== undefined && latex.trim() !== '') {
			writeFormula(element, latex, context);
			return;
		}
		if (reason === undefined) {
			write(element, context);
			return;
		}
		builder.addText(reason === '' ? '' : `(${reason}) `, style);
		write(element, { ...context, style: { ...style, spoiler: style.spoiler ?? {} } });
	};

const writeFormula = ({ name }: HtmlElement, latex: string, { builder, style }: ElementContext): void => {
	if (name === 'div' && /\S\s*\n\s*\S/.test(latex)) {
		// Without KaTeX the lines of a formula would be read as text, so code keeps them.
		builder.addCodeBlock(latex.replace(/^\s*\n|\s+$/g, ''), undefined, style);
		return;
	}
	const isBlock = name === 'div' && !builder.isInQuoteOrList && !style.spoiler;
	const formula = katexFormula(onOneLine(latex), isBlock);
	// Without KaTeX an underscore may be read as italics, which in a spoiler could show what is hidden.
	if (formula === undefined || (style.spoiler && latex.includes('_'))) {
		builder.addRun('code', latex, style);
	} else if (isBlock) {
		builder.addLine(formula);
	} else {
		builder.addRun('formula', formula, style);
	}
};

/** A line break is a space to LaTeX, unless it ends a comment. */
function onOneLine(latex: string): string {
	const trimmed = latex.trim();
	return /%.*\n/.test(trimmed) ? trimmed : trimmed.replace(/\s+/g, ' ');
}

/** Writes a short token with Unicode's characters or a sign. Anything else is small print, of which only the size is lost. */
const smallPrint =
	(tag: 'sup' | 'sub'): ElementWriter =>
	({ children }, context) => {
		const [only, ...more] = children;
		const token = typeof only === 'string' && more.length === 0 ? superOrSubscript(tag, only) : undefined;
		writeNodes(token === undefined ? children : [token], context);
	};

const writeAnchor: ElementWriter = ({ attributes, children }, context) => {
	const href = attributes.href?.trim() ?? '';
	const pill = pillOf(href);
	if (pill && writePill(pill, () => textContent(children), context)) {
		return;
	}
	const link = linkTarget(href);
	const readable = permalinkLabel(
		href,
		() => textContent(children),
		context.people.permalinks ?? englishPermalinkLabels,
	);
	if (link && readable !== undefined) {
		context.builder.addText(readable, { ...context.style, link });
		return;
	}
	writeNodes(children, link ? { ...context, style: { ...context.style, link } } : context);
	if (!link && isReadableAddress(href)) {
		const label = textContent(children);
		const address = label.trim() === '' ? href : ` (${href})`;
		context.builder.addText(label.includes(href) ? '' : address, context.style);
	}
};

/** Custom emoji become shortcodes; any other image becomes its description, with a link if it is on the web. */
const writeImage: ElementWriter = ({ attributes }, { builder, style }) => {
	const { alt, title, src = '' } = attributes;
	const description = (alt ?? '') || (title ?? '');
	const shortcode = shortcodeIn([title ?? '', alt ?? '']);
	if ('data-mx-emoticon' in attributes && shortcode !== undefined && !style.link) {
		builder.addRun('emoji', `:${shortcode}:`, style);
		return;
	}
	const link = /^https?:/i.test(src) && !style.link ? linkTarget(src) : undefined;
	builder.addText(description || 'image', link ? { ...style, link } : style);
};

/**
 * Finds the shortcode of a custom emoji: what has colons, else the first one. Client-Server API, "Sending custom emotes": the title is
 * the shortcode, and the description may be any words. Most clients write both with colons.
 * @param texts title and description
 */
function shortcodeIn(texts: readonly string[]): string | undefined {
	const candidates = texts.flatMap((text) => /^:?[\w\-+.]+:?$/.exec(text)?.[0] ?? []);
	const chosen = candidates.find((text) => /^:.*:$/.test(text)) ?? candidates[0];
	return chosen?.replaceAll(':', '');
}

/** @returns undefined if `safeAddress` refuses the address */
function linkTarget(href: string): LinkTarget | undefined {
	const address = safeAddress(href);
	return address === undefined ? undefined : { address, sourceLength: href.length };
}

/** A spoiler cannot begin within code, so all of the code is hidden if a part of it is to be. */
function styleOfCode({ children }: HtmlElement, style: Style): Style {
	return style.spoiler || !holdsAttribute(children, 'data-mx-spoiler') ? style : { ...style, spoiler: {} };
}

/** The label of a link cannot contain code, so code becomes text there. */
const writeCode: ElementWriter = (element, { builder, style }) =>
	style.link
		? builder.addText(textContent(element.children), styleOfCode(element, style))
		: builder.addRun('code', textContent(element.children), styleOfCode(element, style));

const writePreformatted: ElementWriter = (element, { builder, style }) => {
	const { children } = element;
	const first = children.find((child) => typeof child !== 'string');
	const language = /(?:^|\s)language-(\S+)/.exec(first?.attributes.class ?? '')?.[1];
	const code = textContent(children).replace(/^\n+/, '').trimEnd();
	builder.addCodeBlock(code, language, styleOfCode(element, style));
};

/** A task of a list, as bots write it that use GitHub's markdown. */
const writeInput: ElementWriter = ({ attributes }, { builder, style }) => {
	if (attributes.type?.toLowerCase() === 'checkbox') {
		builder.addText('checked' in attributes ? '☑ ' : '☐ ', style);
	}
};

/**
 * Elements that begin and end a line. Matrix allows only some of them, but bots for feeds and mail send pages of the web, whose
 * words would run together.
 */
const blockElements = (
	'p li caption details tr td th ' +
	'address article aside center dd dl dt fieldset figcaption figure footer form header main nav section'
).split(' ');

/** The tags of Client-Server API, "m.room.message msgtypes", that add something to their text, and some more. */
const writers: ReadonlyMap<string, ElementWriter> = new Map(
	Object.entries<ElementWriter>({
		...{ b: emphasis(BOLD), strong: emphasis(BOLD), i: emphasis(ITALIC), em: emphasis(ITALIC) },
		...{ s: emphasis(STRIKE), del: emphasis(STRIKE), strike: emphasis(STRIKE) },
		...{ h1: heading(1), h2: heading(2), h3: heading(3), h4: heading(4), h5: heading(5), h6: heading(6) },
		...Object.fromEntries(blockElements.map((name) => [name, writeBlock])),
		div: divOrSpan(writeBlock),
		span: divOrSpan(writeChildren),
		ul: list(() => '- '),
		ol: list((number) => `${number}. `),
		blockquote: ({ children }, context) => context.builder.addQuote(() => writeNodes(children, context)),
		summary: (element, context) =>
			writeBlock({ ...element, children: [{ ...element, name: 'b' }] }, context),
		table: (element, { builder, style }) =>
			builder.addCodeBlock(tableLines(element).join('\n'), undefined, styleOfCode(element, style)),
		br: (_, { builder }) => builder.addLineBreak(),
		hr: (_, { builder }) => builder.addLine('---'),
		sup: smallPrint('sup'),
		sub: smallPrint('sub'),
		a: writeAnchor,
		img: writeImage,
		input: writeInput,
		code: writeCode,
		pre: writePreformatted,
	}),
);
