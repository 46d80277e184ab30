import { rocketChatTextOf } from '../../src/convert/html/rocketchat-text';
import { context, htmlMessage } from '../../test/convert/html/context';
import { documentationLines, needlesslyEscaped } from './documentation';
import { addressLinks, htmlFragments } from './html';
import { commonMarkConstructs, rendererMessages, specificationMessages } from './renderers';
import { styledHtml, styledMarkdown } from './styled-text';

/**
 * Measures how much of several corpora both sides show alike, with Rocket.Chat's own parser as the judge. Nothing in the
 * corpora is copied: it is typed in, generated, or the documentation that is installed. Exits with 1 if too many lines are
 * escaped without need. `--details` lists what is different.
 */
const details = process.argv.includes('--details');

/** The greatest share of lines of documentation that may be escaped without need. */
const MOST_NEEDLESS = 0.001;

const text = (html: string) => rocketChatTextOf(htmlMessage(html), context) ?? '';
const same = (one: readonly string[], other: readonly string[]) => one.join('\n') === other.join('\n');
const isShownAlike = (html: string) => same(styledHtml(html), styledMarkdown(text(html)));
report('generated HTML that Rocket.Chat shows alike', htmlFragments, isShownAlike, text);
report('links with their address as label', addressLinks, isShownAlike, text);
for (const [renderer, messages] of Object.entries(rendererMessages)) {
	report(`messages as ${renderer} write them`, messages, isShownAlike, text);
}
report("forms of the specification's examples", specificationMessages, isShownAlike, text);
report('constructs of CommonMark', commonMarkConstructs, isShownAlike, text);
const lines = documentationLines();
const needless = needlesslyEscaped(lines);
const share = needless.length / lines.length;
console.log(
	`lines of documentation escaped without need: ${needless.length} of ${lines.length}, ${(100 * share).toFixed(3)} %`,
);
process.exitCode = share < MOST_NEEDLESS ? 0 : 1;

function report(
	title: string,
	corpus: readonly string[],
	isAlike: (item: string) => boolean,
	convert: (item: string) => string,
): void {
	const different = corpus.filter((item) => !isAlike(item));
	const alike = corpus.length - different.length;
	console.log(`${title}: ${alike} of ${corpus.length}, ${((100 * alike) / corpus.length).toFixed(1)} %`);
	for (const item of details ? different : []) {
		console.log(
			`  ${JSON.stringify(item)}\n  ${JSON.stringify(convert(item)).replaceAll('\u2060', '·')}\n`,
		);
	}
}
