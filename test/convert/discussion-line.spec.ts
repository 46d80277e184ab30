import { expect } from 'chai';
import { discussionLine } from '../../src/convert/discussion-line';
import { pillOf } from '../../src/convert/html/pill';

describe('the announcement of a discussion', () => {
	const line = discussionLine('Discussion:', {
		...{ name: '*What* <next>?', roomId: '!a/b:example.org:8448', via: 'example.org:8448' },
	});

	it('names it as it is written, with a link that says where to join', () => {
		const link = 'https://matrix.to/#/!a%2Fb:example.org:8448?via=example.org:8448';
		expect(line).to.deep.equal({
			msgtype: 'm.text',
			body: `Discussion: *What* <next>? (${link})`,
			format: 'org.matrix.custom.html',
			formatted_body: `Discussion: <a href="${link}">*What* &lt;next&gt;?</a>`,
			'm.mentions': {},
		});
		expect(pillOf(link)).to.deep.include({ id: '!a/b:example.org:8448' });
	});
});
