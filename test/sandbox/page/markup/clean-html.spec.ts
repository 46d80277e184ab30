import { expect } from 'chai';
import { cleaned, escaped } from '../../../../sandbox/page/markup/clean-html';
import { emojiNamed } from '../../../../sandbox/page/markup/emoji';
import { plainTextAsHtml } from '../../../../sandbox/page/markup/plain-text';

describe("clean HTML for the sandbox's page", () => {
	it('has only the classes that messages may have', () => {
		expect(
			cleaned(
				'<span class="mention composer">a</span><div class="big top">b</div><p class="c">d</p><ul class="rooms tasks"></ul>',
			),
		).to.equal('<span class="mention">a</span><div class="big">b</div><p>d</p><ul class="tasks"></ul>');
	});

	it('opens links in a new tab', () => {
		expect(cleaned('<a href="https://example.org" target="_self" onclick="x">a</a>')).to.equal(
			'<a href="https://example.org" rel="noopener noreferrer" target="_blank">a</a>',
		);
	});

	it('has no element or attribute that loads or runs something', () => {
		expect(cleaned('<img src=a><script>b</script><link rel=c><b style="d" onload="e">f</b>')).to.equal(
			'<b>f</b>',
		);
	});

	it('shows escaped text exactly as it is', () => {
		expect(cleaned(escaped(`<b title="a" lang='b'>&amp;</b>`))).to.equal(
			'&lt;b title="a" lang=\'b\'&gt;&amp;amp;&lt;/b&gt;',
		);
	});

	it('has the line breaks of plain text and links for its addresses', () => {
		expect(plainTextAsHtml('a <b>\nsee https://example.org/a?b=1&c=2. *d*')).to.equal(
			'a &lt;b&gt;<br />see <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer" ' +
				'target="_blank">https://example.org/a?b=1&amp;c=2</a>. *d*',
		);
	});

	it('links only addresses with a scheme of the web, and knows where they end', () => {
		expect(
			plainTextAsHtml('(https://example.org/a_(b)), example.org //c ftp://d.org mailto:e@f.org'),
		).to.equal(
			'(<a href="https://example.org/a_(b)" rel="noopener noreferrer" target="_blank">' +
				'https://example.org/a_(b)</a>), example.org //c ftp://d.org mailto:e@f.org',
		);
	});

	it('has an emoji for each of its names', () => {
		expect([':thumbsup_tone2:', ':+1:', ':heart:', ':partyparrot:'].map(emojiNamed)).to.deep.equal([
			'👍🏼',
			'👍',
			'❤️',
			':partyparrot:',
		]);
	});
});
