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
		it(`loads and runs nothing of others at ${where}`, async () => {
			const { headers } = await get(where);
			expect(headers.get('content-security-policy')).to.equal(
				"default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
			);
			expect(headers.get('x-content-type-options')).to.equal('nosniff');
			expect(headers.get('referrer-policy')).to.equal('no-referrer');
			expect(headers.get('x-powered-by')).to.equal(null);
		});
	}

	it('has every file that it names', async () => {
		const html = await (await get('/')).text();
		const named = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, name = '']) => name);
		const imported = await Promise.all(
			named
				.filter((name) => name.endsWith('.js'))
				.map(async (name) => (await (await get(`/${name}`)).text()).matchAll(/from '\.\/([^']+)'/g)),
		);
		const files = [...named, ...imported.flatMap((found) => [...found].map(([, name = '']) => name))];
		expect(files).to.include.members(['style.css', 'message.css', 'page.js', 'side-view.js']);
		for (const file of files) {
			expect([file, (await get(`/${file}`)).status]).to.deep.equal([file, 200]);
		}
	});

	it('has a drawing for each that its script asks for', async () => {
		const html = await (await get('/')).text();
		const actions = await (await get('/actions.js')).text();
		const asked = [...actions.matchAll(/action\('(\w+)'/g)].map(([, name = '']) => name);
		expect(asked).to.deep.equal(['react', 'reply', 'thread', 'edit', 'delete']);
		for (const name of asked) {
			expect(html).to.include(`id="icon-${name}"`);
		}
	});

	it('tells who there is to write as, and with what to react', async () => {
		expect(await (await get('/api/sides')).json()).to.deep.equal([
			{
				id: 'left',
				title: 'One side',
				emoji: [{ key: ':tada:', shown: '🎉' }],
				persons: [
					{ name: 'Alice', address: 'alice' },
					{ name: 'Carol', address: 'carol' },
				],
			},
		]);
	});

	it('tells everybody who listens for whom something changed', async () => {
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
