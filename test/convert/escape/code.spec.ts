import { expect } from 'chai';
import { codeBlock, inlineCode } from '../../../src/convert/escape/code';
import { outline } from './rocketchat-parser';

describe('code as Rocket.Chat text', () => {
	it('is between backticks on one line', () => {
		expect(inlineCode('a *b*\n c', false)).to.equal('`a *b* c`');
	});

	it('shows a similar character for a backtick inside', () => {
		expect(inlineCode('a`b', false)).to.equal('`aˋb`');
	});

	it('mentions nobody', () => {
		expect(inlineCode('@all or @all', false)).to.equal('`@\u2060all or @\u2060all`');
		expect(codeBlock('@Override\n\t@all', 'java', false)).to.deep.equal([
			'```java',
			'@\u2060Override',
			'\t@\u2060all',
			'```',
		]);
	});

	it('does not end a link whose bracket is in the text before', () => {
		expect(outline(`a [b ${inlineCode('](http://c.com)', true)}`)).to.equal(
			'PARAGRAPH(a [b INLINE_CODE(](http://c.com)))',
		);
	});

	it('is a fenced block with its language', () => {
		expect(codeBlock('a\n\n\tb', 'ts', false)).to.deep.equal(['```ts', 'a', '', '\tb', '```']);
		expect(codeBlock('a', 'c++', false)).to.deep.equal(['```', 'a', '```']);
		expect(codeBlock(' \n', 'ts', false)).to.deep.equal([]);
	});

	it('does not end at backticks inside', () => {
		expect(outline(codeBlock('```\nx`\n``y``', undefined, false).join('\n'))).to.equal(
			'CODE(CODE_LINE(```)CODE_LINE(x`)CODE_LINE(``y``))',
		);
	});
});
