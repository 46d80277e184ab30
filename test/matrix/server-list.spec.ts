import { expect } from 'chai';
import type { ServerName } from '../../src/matrix/ids';
import { serverListFrom } from '../../src/matrix/server-list';

const own = 'Own.example' as ServerName;
const allows = (allowed: string, blocked: string, server: string) =>
	serverListFrom(allowed, blocked, own).allows(server as ServerName);

describe('the lists of servers', () => {
	it('allow every server if they are empty', () => {
		const list = serverListFrom(' \n', '', own);
		expect(list.allows('far.example' as ServerName)).to.equal(true);
		expect(list.signature).to.equal('');
	});

	it('allow only what the first list names, if it names anything', () => {
		expect(allows('far.example\nother.example', '', 'far.example')).to.equal(true);
		expect(allows('far.example\nother.example', '', 'third.example')).to.equal(false);
	});

	it('block what is in both', () => {
		expect(allows('*.example', 'bad.example', 'bad.example')).to.equal(false);
		expect(allows('*.example', 'bad.example', 'far.example')).to.equal(true);
	});

	it('never block the homeserver of the workspace, and say so', () => {
		for (const [allowed, blocked] of [
			['', '*'],
			['far.example', ''],
			['', 'OWN.example.'],
		] as const) {
			const list = serverListFrom(allowed, blocked, own);
			expect(list.allows('own.example' as ServerName)).to.equal(true);
			expect(list.wouldBlockOwn).to.equal(true);
		}
		expect(serverListFrom('*.example', 'bad.example', own).wouldBlockOwn).to.equal(false);
	});

	const matching: readonly [entry: string, servers: readonly string[], others: readonly string[]][] = [
		[
			'bad.example',
			['bad.example', 'BAD.Example', 'bad.example.', 'bad.example:8448'],
			['x.bad.example', 'bad.examples'],
		],
		['Bad.Example.', ['bad.example'], ['bad.example.org']],
		['bad.example:8449', ['bad.example:8449'], ['bad.example', 'bad.example:8448']],
		['*.bad.example', ['x.bad.example', 'x.y.bad.example:1'], ['bad.example', 'xbad.example']],
		['bad?.example', ['bad1.example'], ['bad.example', 'bad12.example']],
		['*bad***example', ['bad.example', 'very-bad.example'], ['good.example']],
		['*:8449', ['far.example:8449'], ['far.example', 'far.example:84491']],
		['bücher.example', ['xn--bcher-kva.example'], ['bucher.example']],
		['BÜCHER.example', ['xn--bcher-kva.example:443'], ['bücher']],
		['*.bücher.example', ['x.xn--bcher-kva.example'], ['xn--bcher-kva.example']],
		['192.0.2.1', ['192.0.2.1', '192.0.2.1:8448'], ['192.0.2.11']],
		['192.0.2.*', ['192.0.2.7:1'], ['192.0.3.1']],
		['[2001:db8::1]', ['[2001:db8:0:0::1]:8448', '[2001:DB8::1]'], ['[2001:db8::2]']],
		['[2001:0db8:*]', [], ['[2001:db8::1]']],
		['[2001:db8:*]', ['[2001:db8::1]'], ['[2001:db9::1]']],
		['1.2', ['1.2'], ['1a2']],
	];
	for (const [entry, servers, others] of matching) {
		it(`compare ${entry} with names as servers write them`, () => {
			expect(servers.filter((server) => allows('', entry, server))).to.deep.equal([]);
			expect(others.filter((server) => !allows('', entry, server))).to.deep.equal([]);
		});
	}

	it('tell which lines name no server, and go on with the others', () => {
		const typed = [
			'bad.example',
			'https://worse.example/',
			'@spam:worse.example',
			' #room:worse.example ',
			'one.example, two.example',
			'b*ü.example',
			'-',
			'bü/x.example',
			'  ',
			'worst.example',
		].join('\r\n');
		const { blocked, allows: allowsServer } = serverListFrom('', typed, own);
		expect(blocked.badLines).to.deep.equal([
			{ line: 2, text: 'https://worse.example/' },
			{ line: 3, text: '@spam:worse.example' },
			{ line: 4, text: '#room:worse.example' },
			{ line: 5, text: 'one.example, two.example' },
			{ line: 6, text: 'b*ü.example' },
			{ line: 7, text: '-' },
			{ line: 8, text: 'bü/x.example' },
		]);
		expect(allowsServer('worst.example' as ServerName)).to.equal(false);
		expect(allowsServer('worse.example' as ServerName)).to.equal(true);
	});

	it('allow no other server if the list of allowed ones has bad lines only', () => {
		expect(allows('https://far.example', '', 'far.example')).to.equal(false);
	});

	it('have the same signature if the same lines stand in another order', () => {
		const signature = (blocked: string) => serverListFrom('', blocked, own).signature;
		expect(signature('a.example\nb.example')).to.equal(signature(' b.example\n\na.example'));
		expect(signature('a.example')).not.to.equal(serverListFrom('a.example', '', own).signature);
	});

	it('answer at once for a pattern of many stars', () => {
		const startedAt = Date.now();
		expect(allows('', '*a*a*a*a*b', `${'a'.repeat(250)}.x`)).to.equal(true);
		expect(Date.now() - startedAt).to.be.below(2_000);
	});
});
