import { expect } from 'chai';
import { FakePerson, serveFakePage } from '../support/fake-page';
import { png, svg } from '../support/pictures';

describe('files on the page', () => {
	let alice: FakePerson;
	let page: { url: string; stop: () => Promise<void> };

	beforeEach(async () => {
		alice = new FakePerson('Alice', 'alice');
		page = await serveFakePage([alice]);
	});
	afterEach(() => page.stop());

	const address = (source: string) => `${page.url}/api/left/0/media/${encodeURIComponent(source)}`;
	const get = (source: string, headers: Record<string, string> = {}) => fetch(address(source), { headers });
	const send = (query: string, headers: Record<string, string>, body = 'bytes') =>
		fetch(`${page.url}/api/left/0/rooms/!1/files?${query}`, { method: 'POST', headers, body });
	const asBytes = { 'content-type': 'application/octet-stream' };

	it('serves a picture in place, with the bytes that the side has', async () => {
		alice.shownMedia.set('mxc://a/b?thumbnail', { bytes: png, type: 'image/png; charset=binary' });
		const answer = await get('mxc://a/b?thumbnail');
		expect(answer.status).to.equal(200);
		expect(answer.headers.get('content-type')).to.equal('image/png');
		expect(answer.headers.get('content-disposition')).to.equal('inline');
		expect(Buffer.from(await answer.arrayBuffer()).equals(png)).to.equal(true);
		expect(alice.calls).to.deep.equal([['download', 'mxc://a/b?thumbnail']]);
	});

	const active = [
		'image/svg+xml',
		'text/html',
		'application/xhtml+xml',
		'application/pdf',
		'text/plain',
		'',
	];
	for (const type of active) {
		it(`never lets a browser interpret ${type || 'a file without a type'}`, async () => {
			alice.shownMedia.set('a', { bytes: svg, type });
			const { headers } = await get('a');
			expect(headers.get('content-type')).to.equal('application/octet-stream');
			expect(headers.get('content-disposition')).to.equal('attachment');
			expect(headers.get('x-content-type-options')).to.equal('nosniff');
			expect(headers.get('content-security-policy')).to.match(/^default-src 'none'.*sandbox$/);
			expect(headers.get('cross-origin-resource-policy')).to.equal('same-origin');
		});
	}

	it('serves a part, as players ask for it', async () => {
		alice.shownMedia.set('a', { bytes: Buffer.from('0123456789'), type: 'video/mp4' });
		const part = await get('a', { range: 'bytes=2-4' });
		expect([part.status, part.headers.get('content-range'), await part.text()]).to.deep.equal([
			206,
			'bytes 2-4/10',
			'234',
		]);
		const beyond = await get('a', { range: 'bytes=20-' });
		expect([beyond.status, beyond.headers.get('content-range')]).to.deep.equal([416, 'bytes */10']);
	});

	it('says that a file is none', async () => {
		const answer = await get('/api/v1/me');
		expect([answer.status, await answer.json()]).to.deep.equal([400, { error: 'that is no file' }]);
	});

	it('sends a file with its caption and relation', async () => {
		const query = new URLSearchParams({
			...{ name: 'cat ☂.png', type: 'image/png', caption: ' my cat ' },
			...{ kind: 'thread', message: '$1' },
		});
		expect((await send(query.toString(), asBytes)).status).to.equal(200);
		expect(alice.calls).to.deep.equal([
			[
				'file',
				'!1',
				{ name: 'cat ☂.png', type: 'image/png', bytes: 'bytes' },
				'my cat',
				{ kind: 'thread', messageId: '$1' },
			],
		]);
	});

	it('sends a file of which the browser knows no type by the type of its name', async () => {
		await send('name=a.flac', asBytes, '');
		expect(alice.calls).to.deep.equal([
			['file', '!1', { name: 'a.flac', type: 'audio/x-flac', bytes: '' }, '', undefined],
		]);
	});

	for (const type of ['text/plain', 'multipart/form-data; boundary=a', 'application/json']) {
		it(`takes no file as ${type}, which a page of another site could send`, async () => {
			const answer = await send('name=a.txt', { 'content-type': type }, '{}');
			expect([answer.status, await answer.json()]).to.deep.equal([
				400,
				{ error: 'the file is missing' },
			]);
			expect(alice.calls).to.deep.equal([]);
		});
	}

	it('refuses a file without a name', async () => {
		const answer = await send('name=%20', asBytes);
		expect([answer.status, await answer.json()]).to.deep.equal([400, { error: 'name is missing' }]);
	});
});
