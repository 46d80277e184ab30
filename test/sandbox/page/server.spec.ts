import { expect } from 'chai';
import { FakePerson, serveFakePage } from '../support/fake-page';

describe('the page', () => {
	let alice: FakePerson;
	let carol: FakePerson;
	let page: { url: string; stop: () => Promise<void> };

	before(async () => {
		alice = new FakePerson('Alice', 'alice');
		carol = new FakePerson('Carol', 'carol');
		page = await serveFakePage([alice, carol]);
	});
	after(() => page.stop());

	const get = (where: string) => fetch(page.url + where);

	for (const where of ['/', '/style.css', '/api/sides', '/api/left/0/rooms', '/api/nothing']) {
		it(`forbids the browser to load or run content of other sites at ${where}`, async () => {
			const { headers } = await get(where);
			expect(headers.get('content-security-policy')).to.equal(
				"default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
			);
			expect(headers.get('x-content-type-options')).to.equal('nosniff');
			expect(headers.get('referrer-policy')).to.equal('no-referrer');
			expect(headers.get('x-powered-by')).to.equal(null);
		});
	}

	it('serves every file that its HTML and scripts name', async () => {
		const html = await (await get('/')).text();
		const linked = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, name = '']) => name);
		const files = new Set(linked);
		// Imported files are added while the loop runs, so that it visits them too.
		for (const file of files) {
			const answer = await get(`/${file}`);
			expect([file, answer.status]).to.deep.equal([file, 200]);
			const script = file.endsWith('.js') ? await answer.text() : '';
			[...script.matchAll(/from '\.\/([^']+)'/g)].forEach(([, name = '']) => files.add(name));
		}
		expect([...files]).to.include.members(['style.css', 'page.js', 'side-view.js', 'line.js', 'body.js']);
	});

	it('has an icon for each action', async () => {
		const html = await (await get('/')).text();
		const actions = await (await get('/actions.js')).text();
		const actionNames = [...actions.matchAll(/action\('(\w+)'/g)].map(([, name = '']) => name);
		expect(actionNames).to.deep.equal(['react', 'reply', 'thread', 'edit', 'delete']);
		for (const name of actionNames) {
			expect(html).to.include(`id="icon-${name}"`);
		}
	});

	it('lists the people to write as and the emoji to react with', async () => {
		expect(await (await get('/api/sides')).json()).to.deep.equal([
			{
				id: 'left',
				title: 'One side',
				kind: 'workspace',
				emoji: [{ key: ':tada:', shown: '🎉' }],
				roles: [
					{ key: 'owner', name: 'Owner' },
					{ key: 'user', name: 'Member' },
				],
				persons: [
					{ name: 'Alice', address: 'alice', otherAddress: '@alice:matrix.test' },
					{ name: 'Carol', address: 'carol', otherAddress: '@carol:matrix.test' },
				],
			},
		]);
	});

	it('tells every listener whose rooms or messages have changed', async () => {
		const listeners = await Promise.all([get('/api/changes'), get('/api/changes')]);
		const readers = listeners.map((answer) => {
			expect(answer.headers.get('content-type')).to.equal('text/event-stream');
			return answer.body?.pipeThrough(new TextDecoderStream()).getReader();
		});
		for (const reader of readers) {
			expect((await reader?.read())?.value).to.equal('retry: 1000\n\n');
		}
		carol.change();
		for (const reader of readers) {
			expect((await reader?.read())?.value).to.equal('data: {"side":"left","person":1}\n\n');
			await reader?.cancel();
		}
	});
});
