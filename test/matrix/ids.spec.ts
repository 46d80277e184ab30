import { expect } from 'chai';
import {
	localpartOf,
	parseEventId,
	parseMxcUri,
	parseRoomAlias,
	parseRoomId,
	parseServerName,
	parseUserId,
	partsOf,
	serverOf,
	userIdOf,
	type MxcUri,
	type ServerName,
	type UserId,
} from '../../src/matrix/ids';

describe('Matrix ids', () => {
	const accepted: readonly [parse: (text: unknown) => unknown, ids: readonly string[]][] = [
		[
			parseUserId,
			[
				'@bob:example.org',
				'@a.b_c=d-e/f+g:x',
				'@bob:localhost:8448',
				'@bob:[::1]:8448',
				'@bob:1.2.3.4',
				'@Bob!:a.b',
			],
		],
		[
			parseRoomId,
			['!abc:example.org', '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM', '!a+b/c:example.org:8448'],
		],
		[
			parseEventId,
			[
				'$abc:example.org',
				'$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg',
				'$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7XcJk',
			],
		],
		[parseRoomAlias, ['#room:example.org', '#räum:example.org:8448']],
		[parseMxcUri, ['mxc://example.org/AbC_1-2', 'mxc://localhost:8448/a', 'mxc://[::1]:8448/a']],
		[parseServerName, ['example.org', 'localhost', 'localhost:8448', '[2001:db8::1]', '1.2.3.4:80']],
	];
	for (const [parse, ids] of accepted) {
		for (const id of ids) {
			it(`include ${id}`, () => expect(parse(id)).to.equal(id));
		}
	}

	const refused: readonly [parse: (text: unknown) => unknown, texts: readonly unknown[]][] = [
		[
			parseUserId,
			[
				'bob:example.org',
				'@bob',
				'@:example.org',
				'@bob:',
				'@bob:exa mple.org',
				'@b ob:example.org',
				'@bob:example.org/path',
				'@bob:example.org\n',
				'@bob:-example.org',
				`@${'b'.repeat(255)}:example.org`,
				'@jürgen:example.org',
				7,
				undefined,
				{ toString: () => '@bob:example.org' },
			],
		],
		[parseRoomId, ['room:example.org', '!', '! :example.org', '!a:b c', '#room:example.org']],
		[parseEventId, ['event', '$', '$a b', '$a:b c', '']],
		[parseRoomAlias, ['#room', '#:example.org', '!room:example.org', '#a b:example.org']],
		[
			parseMxcUri,
			[
				...['mxc://example.org/', 'mxc:///abc', 'mxc://example.org/a/b', 'mxc://example.org/..'],
				...[
					'mxc://example.org/a?b',
					'mxc://example.org/a%2Fb',
					'mxc://a@b/c',
					'mxc://exa mple.org/a',
				],
				...['https://example.org/abc', 'MXC://example.org/abc', 'mxc://example.org/a\n', undefined],
			],
		],
		[
			parseServerName,
			[
				'',
				'https://example.org',
				'example.org/',
				'exa mple.org',
				'example.org:port',
				'user@example.org',
			],
		],
	];
	for (const [parse, texts] of refused) {
		for (const text of texts) {
			it(`do not include ${JSON.stringify(text)} as ${parse === parseUserId ? 'a user id' : 'an id'}`, () => {
				expect(parse(text)).to.equal(undefined);
			});
		}
	}

	it('are split at the first colon', () => {
		const id = '@bob:localhost:8448' as UserId;
		expect([localpartOf(id), serverOf(id)]).to.deep.equal(['bob', 'localhost:8448']);
	});

	it('of files are split into the server and the file’s own id', () => {
		const mxc = 'mxc://localhost:8448/abc' as MxcUri;
		expect(partsOf(mxc)).to.deep.equal({ server: 'localhost:8448', mediaId: 'abc' });
	});

	it('are not made with more than 255 bytes', () => {
		const server = 'example.org' as ServerName;
		expect(userIdOf('b'.repeat(242), server)).to.have.length(255);
		expect(() => userIdOf('b'.repeat(243), server)).to.throw(RangeError);
	});
});
